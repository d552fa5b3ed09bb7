// Raw files made byte by byte: TIFF with the directory of a sensor, around a JPEG. Not a test.

export type Tag = readonly [tag: number, type: 3 | 4, value: number];

/** A little-endian TIFF whose first directory has these tags, followed by `data`; a value of −1 is where the data starts. */
export function tiff(tags: readonly Tag[], data: Buffer, { magic = 42, sensor = [] }: { readonly magic?: number; readonly sensor?: readonly Tag[] } = {}): Buffer {
  const all = sensor.length > 0 ? [...tags, [330, 4, -2] as Tag] : tags;
  const size = (count: number): number => 2 + 12 * count + 4;
  const second = 8 + size(all.length);
  const start = second + (sensor.length > 0 ? size(sensor.length) : 0);
  const directory = (list: readonly Tag[]): Buffer => {
    const bytes = Buffer.alloc(size(list.length));
    bytes.writeUInt16LE(list.length, 0);
    for (const [at, [tag, type, value]] of [...list].sort((a, b) => a[0] - b[0]).entries()) {
      bytes.writeUInt16LE(tag, 2 + 12 * at);
      bytes.writeUInt16LE(type, 4 + 12 * at);
      bytes.writeUInt32LE(1, 6 + 12 * at);
      bytes.writeUInt32LE(value === -1 ? start : value === -2 ? second : value, 10 + 12 * at);
    }
    return bytes;
  };
  const head = Buffer.from('II\0\0\x08\0\0\0', 'latin1');
  head.writeUInt16LE(magic, 2);
  return Buffer.concat([head, directory(all), sensor.length > 0 ? directory(sensor) : Buffer.alloc(0), data]);
}

/** What a sensor of 4000 × 3000 pixels says of itself. */
export const SENSOR: readonly Tag[] = [[256, 4, 4000], [257, 4, 3000], [262, 3, 32803], [259, 3, 34713], [273, 4, -1], [279, 4, 400]];

/** A raw file that shows this JPEG; `seed` tells what the sensor saw from that of others. */
export function madeRaw(jpeg: Buffer, seed = 0): Buffer {
  return tiff([[274, 3, 1], [256, 4, 160], [257, 4, 120]], Buffer.concat([Buffer.alloc(500, 7 + seed), jpeg, Buffer.alloc(50)]), { sensor: SENSOR });
}

/** A big-endian TIFF of one directory with these texts, or fractions over one, and nothing else. */
export function tagsTiff(tags: Readonly<Record<number, string | readonly number[]>>): Buffer {
  const list = Object.entries(tags).map(([tag, value]) => ({ tag: Number(tag), value })).sort((a, b) => a.tag - b.tag);
  const directory = Buffer.alloc(2 + 12 * list.length + 4);
  directory.writeUInt16BE(list.length, 0);
  const data: Buffer[] = [];
  let end = 8 + directory.length;
  for (const [at, { tag, value }] of list.entries()) {
    const bytes = typeof value === 'string' ? Buffer.from(`${value}\0`.padEnd(5, '\0'), 'latin1') : Buffer.concat(value.map((number) => Buffer.from(Uint32Array.of(number, 1).buffer).swap32()));
    directory.writeUInt16BE(tag, 2 + 12 * at);
    directory.writeUInt16BE(typeof value === 'string' ? 2 : 5, 4 + 12 * at);
    directory.writeUInt32BE(typeof value === 'string' ? bytes.length : value.length, 6 + 12 * at);
    directory.writeUInt32BE(end, 10 + 12 * at);
    data.push(bytes);
    end += bytes.length;
  }
  return Buffer.concat([Buffer.from('MM\0*\0\0\0\x08', 'latin1'), directory, ...data]);
}
