import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../src-main/photos/formats.ts';
import { heifParts } from '../../src-main/photos/picture-hash/heif.ts';
import { identifyPicture, type PictureIdentity } from '../../src-main/photos/picture-hash.ts';
import { box, type HeifSpec, madeHeif, takeAvifApart } from './picture-hash/made-heif.ts';
import { madeTiff, readTiff } from './picture-hash/made-tiff.ts';
import { edits, editHeif, editJpeg, type Editor, editPng, editTiff, editWebp, pngChunk, webpChunk, webpFile } from './picture-hash/metadata-edits.ts';
import { growth } from '../growth.ts';
import { asSharp, noise, quarters } from './pictures.ts';

const [WIDTH, HEIGHT] = [48, 32];
const sharpOf = (seed: number) => asSharp(noise(WIDTH, HEIGHT, seed));

/** As `read.ts` asks, but for the orientation that the decoder would find. */
function identify(bytes: Buffer, orientation = 1): Promise<PictureIdentity> {
  const container = sniff(bytes);
  if (container === null) throw new Error('expected a picture');
  return identifyPicture(bytes, container, { content: createHash('sha256').update(bytes).digest('hex'), orientation });
}
const pictureOf = async (bytes: Buffer) => (await identify(bytes)).picture;

const heic: HeifSpec = {
  codec: 'hvc1', properties: [{ type: 'hvcC', data: Buffer.from('how to decode') }, { type: 'ispe', data: Buffer.alloc(12, 1) }],
  tiles: [Buffer.from('first tile'), Buffer.from('second tile')], grid: Buffer.from([0, 0, 0, 1, 0, 64, 0, 32]), alpha: Buffer.from('a mask')
};

const formats: readonly { readonly name: string; readonly make: (seed: number) => Promise<Buffer>; readonly editor: (bytes: Buffer) => Editor }[] = [
  { name: 'JPEG', make: (seed) => sharpOf(seed).jpeg().toBuffer(), editor: () => editJpeg },
  { name: 'progressive JPEG', make: (seed) => sharpOf(seed).jpeg({ progressive: true }).toBuffer(), editor: () => editJpeg },
  { name: 'PNG', make: (seed) => sharpOf(seed).png().toBuffer(), editor: () => editPng },
  { name: 'palette PNG', make: (seed) => sharpOf(seed).png({ palette: true }).toBuffer(), editor: () => editPng },
  { name: 'WebP', make: (seed) => sharpOf(seed).webp().toBuffer(), editor: () => editWebp(WIDTH, HEIGHT) },
  { name: 'lossless WebP', make: (seed) => sharpOf(seed).webp({ lossless: true }).toBuffer(), editor: () => editWebp(WIDTH, HEIGHT) },
  { name: 'TIFF', make: (seed) => sharpOf(seed).tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer(), editor: () => editTiff },
  { name: 'tiled TIFF of JPEGs', make: (seed) => sharpOf(seed).tiff({ compression: 'jpeg' }).toBuffer(), editor: () => editTiff },
  { name: 'AVIF', make: async (seed) => madeHeif(takeAvifApart(await sharpOf(seed).avif({ effort: 0 }).toBuffer())), editor: (bytes) => editHeif(takeAvifApart(bytes)) },
  { name: 'HEIC of tiles', make: async (seed) => madeHeif({ ...heic, tiles: [...heic.tiles, Buffer.from([seed])] }), editor: () => editHeif({ ...heic, tiles: [...heic.tiles, Buffer.from([1])] }) }
];

