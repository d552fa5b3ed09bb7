// The picture data of HEIC and AVIF: the data of the primary item and of the tiles it is composed of, with their codec
// configuration and the crop, and its transparency. Exif and XMP are separate items and are ignored; rotation and
// mirroring are this container's orientation flag.
import { type HeifItems, readItems } from './heif-items.ts';
import { type Parts, PartList, Unparsed } from './parts.ts';

const CODEC_AND_CROP = new Set(['hvcC', 'lhvC', 'av1C', 'avcC', 'vvcC', 'evcC', 'jpgC', 'j2kH', 'clap']);
const SHOWN = new Set(['irot', 'imir', 'colr']);
const ALPHA = new Set(['urn:mpeg:mpegB:cicp:systems:auxiliary:alpha', 'urn:mpeg:hevc:2015:auxid:1']);

/** @throws {Unparsed} */
export function heifParts(bytes: Buffer): Parts {
  const items = readItems(bytes);
  const coded = new PartList(bytes);
  const shown = new PartList(bytes);
  const sources = new Map<number, number[]>();
  for (const { type, from, to } of items.references) if (type === 'dimg') sources.set(from, [...(sources.get(from) ?? []), ...to]);
  const add = itemsOf(items, sources, coded);
  add(items.primary, 'picture');
  for (const { type, from, to } of items.references) {
    if (type === 'auxl' && to.includes(items.primary) && isAlpha(bytes, items, from)) add(from, 'alpha');
  }
  for (const { type, start, end } of items.propertiesOf(items.primary)) if (SHOWN.has(type)) shown.add(type, start, end);
  return { coded: coded.parts, shown: shown.parts };
}

/** Adds an item, then those it is derived from, in their order. */
function itemsOf(items: HeifItems, sources: ReadonlyMap<number, readonly number[]>, coded: PartList): (item: number, role: string) => void {
  const around = new Set<number>();
  return function add(item, role) {
    if (around.has(item)) throw new Unparsed('an item is part of itself');
    around.add(item);
    coded.say(role, items.typeOf(item));
    for (const { type, start, end } of items.propertiesOf(item)) {
      if (!CODEC_AND_CROP.has(type)) continue;
      coded.say('property', type);
      coded.addOnce('property', start, end);
    }
    const data = items.dataOf(item);
    const parts = sources.get(item) ?? [];
    if (data.length + parts.length === 0) throw new Unparsed(`item ${item} holds nothing`);
    // tiles share their properties, and single-colour tiles their data
    for (const { start, end } of data) coded.addOnce('data', start, end);
    for (const part of parts) add(part, 'source');
    around.delete(item);
  };
}

function isAlpha(bytes: Buffer, items: HeifItems, item: number): boolean {
  // a full box with a zero-terminated string
  return items.propertiesOf(item).some(({ type, start, end }) => type === 'auxC' && ALPHA.has(bytes.toString('latin1', start + 4, end).split('\0')[0] ?? ''));
}
