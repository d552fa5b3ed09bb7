// Reads XMP packets (ISO 16684-1), of files or of sidecars, by their namespaces whatever the prefixes: as the properties that mean something
// here, by their usual names. A packet that cannot be read says nothing.
import { XMLParser } from 'fast-xml-parser';
import type { XmpFields } from '../../src-shared/exchange/xmp-fields.ts';

/** What a packet says. */
export interface Packet {
  readonly fields: XmpFields;
  /** digiKam's paths of keywords, with `/` between levels. */
  readonly tags: readonly string[];
  /** Dates of the photo as they are written, best first. */
  readonly dates: readonly string[];
  /** Names of people, from face regions and IPTC. */
  readonly people: readonly string[];
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const NAMESPACES: Readonly<Record<string, string>> = {
  dc: 'http://purl.org/dc/elements/1.1/', xmp: 'http://ns.adobe.com/xap/1.0/', lr: 'http://ns.adobe.com/lightroom/1.0/', digiKam: 'http://www.digikam.org/ns/1.0/',
  xmpDM: 'http://ns.adobe.com/xmp/1.0/DynamicMedia/', exif: 'http://ns.adobe.com/exif/1.0/', photoshop: 'http://ns.adobe.com/photoshop/1.0/', Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/'
};
/** Where regions (Metadata Working Group 2.0, Microsoft) name who is on them. */
const REGION_NAMES = ['http://www.metadataworkinggroup.com/schemas/regions/ Name', 'http://ns.microsoft.com/photo/1.2/t/Region# PersonDisplayName'];
const SINGLE = ['xmp:Rating', 'xmp:Label', 'digiKam:PickLabel', 'xmpDM:pick', 'exif:GPSLatitude', 'exif:GPSLongitude'] as const;
const DATES = ['exif:DateTimeOriginal', 'photoshop:DateCreated', 'exif:DateTimeDigitized', 'xmp:CreateDate'];
const LISTS = ['dc:subject', 'lr:hierarchicalSubject'] as const;
/** Packets are a few kB; those of retouched photos, with their history, some MB. */
const MOST_BYTES = 8e6;

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#', parseTagValue: false, parseAttributeValue: false, ignoreDeclaration: true, ignorePiTags: true });

/** An element: its attributes, its children, its text. */
type Element = Readonly<Record<string, unknown>>;
/** Namespaces by prefix, as they are declared where an element stands. */
type Scope = ReadonlyMap<string, string>;
interface Child {
  /** Namespace and name. */
  readonly name: string;
  readonly element: Element;
  readonly scope: Scope;
  readonly text: string;
}

/** `null` for what is no packet, or is cut off or malformed. Looks only at the descriptions of the file itself: those nested deeper are of what it was made from. */
export function readPacket(xmp: Uint8Array): Packet | null {
  if (xmp.byteLength > MOST_BYTES) return null;
  try {
    const text = new TextDecoder().decode(xmp).replaceAll('\0', '').trim();
    if (!/<\/[\w.-]*:?RDF\s*>/.test(text)) return null; // cut off, which the parser would not mind
    const root = parser.parse(text) as Element; // an object, whatever is in it
    const found = childrenOf(root, new Map()).flatMap((each) => (each.name === `${RDF} RDF` ? [each] : childrenOf(each.element, each.scope).filter(({ name }) => name === `${RDF} RDF`)));
    const descriptions = found.flatMap(({ element, scope }) => childrenOf(element, scope).filter(({ name }) => name === `${RDF} Description`));
    const all = (name: string): string[] => descriptions.map((description) => valuesOf(description, fullName(name))).find((values) => values.length > 0) ?? [];
    return {
      fields: {
        ...Object.fromEntries(SINGLE.flatMap((name) => all(name).slice(0, 1).map((value) => [name, value]))),
        ...Object.fromEntries(LISTS.map((name) => [name, all(name)] as const).filter(([, values]) => values.length > 0))
      },
      tags: all('digiKam:TagsList'),
      dates: DATES.flatMap((name) => all(name).slice(0, 1)),
      people: [...all('Iptc4xmpExt:PersonInImage'), ...descriptions.flatMap((description) => namesIn(description))].map((name) => name.trim()).filter((name) => name !== '')
    };
  } catch {
    return null; // malformed: the photo is shown without it
  }
}

/** A property, written as an attribute, as an element, or as a list of some kind. */
function valuesOf({ element, scope }: Child, name: string): string[] {
  for (const [key, value] of Object.entries(element)) if (key.startsWith('@') && nameOf(key.slice(1), scope) === name) return [String(value)];
  const property = childrenOf(element, scope).find((child) => child.name === name);
  if (!property) return [];
  const lists = childrenOf(property.element, property.scope).filter((child) => [`${RDF} Bag`, `${RDF} Seq`, `${RDF} Alt`].includes(child.name));
  return lists.length === 0 ? [property.text] : lists.flatMap((list) => childrenOf(list.element, list.scope).filter((child) => child.name === `${RDF} li`).map(({ text }) => text));
}

/** Names of regions, however deep in their lists. */
function namesIn({ element, scope }: Child): string[] {
  const own = Object.entries(element).filter(([key]) => key.startsWith('@') && REGION_NAMES.includes(nameOf(key.slice(1), scope))).map(([, value]) => String(value));
  return [...own, ...childrenOf(element, scope).flatMap((child) => (REGION_NAMES.includes(child.name) ? [child.text] : namesIn(child)))];
}

function childrenOf(element: Element, scope: Scope): Child[] {
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

function fullName(name: string): string {
  return nameOf(name, new Map(Object.entries(NAMESPACES)));
}

/** `prefix:name` as the namespace and the name. */
function nameOf(key: string, scope: Scope): string {
  const at = key.indexOf(':');
  return `${scope.get(key.slice(0, at)) ?? ''} ${key.slice(at + 1)}`;
}
