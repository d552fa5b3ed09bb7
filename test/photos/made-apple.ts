// What Apple's cameras write: maker notes with ids in them, pictures that have one, and the movies of Live Photos.

/** A directory of entries whose values are texts behind it. @param from where offsets count from, before it */
function directory(entries: readonly (readonly [tag: number, type: number, value: Buffer | number])[], at: number): Buffer {
  const head = Buffer.alloc(2 + 12 * entries.length + 4);
  head.writeUInt16BE(entries.length);
  const values: Buffer[] = [];
  let end = at + head.length;
  for (const [place, [tag, type, value]] of entries.entries()) {
    const entry = 2 + 12 * place;
    head.writeUInt16BE(tag, entry);
    head.writeUInt16BE(type, entry + 2);
    head.writeUInt32BE(typeof value === 'number' ? 1 : value.length, entry + 4);
    head.writeUInt32BE(typeof value === 'number' ? value : end, entry + 8);
    if (typeof value === 'number') continue;
    values.push(value);
    end += value.length;
  }
  return Buffer.concat([head, ...values]);
}

/** A maker note as an iPhone writes it. */
export function appleNote(ids: Readonly<Record<number, string>>): Buffer {
  const entries = [[0x01, 9, 14] as const, ...Object.entries(ids).map(([tag, id]) => [Number(tag), 2, Buffer.from(`${id}\0`)] as const)];
  return Buffer.concat([Buffer.from('Apple iOS\0\0\x01MM', 'latin1'), directory(entries, 14)]);
}

/** A JPEG that has a maker note. */
export function withAppleNote(jpeg: Buffer, note: Buffer): Buffer {
  const tiff = Buffer.concat([Buffer.from('MM\0*\0\0\0\x08', 'latin1'), directory([[0x8769, 4, 26]], 8), directory([[0x927c, 7, note]], 26)]);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** A box of a QuickTime file. */
export function box(type: string, ...inside: Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + inside.reduce((sum, { length }) => sum + length, 0));
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...inside]);
}

const numbers = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [place, value] of values.entries()) bytes.writeUInt32BE(value, 4 * place);
  return bytes;
};

/** A movie with metadata by these keys, its description behind its picture data as cameras write it. @param asMpeg with a version, as in MPEG-4 */
export function movieWith(metadata: Readonly<Record<string, string>>, { asMpeg = false } = {}): Buffer {
  const keys = box('keys', numbers(0, Object.keys(metadata).length), ...Object.keys(metadata).map((key) => box('mdta', Buffer.from(key))));
  const values = Object.values(metadata).map((value, place) => {
    const item = box('    ', box('data', numbers(1, 0), Buffer.from(value)));
    item.writeUInt32BE(place + 1, 4);
    return item;
  });
  const meta = box('meta', ...(asMpeg ? [numbers(0)] : []), box('hdlr', Buffer.alloc(24)), keys, box('ilst', ...values));
  return Buffer.concat([box('ftyp', Buffer.from('qt  '), numbers(0)), box('wide'), box('mdat', Buffer.alloc(5000, 7)), box('moov', box('mvhd', Buffer.alloc(100)), meta)]);
}
