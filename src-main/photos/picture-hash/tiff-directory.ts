// A tag directory of a TIFF or BigTIFF structure, in either byte order.
import { Unparsed } from './parts.ts';

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Where its values start. */
  readonly start: number;
}

export interface Directory {
  readonly littleEndian: boolean;
  has(tag: number): boolean;
  /** Its values, if they are whole numbers and no more than `most`; empty for a missing tag. @throws {Unparsed} */
  numbers(tag: number, most?: number): readonly number[];
  /** Its values in a form independent of byte order and number width; `null` for a missing tag. @throws {Unparsed} */
  text(tag: number): string | null;
  /** The bytes of its values. @throws {Unparsed} */
  range(tag: number): { readonly start: number; readonly end: number } | null;
}

/** Bytes per value, by type. */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8 };
/** More values than any tag of a picture has. */
const MOST_VALUES = 200_000;

/** @param at where it starts; the first one if left out @throws {Unparsed} if it is not such a structure, and a `RangeError` if it ends early */
export function readDirectory(bytes: Buffer, at?: number): Directory {
  const order = bytes.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') throw new Unparsed('there is no byte order');
  const littleEndian = order === 'II';
  const u16 = (at: number): number => (littleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number): number => (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  // no file exceeds 2^53 bytes
  const u64 = (at: number): number => Number(littleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));

  const isBig = u16(2) === 43;
  const word = isBig ? u64 : u32;
  const [wordSize, entrySize] = isBig ? [8, 20] : [4, 12];
  const first = at ?? (isBig ? u64(8) : u32(4));
  const count = isBig ? u64(first) : u16(first);
  if (count > 0xffff) throw new Unparsed(`a directory of ${count} tags`);
  const entries = new Map<number, Entry>();
  for (let i = 0, entry = first + (isBig ? 8 : 2); i < count; i++, entry += entrySize) {
    const type = u16(entry + 2);
    const values = word(entry + 4);
    const inline = entry + 4 + wordSize;
    const start = values * (SIZES[type] ?? 1) <= wordSize ? inline : word(inline);
    if (!entries.has(u16(entry))) entries.set(u16(entry), { type, count: values, start });
  }

  const range = (tag: number): { start: number; end: number } | null => {
    const entry = entries.get(tag);
    if (entry === undefined) return null;
    const size = SIZES[entry.type];
    if (size === undefined) throw new Unparsed(`tag ${tag} has unknown type ${entry.type}`);
    const end = entry.start + entry.count * size;
    if (!(end <= bytes.length)) throw new Unparsed(`tag ${tag} ends at ${end} of ${bytes.length} bytes`);
    return { start: entry.start, end };
  };
  const read: Readonly<Record<number, (at: number) => number>> = { 1: (at) => bytes.readUInt8(at), 3: u16, 4: u32, 13: u32, 16: u64, 18: u64 };
  const numbers = (tag: number, most = MOST_VALUES): readonly number[] => {
    const entry = entries.get(tag);
    const place = range(tag);
    if (entry === undefined || place === null) return [];
    const value = read[entry.type];
    if (value === undefined || entry.count > most) throw new Unparsed(`tag ${tag} is not a readable list of numbers`);
    return Array.from({ length: entry.count }, (_, i) => value(place.start + i * (SIZES[entry.type] ?? 1)));
  };
  return {
    littleEndian,
    has: (tag) => entries.has(tag),
    numbers,
    text: (tag) => {
      const entry = entries.get(tag);
      const place = range(tag);
      if (entry === undefined || place === null) return null;
      if (entry.count > MOST_VALUES) throw new Unparsed(`tag ${tag} has ${entry.count} values`);
      if (entry.type === 5) return Array.from({ length: 2 * entry.count }, (_, i) => u32(place.start + 4 * i)).join(' ');
      return read[entry.type] === undefined ? bytes.toString('hex', place.start, place.end) : numbers(tag).join(' ');
    },
    range
  };
}
