// Writes TIFF structures of any byte order and width, and parses single-page ones.
export interface Tag {
  readonly tag: number;
  readonly type: number;
  readonly values: readonly number[];
}

export interface TiffSpec {
  readonly tags: readonly Tag[];
  /** Of the EXIF directory; left out where there are none. */
  readonly exif?: readonly Tag[];
  readonly strips?: readonly Buffer[];
  readonly big?: boolean;
  readonly littleEndian?: boolean;
}

const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 13: 4, 16: 8 };

export function madeTiff({ tags, exif = [], strips = [], big = false, littleEndian = true }: TiffSpec): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  const put = (part: Buffer): number => {
    const at = length;
    parts.push(part, Buffer.alloc(part.length % 2));
    length += part.length + (part.length % 2);
    return at;
  };
  const number = (value: number, size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    if (size === 8) littleEndian ? bytes.writeBigUInt64LE(BigInt(value)) : bytes.writeBigUInt64BE(BigInt(value));
    else littleEndian ? bytes.writeUIntLE(value, 0, size) : bytes.writeUIntBE(value, 0, size);
    return bytes;
  };
  const word = big ? 8 : 4;
  const header = Buffer.concat([Buffer.from(littleEndian ? 'II' : 'MM'), number(big ? 43 : 42, 2), ...(big ? [number(8, 2), number(0, 2)] : []), number(0, word)]);
  put(header);
  const directory = (all: readonly Tag[]): number => {
    const entries = all.toSorted((a, b) => a.tag - b.tag).map(({ tag, type, values }) => {
      const size = SIZES[type] ?? 1;
      const data = type === 5 ? Buffer.concat(values.map((value) => number(value, 4))) : Buffer.concat(values.map((value) => number(value, size)));
      const place = data.length <= word ? Buffer.concat([data, Buffer.alloc(word - data.length)]) : number(put(data), word);
      return Buffer.concat([number(tag, 2), number(type, 2), number(data.length / size, word), place]);
    });
    return put(Buffer.concat([number(entries.length, big ? 8 : 2), ...entries, number(0, word)]));
  };
  const own = [...tags];
  if (exif.length > 0) own.push({ tag: 34665, type: 4, values: [directory(exif)] });
  if (strips.length > 0) {
    const starts = strips.toReversed().map(put).toReversed(); // where they lie says nothing
    own.push({ tag: 273, type: big ? 16 : 4, values: starts }, { tag: 279, type: 4, values: strips.map((strip) => strip.length) });
  }
  const first = directory(own);
  const whole = Buffer.concat(parts);
  number(first, word).copy(whole, header.length - word);
  return whole;
}

/** The first page without where its strips lie, and those. Plain TIFF only. */
export function readTiff(bytes: Buffer): Required<Pick<TiffSpec, 'tags' | 'strips' | 'big' | 'littleEndian'>> {
  const littleEndian = bytes.toString('latin1', 0, 2) === 'II';
  const read = (at: number, size: number): number => (littleEndian ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size));
  const directory = read(4, 4);
  const tags = Array.from({ length: read(directory, 2) }, (_, i): Tag => {
    const at = directory + 2 + 12 * i;
    const [tag, type, count] = [read(at, 2), read(at + 2, 2), read(at + 4, 4)];
    const size = SIZES[type] ?? 1;
    const start = size * count <= 4 ? at + 8 : read(at + 8, 4);
    const [items, width] = type === 5 ? [2 * count, 4] : [count, size];
    return { tag, type, values: Array.from({ length: items }, (_, j) => read(start + j * width, width)) };
  });
  const [starts, sizes] = [273, 279].map((wanted) => tags.find(({ tag }) => tag === wanted)?.values ?? []) as [readonly number[], readonly number[]];
  return {
    tags: tags.filter(({ tag }) => tag !== 273 && tag !== 279), big: false, littleEndian,
    strips: starts.map((start, i) => bytes.subarray(start, start + (sizes[i] ?? 0)))
  };
}