describe.each(formats)('the picture of a $name', ({ make, editor }) => {
  it.each(edits)('is unchanged by an edit of its %s', async (edit) => {
    const bytes = await make(1);
    const edited = editor(bytes)(bytes, edit);
    expect(edited.equals(bytes)).toBe(false);
    const [before, after] = [await identify(bytes), await identify(edited)];
    expect(after.picture).toBe(before.picture);
    const isSeen = edit === 'profile' || (edit === 'orientation' && sniff(bytes) === 'heif');
    expect(after.look === before.look, 'whether it is to be shown as before').toBe(!isSeen);
    expect((await identify(bytes, 6)).look).not.toBe(before.look);
  });

  it('differs for other pixels, and is never just the content hash', async () => {
    const [one, other] = [await make(1), await make(2)];
    expect(await pictureOf(one)).not.toBe(await pictureOf(other));
    expect(await pictureOf(one)).toBe(await pictureOf(await make(1)));
    expect(await pictureOf(one)).not.toBe(await pictureOf(one.subarray(0, one.length >> 1)));
  });

  it('is found or not, but never fails, however the file was changed', async () => {
    const bytes = await make(1);
    const damage = fc.record({ length: fc.nat(bytes.length), changes: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 }), more: fc.uint8Array({ maxLength: 20 }) });
    await fc.assert(fc.asyncProperty(damage, async ({ length, changes, more }) => {
      const damaged = Buffer.concat([bytes.subarray(0, Math.max(16, length)), more]);
      for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
      const container = sniff(bytes)!;
      const told = await identifyPicture(damaged, container, { content: 'c', orientation: 1 });
      expect(told.picture).toMatch(/^[0-9a-f]{64}$/);
      expect(await identifyPicture(damaged, container, { content: 'c', orientation: 1 })).toEqual(told);
    }), { numRuns: 150 });
  });
});

describe('a JPEG', () => {
  const jpeg = () => sharpOf(1).jpeg().toBuffer();

  it('is the same picture without its end marker, with fill bytes, and with trailing data', async () => {
    const bytes = await jpeg();
    const picture = await pictureOf(bytes);
    expect(await pictureOf(bytes.subarray(0, -2))).toBe(picture);
    expect(await pictureOf(Buffer.concat([bytes.subarray(0, -2), Buffer.from([0xff, 0xff, 0xff, 0xd9])]))).toBe(picture);
    expect(await pictureOf(Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, 0xff]), bytes.subarray(2)]))).toBe(picture);
    expect(await pictureOf(Buffer.concat([bytes, await sharpOf(2).jpeg().toBuffer()]))).toBe(picture);
  });

  it('is another picture if a byte of its tables or its scan differs', async () => {
    const bytes = await jpeg();
    const picture = await pictureOf(bytes);
    const scan = bytes.indexOf(Buffer.from([0xff, 0xda]));
    for (const at of [bytes.indexOf(Buffer.from([0xff, 0xdb])) + 10, scan + 30, bytes.length - 20]) {
      const other = Buffer.from(bytes);
      other[at] = other[at] === 1 ? 2 : 1;
      expect(await pictureOf(other)).not.toBe(picture);
    }
  });

  it('has other colours with an Adobe marker that says so, and the same with one that changes nothing', async () => {
    const bytes = await jpeg();
    const bare = bytes[3] === 0xe0 ? Buffer.concat([bytes.subarray(0, 2), bytes.subarray(4 + bytes.readUInt16BE(4))]) : bytes;
    const after = (...segment: (string | number[])[]) => Buffer.concat([bare.subarray(0, 2), ...segment.map((part) => Buffer.from(part as string)), bare.subarray(2)]);
    const adobe = (transform: number) => after([0xff, 0xee, 0, 14], 'Adobe', [0, 100, 0, 0, 0, 0, transform]);
    const picture = await pictureOf(bytes);
    expect(await pictureOf(bare)).toBe(picture);
    expect(await pictureOf(after([0xff, 0xe0, 0, 16], 'JFIF', [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]))).toBe(picture);
    expect(await pictureOf(adobe(1))).toBe(picture);
    expect(await pictureOf(adobe(0))).not.toBe(picture);
  });
});

describe('a PNG', () => {
  it('may have its rows split into chunks of any size', async () => {
    const bytes = await sharpOf(1).png().toBuffer();
    const start = bytes.indexOf('IDAT') - 4;
    const size = bytes.readUInt32BE(start);
    const data = bytes.subarray(start + 8, start + 8 + size);
    const cut = Buffer.concat([bytes.subarray(0, start), pngChunk('IDAT', data.subarray(0, 7)), pngChunk('IDAT', Buffer.alloc(0)), pngChunk('IDAT', data.subarray(7)), bytes.subarray(start + 12 + size)]);
    expect(await pictureOf(cut)).toBe(await pictureOf(bytes));
  });

  it('is more than its first frame if it is animated', async () => {
    const still = await sharpOf(1).png().toBuffer();
    const end = still.length - 12;
    const frame = (number: number, data: string) => Buffer.concat([pngChunk('fcTL', Buffer.from([0, 0, 0, number, 1])), pngChunk('fdAT', Buffer.from([0, 0, 0, number + 1, ...Buffer.from(data)]))]);
    const moving = (...frames: Buffer[]) => pictureOf(Buffer.concat([still.subarray(0, end), ...frames, still.subarray(end)]));
    const pictures = [await pictureOf(still), await moving(frame(0, 'one')), await moving(frame(0, 'two'))];
    expect(new Set(pictures).size).toBe(3);
    expect(await moving(frame(4, 'one')), 'the number of a chunk says nothing').toBe(pictures[1]);
  });
});

