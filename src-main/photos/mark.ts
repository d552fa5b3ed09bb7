// The rating and the label that other programs left in a file: XMP (xmp:Rating with −1 for rejected, xmp:Label; ISO 16684-1) and
// EXIF's Rating (0x4746). A packet that cannot be read is no mark.
import { XMLParser } from 'fast-xml-parser';
import { NO_MARK, packMark } from '../../src-shared/marks/packed.ts';
import { labelOfWord, ratingOf } from '../../src-shared/marks/written.ts';

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const XMP = 'http://ns.adobe.com/xap/1.0/';
/** Packets are a few kB; those of retouched photos, with their history, some MB. */
const MOST_BYTES = 8e6;

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#', parseTagValue: false, parseAttributeValue: false, ignoreDeclaration: true, ignorePiTags: true });

/** The packed mark of a file; 0 if it has none. XMP, which programs keep up to date, comes before EXIF. @param rating EXIF's */
export function markOf(xmp: Uint8Array | null, rating: unknown): number {
  const { rating: written, label } = xmp === null ? { rating: undefined, label: undefined } : readXmp(xmp);
  return packMark({ ...NO_MARK, ...(ratingOf(written) ?? ratingOf(rating)), label: labelOfWord(label) });
}

interface Written {
  readonly rating?: string | undefined;
  readonly label?: string | undefined;
}

/** An element: its attributes, its children, its text. */
type Element = Readonly<Record<string, unknown>>;
/** Namespaces by prefix, as they are declared where an element stands. */
type Scope = ReadonlyMap<string, string>;

/** Looks only at the descriptions of the file itself: those nested deeper are of what it was made from. */
function readXmp(xmp: Uint8Array): Written {
  if (xmp.byteLength > MOST_BYTES) return {};
  try {
    const text = new TextDecoder().decode(xmp).replaceAll('\0', '').trim();
    if (!/<\/[\w.-]*:?RDF\s*>/.test(text)) return {}; // cut off, which the parser would not mind
    const root = parser.parse(text) as Element; // an object, whatever is in it
    const found = childrenOf(root, new Map()).flatMap((each) => (each.name === `${RDF} RDF` ? [each] : childrenOf(each.element, each.scope).filter(({ name }) => name === `${RDF} RDF`)));
    const descriptions = found.flatMap(({ element, scope }) => childrenOf(element, scope).filter(({ name }) => name === `${RDF} Description`));
    const first = (name: string): string | undefined => descriptions.map(({ element, scope }) => valueOf(element, scope, name)).find((value) => value !== undefined);
    return { rating: first('Rating'), label: first('Label') };
  } catch {
    return {}; // malformed: the photo is shown without it
  }
}

/** A property of XMP's basic namespace, written as an attribute or as an element. */
function valueOf(element: Element, scope: Scope, name: string): string | undefined {
  for (const [key, value] of Object.entries(element)) if (key.startsWith('@') && nameOf(key.slice(1), scope) === `${XMP} ${name}`) return String(value);
  for (const child of childrenOf(element, scope)) if (child.name === `${XMP} ${name}`) return child.text;
  return undefined;
}

function childrenOf(element: Element, scope: Scope): { readonly name: string; readonly element: Element; readonly scope: Scope; readonly text: string }[] {
  return Object.entries(element).filter(([key]) => !key.startsWith('@') && key !== '#').flatMap(([key, value]) => [value].flat().map((one: unknown) => {
    const child = typeof one === 'object' && one !== null ? (one as Element) : { '#': one };
    const inner = scopeIn(child, scope);
    return { name: nameOf(key, inner), element: child, scope: inner, text: typeof child['#'] === 'string' ? child['#'] : '' };
  }));
}

function scopeIn(element: Element, outer: Scope): Scope {
  const declared = Object.entries(element).filter(([key]) => key.startsWith('@xmlns:')).map(([key, uri]) => [key.slice(7), String(uri)] as const);
  return declared.length === 0 ? outer : new Map([...outer, ...declared]);
}

/** `prefix:name` as the namespace and the name. */
function nameOf(key: string, scope: Scope): string {
  const at = key.indexOf(':');
  return `${scope.get(key.slice(0, at)) ?? ''} ${key.slice(at + 1)}`;
}
