// Reads rows from the leaf pages of SQLite tables, page by page, without the tree above them. Which table a row belongs to, the
// caller has to decide from its values. File format: https://www.sqlite.org/fileformat2.html
import type { Pages } from './pages.ts';

export type Value = null | number | string | Buffer;

export interface Record {
  readonly rowid: number;
  /** As stored: a column that is the row's id is null, and columns that were added later may be absent. */
  readonly values: readonly Value[];
}

const TABLE_LEAF = 0x0d;

/** The rows of every readable leaf page; unreadable cells are skipped. */
export function* readRecords(pages: Pages): Generator<Record, void, undefined> {
  for (const number of pages.numbers()) {
    const page = pages.page(number);
    const head = number === 1 ? 100 : 0;
    if (page === null || page[head] !== TABLE_LEAF) continue;
    const count = Math.min(page.readUInt16BE(head + 3), (page.length - head - 8) >> 1);
    for (let cell = 0; cell < count; cell++) {
      const record = tryRead(() => readCell(pages, page, page.readUInt16BE(head + 8 + 2 * cell)));
      if (record !== null) yield record;
    }
  }
}

/** `null` if a length points outside its page: then it is not a row. */
function tryRead(read: () => Record | null): Record | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readCell(pages: Pages, page: Buffer, at: number): Record | null {
  const [length, afterLength] = readVarint(page, at);
  const [rowid, start] = readVarint(page, afterLength);
  const payload = readPayload(pages, page, start, length);
  return payload === null ? null : { rowid, values: readValues(payload) };
}

/** A payload that does not fit its page continues in a chain of overflow pages. */
function readPayload({ usable, page: pageAt }: Pages, page: Buffer, start: number, length: number): Buffer | null {
  const most = usable - 35;
  if (length <= most) return start + length <= page.length ? page.subarray(start, start + length) : null;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  const local = fitting <= most ? fitting : least;
  const parts = [page.subarray(start, start + local)];
  let missing = length - local;
  for (let next = page.readUInt32BE(start + local); missing > 0; ) {
    const overflow = pageAt(next);
    if (overflow === null || parts.length * usable > length + usable) return null;
    const part = overflow.subarray(4, Math.min(usable, 4 + missing));
    parts.push(part);
    missing -= part.length;
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

function readValues(payload: Buffer): Value[] {
  const [headerLength, first] = readVarint(payload, 0);
  if (headerLength > payload.length) throw new RangeError('the header is longer than the row');
  const values: Value[] = [];
  let at = headerLength;
  for (let next = first; next < headerLength; ) {
    const [type, after] = readVarint(payload, next);
    next = after;
    const length = lengthOf(type);
    if (at + length > payload.length) throw new RangeError('a value is longer than the row');
    values.push(readValue(payload, at, type, length));
    at += length;
  }
  return values;
}

function lengthOf(type: number): number {
  if (type >= 12) return (type - (type % 2 === 0 ? 12 : 13)) / 2;
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? NaN; // 10 and 11 are not used
}

function readValue(payload: Buffer, at: number, type: number, length: number): Value {
  if (type === 0) return null;
  if (type <= 5) return payload.readIntBE(at, length);
  if (type === 6) return Number(payload.readBigInt64BE(at));
  if (type === 7) return payload.readDoubleBE(at);
  if (type === 8 || type === 9) return type - 8;
  return type % 2 === 0 ? Buffer.from(payload.subarray(at, at + length)) : payload.toString('utf8', at, at + length);
}

/** A varint of 1 to 9 bytes, and the offset after it. */
function readVarint(bytes: Buffer, at: number): [value: number, next: number] {
  let value = 0;
  for (let read = 0; read < 8; read++) {
    const byte = bytes.readUInt8(at + read);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + read + 1];
  }
  return [value * 256 + bytes.readUInt8(at + 8), at + 9];
}