it('a WebP with transparency differs from one without, and trailing bytes do not count', async () => {
  const plain = await sharpOf(1).webp().toBuffer();
  const masked = webpFile([webpChunk('ALPH', Buffer.from('mask')), plain.subarray(12)]);
  expect(await pictureOf(masked)).not.toBe(await pictureOf(plain));
  expect(await pictureOf(Buffer.concat([plain, webpChunk('VP8 ', Buffer.from('more'))]))).toBe(await pictureOf(plain));
});

describe('a TIFF', () => {
  it('is the same picture as BigTIFF, and another if a tag changes how its strips are read', async () => {
    const bytes = await sharpOf(1).tiff({ compression: 'lzw' }).toBuffer();
    const spec = readTiff(bytes);
    expect(spec.strips.length).toBeGreaterThan(0);
    const picture = await pictureOf(bytes);
    expect(await pictureOf(madeTiff(spec))).toBe(picture);
    expect(await pictureOf(madeTiff({ ...spec, big: true }))).toBe(picture);
    expect(await pictureOf(madeTiff({ ...spec, littleEndian: !spec.littleEndian }))).not.toBe(picture);
    for (const tag of [262, 317]) expect(await pictureOf(madeTiff({ ...spec, tags: [...spec.tags.filter((each) => each.tag !== tag), { tag, type: 3, values: [0] }] }))).not.toBe(picture);
  });

  it('is its first page', async () => {
    const bytes = await sharpOf(1).tiff().toBuffer();
    const first = await pictureOf(bytes);
    const more = Buffer.concat([bytes, Buffer.alloc(1000, 7)]);
    more.writeUInt32LE(bytes.length, bytes.readUInt32LE(4) + 2 + 12 * bytes.readUInt16LE(bytes.readUInt32LE(4)));
    expect(await pictureOf(more)).toBe(first);
  });
});

describe('a HEIF', () => {
  it('is the same picture wherever its data is', async () => {
    const picture = await pictureOf(madeHeif(heic));
    expect(await pictureOf(madeHeif({ ...heic, dataFirst: true }))).toBe(picture);
    expect(await pictureOf(madeHeif({ ...heic, inside: true }))).toBe(picture);
  });

  it.each<[string, Partial<HeifSpec>]>([
    ['a tile', { tiles: [Buffer.from('first tile'), Buffer.from('other tile!')] }],
    ['the order of the tiles', { tiles: heic.tiles.toReversed() }],
    ['the grid', { grid: Buffer.from([0, 0, 1, 0, 0, 32, 0, 64]) }],
    ['the transparency', { alpha: Buffer.from('another') }],
    ['what the codec needs', { properties: [{ type: 'hvcC', data: Buffer.from('how else') }] }],
    ['the crop', { properties: [...heic.properties, { type: 'clap', data: Buffer.alloc(32, 1) }] }]
  ])('is another picture where %s differs', async (_what, change) => {
    expect(await pictureOf(madeHeif({ ...heic, ...change }))).not.toBe(await pictureOf(madeHeif(heic)));
  });

  it('may share the data of identical tiles, which is referenced instead of stored twice', async () => {
    const [spec, other] = [[0, 0], [0, 1]].map(([first, second]) => {
      const file = madeHeif({ ...heic, tiles: [Buffer.alloc(200, first), Buffer.alloc(200, second), Buffer.alloc(200, 0)] });
      // the third tile lies where the first does
      const iloc = file.indexOf('iloc') + 12;
      file.copy(file, iloc + 2 * 16 + 8, iloc + 8, iloc + 16);
      return file;
    }) as [Buffer, Buffer];
    const pictures = await Promise.all([spec, other].map(pictureOf));
    expect(pictures[0]).not.toBe(pictures[1]);
    const noted = Buffer.concat([spec, box('free', Buffer.from('a note'))]);
    expect(await pictureOf(noted)).toBe(pictures[0]);
  });

  it('that is animated is identified by its whole content', async () => {
    const moving = (note: string) => pictureOf(Buffer.concat([madeHeif(heic), box('moov', Buffer.from('track')), box('free', Buffer.from(note))]));
    expect(await moving('a')).not.toBe(await moving('b'));
  });
});

