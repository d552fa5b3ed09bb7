// The items of a HEIF file (ISO/IEC 23008-12 in the boxes of ISO/IEC 14496-12): the type of each, where its data is, which
// properties it has, and what it is composed of. Decodes nothing.
import { Unparsed } from './parts.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** `start` to `end` without the header. */
export interface Box extends Range {
  readonly type: string;
}

export interface Reference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

export interface HeifItems {
  readonly primary: number;
  typeOf(item: number): string;
  /** Where its data is, in order. @throws {Unparsed} if that is not in this file */
  dataOf(item: number): readonly Range[];
  /** In the order in which they apply. */
  propertiesOf(item: number): readonly Box[];
  readonly references: readonly Reference[];
}

interface Location {
  readonly method: number;
  readonly elsewhere: boolean;
  readonly extents: readonly Range[];
}

/** More boxes, items or references than any camera writes. */
const MOST = 200_000;

/** @throws {Unparsed} for a file with another structure, and a `RangeError` if it ends early */
export function readItems(bytes: Buffer): HeifItems {
  const file = [...boxesIn(bytes, 0, bytes.length)];
  // frames of a sequence are outside the items, which therefore do not identify it
  if (file.some(({ type }) => type === 'moov')) throw new Unparsed('it is a sequence');
  const meta = find(file, 'meta');
  const boxes = [...boxesIn(bytes, meta.start + 4, meta.end)];
  const types = readTypes(bytes, find(boxes, 'iinf'));
  const locations = readLocations(bytes, find(boxes, 'iloc'));
  const idat = boxes.find(({ type }) => type === 'idat') ?? null;
  const properties = readProperties(bytes, find(boxes, 'iprp'));
  const pitm = new Cursor(bytes, find(boxes, 'pitm'));
  const iref = boxes.find(({ type }) => type === 'iref');
  return {
    primary: pitm.version() === 0 ? pitm.number(2) : pitm.number(4),
    typeOf: (item) => types.get(item) ?? '',
    dataOf: (item) => placeExtents(locations.get(item), idat),
    propertiesOf: (item) => properties.get(item) ?? [],
    references: iref === undefined ? [] : readReferences(bytes, iref)
  };
}

function placeExtents(location: Location | undefined, idat: Box | null): readonly Range[] {
  if (location === undefined) return [];
  if (location.elsewhere || location.method > 1 || (location.method === 1 && idat === null)) throw new Unparsed('an item is stored in another file, or in another item');
  const base = location.method === 1 ? (idat?.start ?? 0) : 0;
  return location.extents.map(({ start, end }) => ({ start: base + start, end: base + end }));
}

function readTypes(bytes: Buffer, iinf: Box): Map<number, string> {
  const cursor = new Cursor(bytes, iinf);
  cursor.number(cursor.version() === 0 ? 2 : 4);
  const types = new Map<number, string>();
  for (const box of boxesIn(bytes, cursor.at, iinf.end)) {
    const entry = new Cursor(bytes, box);
    const version = entry.version();
    if (box.type !== 'infe' || version < 2) continue;
    const id = entry.number(version === 2 ? 2 : 4);
    entry.number(2);
    types.set(id, bytes.toString('latin1', entry.at, entry.at + 4));
  }
  return types;
}

function readLocations(bytes: Buffer, iloc: Box): Map<number, Location> {
  const cursor = new Cursor(bytes, iloc);
  const version = cursor.version();
  const sizes = cursor.number(2);
  const [offset, length, base, index] = [12, 8, 4, 0].map((shift) => (sizes >> shift) & 15) as [number, number, number, number]; // four of four
  const locations = new Map<number, Location>();
  let extentsRead = 0;
  for (let left = cursor.number(version < 2 ? 2 : 4); left > 0; left--) {
    const id = cursor.number(version < 2 ? 2 : 4);
    const method = version > 0 ? cursor.number(2) & 15 : 0;
    const elsewhere = cursor.number(2) !== 0;
    const from = cursor.number(base);
    const extents: Range[] = [];
    for (let more = cursor.number(2); more > 0; more--) {
      if (++extentsRead > MOST) throw new Unparsed('too many extents');
      if (version > 0) cursor.number(index);
      const start = from + cursor.number(offset);
      extents.push({ start, end: start + cursor.number(length) });
    }
    locations.set(id, { method, elsewhere, extents });
  }
  return locations;
}