it('a GIF and a bitmap are pictures too', async () => {
  const gif = await asSharp(quarters(40, 30)).gif().toBuffer();
  const comment = Buffer.from([0x21, 0xfe, 3, ...Buffer.from('day'), 0]);
  const start = 13 + (gif[10]! & 0x80 ? 3 << ((gif[10]! & 7) + 1) : 0);
  const edited = Buffer.concat([Buffer.from('GIF87a'), gif.subarray(6, start), comment, gif.subarray(start)]);
  expect(await pictureOf(edited)).toBe(await pictureOf(gif));
  expect(await pictureOf(await asSharp(quarters(30, 40)).gif().toBuffer())).not.toBe(await pictureOf(gif));

  const bmp = Buffer.alloc(54 + 16);
  bmp.write('BM');
  for (const [at, value] of [[10, 54], [14, 40], [18, 2], [22, 2], [34, 16]] as const) bmp.writeUInt32LE(value, at);
  bmp.writeUInt16LE(24, 28);
  const [dense, other] = [Buffer.from(bmp), Buffer.from(bmp)];
  dense.writeUInt32LE(11811, 38);
  other[60] = 9;
  expect(await pictureOf(dense), 'the resolution in print').toBe(await pictureOf(bmp));
  expect(await pictureOf(other)).not.toBe(await pictureOf(bmp));
});

describe('a file designed to be slow', () => {
  /** Its parts were not collected to the end: it is identified by its content hash. */
  const isGivenUp = async (bytes: Buffer): Promise<boolean> => {
    const [one, other] = await Promise.all(['one', 'other'].map((content) => identifyPicture(bytes, sniff(bytes)!, { content, orientation: 1 })));
    return one!.picture !== other!.picture;
  };

  it('is given up on: a million empty chunks', async () => {
    const chunks = async (count: number) => Buffer.concat([(await sharpOf(1).png().toBuffer()).subarray(0, 33), Buffer.alloc(12 * count, pngChunk('IDAT', Buffer.alloc(0)))]);
    expect(await isGivenUp(await chunks(1_000_000))).toBe(true);
    expect(await isGivenUp(await chunks(100_000))).toBe(false);
  });

  it('is given up on: a thousand strips that overlap, and tags of a billion values', async () => {
    const strips = (starts: number[], sizes: number[]) => madeTiff({ tags: [{ tag: 256, type: 4, values: [9] }, { tag: 273, type: 4, values: starts }, { tag: 279, type: 4, values: sizes }] });
    expect(await isGivenUp(Buffer.concat([strips(Array.from({ length: 1000 }, (_, i) => i), Array(1000).fill(1_000_000)), Buffer.alloc(1_000_000)]))).toBe(true);
    const huge = strips([0], [1]);
    huge.writeUInt32LE(0x7fff_ffff, huge.readUInt32LE(4) + 2 + 4);
    expect(await isGivenUp(huge)).toBe(true);
  });

  it('may have many tiles: the time grows with their number, not with its square', () => {
    const made = new Map([2000, 20_000].map((count) => [count, madeHeif({ ...heic, tiles: Array.from({ length: count }, (_, i) => Buffer.alloc(2, i)) })]));
    expect(growth((count) => heifParts(made.get(count)!), 2000, 20_000)).toBeLessThan(60);
  });

  it('is given up on: a picture made of itself', async () => {
    const nested = madeHeif(heic);
    expect(await isGivenUp(nested)).toBe(false);
    // its grid becomes its own first tile
    const at = nested.indexOf('dimg');
    nested.writeUInt16BE(nested.readUInt16BE(at + 4), at + 8);
    expect(await isGivenUp(nested)).toBe(true);
  });
});