function readProperties(bytes: Buffer, iprp: Box): Map<number, Box[]> {
  const boxes = [...boxesIn(bytes, iprp.start, iprp.end)];
  const container = find(boxes, 'ipco');
  const all = [...boxesIn(bytes, container.start, container.end)];
  const properties = new Map<number, Box[]>();
  let read = 0;
  for (const box of boxes.filter(({ type }) => type === 'ipma')) {
    const cursor = new Cursor(bytes, box);
    const isWide = (bytes.readUInt32BE(box.start) & 1) === 1;
    const idSize = cursor.version() === 0 ? 2 : 4;
    for (let left = cursor.number(4); left > 0; left--) {
      const id = cursor.number(idSize);
      const own = properties.get(id) ?? [];
      properties.set(id, own);
      for (let more = cursor.number(1); more > 0; more--) {
        if (++read > MOST) throw new Unparsed('too many properties');
        const property = all[(isWide ? cursor.number(2) & 0x7fff : cursor.number(1) & 0x7f) - 1];
        if (property !== undefined) own.push(property);
      }
    }
  }
  return properties;
}

function readReferences(bytes: Buffer, iref: Box): Reference[] {
  const idSize = new Cursor(bytes, iref).version() === 0 ? 2 : 4;
  return [...boxesIn(bytes, iref.start + 4, iref.end)].map((box) => {
    const cursor = new Cursor(bytes, { start: box.start, end: box.end });
    const from = cursor.number(idSize);
    return { type: box.type, from, to: Array.from({ length: cursor.number(2) }, () => cursor.number(idSize)) };
  });
}

export function* boxesIn(bytes: Buffer, from: number, to: number): Generator<Box, void, undefined> {
  let seen = 0;
  for (let at = from; at + 8 <= to;) {
    if (++seen > MOST) throw new Unparsed('too many boxes');
    let size = bytes.readUInt32BE(at);
    let start = at + 8;
    if (size === 1) {
      size = Number(bytes.readBigUInt64BE(start));
      start += 8;
    } else if (size === 0) size = to - at;
    const end = at + size;
    if (!(end >= start && end <= to)) throw new Unparsed(`a box of ${size} bytes at ${at}`);
    yield { type: bytes.toString('latin1', at + 4, at + 8), start, end };
    at = end;
  }
}

function find(boxes: readonly Box[], type: string): Box {
  const box = boxes.find((each) => each.type === type);
  if (box === undefined) throw new Unparsed(`there is no ${type}`);
  return box;
}

/** Reads the numbers of a box in sequence. */
class Cursor {
  at: number;
  readonly #bytes: Buffer;
  readonly #end: number;

  constructor(bytes: Buffer, { start, end }: Range) {
    this.#bytes = bytes;
    this.at = start;
    this.#end = end;
  }

  /** The version of a full box; skips its flags. */
  version(): number {
    return this.number(4) >>> 24;
  }

  /** A big-endian number of 0 (giving 0), 1, 2, 4 or 8 bytes. */
  number(size: number): number {
    const at = this.at;
    this.at += size;
    if (this.at > this.#end) throw new Unparsed(`a box ends at ${this.#end}, before the number at ${at}`);
    if (size === 0) return 0;
    if (size === 8) return Number(this.#bytes.readBigUInt64BE(at));
    if (size > 4) throw new Unparsed(`a number of ${size} bytes`);
    return this.#bytes.readUIntBE(at, size);
  }
}
