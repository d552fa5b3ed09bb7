// Small files of every kind that cameras, phones and programs write, all of them the same picture, with the faults that leave a picture intact or cut it
// short: made here byte by byte or by sharp, so that what each must look like is known. The tests and `npm run bench -- formats` read them.
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { asSharp, paint, type Picture, quarters, store } from './pictures.ts';

export interface MadeFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** Whether the picture ends before it should. */
  readonly cut?: boolean;
  /** How far its pixels may be from the picture's on average, of 255: what its compression or its few colours cost. */
  readonly off?: number;
}

export const SIDES = { width: 240, height: 160 } as const;
export const PICTURE = quarters(SIDES.width, SIDES.height);

/** A chunk of PNG, with its check or a wrong one. */
export function chunk(name: string, data: Buffer, wrong = false): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE((crc32(body) ^ (wrong ? 1 : 0)) >>> 0);
  return Buffer.concat([length, body, check]);
}

/** Puts bytes behind the signature and the header chunk of a PNG. */
export const afterHeader = (png: Buffer, ...more: Buffer[]): Buffer => Buffer.concat([png.subarray(0, 33), ...more, png.subarray(33)]);

/** A TIFF structure that says nothing but an orientation. */
export function exifOf(orientation: number): Buffer {
  const bytes = Buffer.from('II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0', 'latin1');
  bytes.writeUInt16LE(orientation, 18);
  return bytes;
}

/** A segment of JPEG. */
const segment = (marker: number, data: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
};

/** Puts bytes behind the start marker of a JPEG. */
const afterStart = (jpeg: Buffer, ...more: Buffer[]): Buffer => Buffer.concat([jpeg.subarray(0, 2), ...more, jpeg.subarray(2)]);

/** A box of ISO base media. */
const box = (type: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data]);
};

/** What follows the picture in motion photos. */
const FILM = Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0isommp42', 'latin1')), box('mdat', Buffer.alloc(5000, 0xa7))]);

type Entry = readonly [tag: number, type: 3 | 4 | 7, values: readonly number[]];

/** An uncompressed little-endian TIFF of one strip; values that do not fit follow the directory. */
export function tiffOf({ width, height }: { readonly width: number; readonly height: number }, samples: Buffer, entries: readonly Entry[], byteCount = samples.length): Buffer {
  const all: Entry[] = [[256, 4, [width]], [257, 4, [height]], [259, 3, [1]], [273, 4, [-1]], [278, 4, [height]], [279, 4, [byteCount]], ...entries.filter(([tag]) => tag !== 259)];
  for (const entry of entries) if (entry[0] === 259) all[2] = entry;
  all.sort((a, b) => a[0] - b[0]);
  const size = 2 + 12 * all.length + 4;
  const extra: Buffer[] = [];
  let end = 8 + size;
  const sized = all.map(([tag, type, values]) => ({ tag, type, values, bytes: values.length * (type === 3 ? 2 : type === 4 ? 4 : 1), at: 0 }));
  for (const one of sized) if (one.bytes > 4) [one.at, end] = [end, end + one.bytes];
  const directory = Buffer.alloc(size);
  directory.writeUInt16LE(all.length);
  for (const [index, { tag, type, values, bytes, at }] of sized.entries()) {
    const from = 2 + 12 * index;
    directory.writeUInt16LE(tag, from);
    directory.writeUInt16LE(type, from + 2);
    directory.writeUInt32LE(values.length, from + 4);
    const data = Buffer.alloc(Math.max(4, bytes));
    for (const [place, value] of values.entries()) type === 7 ? data.writeUInt8(value, place) : type === 3 ? data.writeUInt16LE(value, 2 * place) : data.writeUInt32LE(value === -1 ? end : value, 4 * place);
    if (bytes > 4) {
      directory.writeUInt32LE(at, from + 8);
      extra.push(data);
    } else data.copy(directory, from + 8);
  }
  return Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), directory, ...extra, samples]);
}

/** Samples of so many bits each, packed from the highest bit; each row begins with a byte of its own. */
export function packed({ width, height, data }: Picture, bits: number): Buffer {
  const perRow = Math.ceil((width * 3 * bits) / 8);
  const out = Buffer.alloc(perRow * height);
  const most = 2 ** bits - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width * 3; x++) {
      const value = Math.round(((data[y * width * 3 + x] ?? 0) / 255) * most);
      for (let bit = 0; bit < bits; bit++) if ((value >> (bits - 1 - bit)) & 1) out[y * perRow + ((x * bits + bit) >> 3)]! |= 0x80 >> ((x * bits + bit) & 7);
    }
  }
  return out;
}

/** Of sRGB's 0 to 255, 0 to 1 (IEC 61966-2-1). */
const lightOf = (value: number): number => (value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);

/** SMPTE ST 2084 and BT.2100 the other way round: the signal of a light in candela a square metre. */
function pqSignal(light: number): number {
  const power = (light / 10_000) ** (2610 / 16384);
  return ((3424 / 4096 + (2413 / 128) * power) / (1 + (2392 / 128) * power)) ** (2523 / 32);
}
function hlgSignal(light: number): number {
  const scene = (light / 1000) ** (1 / 1.2);
  return scene <= 1 / 12 ? Math.sqrt(3 * scene) : 0.17883277 * Math.log(12 * scene - 0.28466892) + 0.55991073;
}

/** A PNG of 16 bits whose numbers `signal` makes from light, 0 to 1. */
function deepPng(signal: (light: number) => number, ...chunks: Buffer[]): Buffer {
  const { width, height, data } = PICTURE;
  const rows = Buffer.alloc(height * (1 + width * 6));
  for (let y = 0; y < height; y++) for (let x = 0; x < width * 3; x++) rows.writeUInt16BE(Math.round(65535 * signal(lightOf(data[y * width * 3 + x]!))), y * (1 + width * 6) + 1 + 2 * x); // as many
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 16, 2, 0, 0, 0]);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), ...chunks, chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

const RGB: Entry = [262, 3, [2]];
const THREE: Entry = [277, 3, [3]];

async function deepTiffs(): Promise<MadeFile[]> {
  const few = [4, 6, 12, 14].map((bits) => ({ name: `${bits}-bit.tif`, bytes: tiffOf(PICTURE, packed(PICTURE, bits), [[258, 3, [bits, bits, bits]], RGB, THREE]), off: bits === 4 ? 6 : 3 }));
  // numbers with a point are of light
  const floats = Buffer.alloc(PICTURE.data.length * 4);
  for (const [at, value] of PICTURE.data.entries()) floats.writeFloatLE(lightOf(value), at * 4);
  const wide = await asSharp(PICTURE).withIccProfile('p3').png().toBuffer();
  const [{ icc = Buffer.alloc(0) }, wideData] = [await sharp(wide).metadata(), await sharp(wide, { ignoreIcc: true }).removeAlpha().raw().toBuffer()];
  const wideFloats = Buffer.alloc(wideData.length * 4);
  for (const [at, value] of wideData.entries()) wideFloats.writeFloatLE(value / 255, at * 4);
  const wideDeep = Buffer.alloc(wideData.length * 2);
  for (const [at, value] of wideData.entries()) wideDeep.writeUInt16LE(value * 257, at * 2);
  const integers = Buffer.alloc(PICTURE.data.length * 4);
  for (const [at, value] of PICTURE.data.entries()) integers.writeUInt32LE(value * 0x1010101, at * 4);
  const more = Buffer.alloc((PICTURE.data.length / 3) * 5);
  for (let at = 0; at < PICTURE.data.length / 3; at++) more.set([...PICTURE.data.subarray(3 * at, 3 * at + 3), 200, 90], 5 * at);
  return [...few, { name: 'float.tif', bytes: tiffOf(PICTURE, floats, [[258, 3, [32, 32, 32]], RGB, THREE, [339, 3, [3, 3, 3]]]) },
    { name: 'float-with-profile.tif', bytes: tiffOf(PICTURE, wideFloats, [[258, 3, [32, 32, 32]], RGB, THREE, [339, 3, [3, 3, 3]], [34675, 7, [...icc]]]) },
    { name: 'deep-with-profile.tif', bytes: tiffOf(PICTURE, wideDeep, [[258, 3, [16, 16, 16]], RGB, THREE, [34675, 7, [...icc]]]) },
    { name: 'integers.tif', bytes: tiffOf(PICTURE, integers, [[258, 3, [32, 32, 32]], RGB, THREE]) },
    // by programs that mean the same numbers
    { name: 'signed.tif', bytes: tiffOf(PICTURE, PICTURE.data, [[258, 3, [8, 8, 8]], RGB, THREE, [339, 3, [2, 2, 2]]]) }, { name: 'extra-channels.tif', bytes: tiffOf(PICTURE, more, [[258, 3, [8, 8, 8, 8, 8]], RGB, [277, 3, [5]], [338, 3, [0, 0]]]) }];
}

/** Any number of these; each is the same picture, upright. */
export async function madeKinds(): Promise<MadeFile[]> {
  const image = (): Sharp => asSharp(PICTURE);
  const [jpeg, progressive, png, webp, tiff, avif] = await Promise.all([
    image().jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer(), image().jpeg({ progressive: true, quality: 92, chromaSubsampling: '4:4:4' }).toBuffer(),
    image().png().toBuffer(), image().webp({ lossless: true }).toBuffer(), image().tiff({ compression: 'none' }).toBuffer(), image().avif({ quality: 90, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer()
  ]);
  const noise = asSharp(paint(SIDES.width, SIDES.height, (x, y) => [(x * 7919 + y * 104729) % 256, (x * y) % 256, (x * 31 + y * 17) % 256]));
  const [noisyPng, noisyWebp, noisyJpeg] = await Promise.all([noise.clone().png().toBuffer(), noise.clone().webp().toBuffer(), noise.clone().jpeg().toBuffer()]);
  const half = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));
  const turnedJpegs = await Promise.all([2, 3, 4, 5, 6, 7, 8].map(async (orientation) => ({
    name: `orientation-${orientation}.jpg`,
    bytes: afterStart(await asSharp(store(PICTURE, orientation)).jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer(), segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exifOf(orientation)])))
  })));
  // libvips writes the turn into the container, and leaves EXIF's as it is
  const turnedAvifs = await Promise.all([2, 3, 4, 5, 6, 7, 8].map(async (orientation) => ({
    name: `turned-and-exif-${orientation}.avif`, bytes: await asSharp(store(PICTURE, orientation)).withMetadata({ orientation }).avif({ quality: 90, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer()
  })));
  return [
    ...turnedJpegs,
    ...turnedAvifs,
    { name: 'cmyk.jpg', bytes: await image().toColourspace('cmyk').jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(), off: 30 },
    { name: 'grey-profile.png', bytes: await image().withIccProfile('p3').png().toBuffer() },
    { name: 'wide.jpg', bytes: await image().withIccProfile('p3').jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer() },
    { name: 'wide.avif', bytes: await image().withIccProfile('p3').avif({ quality: 90, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer() },
    { name: 'trailing.jpg', bytes: Buffer.concat([jpeg, Buffer.from('some program wrote this after the end')]) },
    { name: 'stray.jpg', bytes: Buffer.concat([jpeg.subarray(0, 20), Buffer.alloc(3), jpeg.subarray(20)]) },
    { name: 'fill.jpg', bytes: Buffer.concat([jpeg.subarray(0, 20), Buffer.alloc(30, 0xff), jpeg.subarray(20)]) },
    { name: 'no-end.jpg', bytes: jpeg.subarray(0, -2) },
    { name: 'no-end-progressive.jpg', bytes: progressive.subarray(0, -2) },
    { name: 'motion.jpg', bytes: Buffer.concat([jpeg, FILM]) },
    { name: 'stereo.mpo', bytes: Buffer.concat([jpeg, noisyJpeg]) },
    { name: 'empty-exif.jpg', bytes: afterStart(jpeg, segment(0xe1, Buffer.from('Exif\0\0')), segment(0xe1, Buffer.alloc(0))) },
    { name: 'wrong-text-check.png', bytes: afterHeader(png, chunk('tEXt', Buffer.from('Comment\0hello'), true)) },
    { name: 'unknown-chunk.png', bytes: afterHeader(png, chunk('kiNd', Buffer.from('of no known kind'))) },
    { name: 'no-end.png', bytes: png.subarray(0, -12) },
    { name: 'trailing.png', bytes: Buffer.concat([png, Buffer.alloc(100, 3)]) },
    { name: 'gamma-usual.png', bytes: afterHeader(png, chunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f]))) },
    { name: 'linear.png', bytes: deepPng((light) => light, chunk('gAMA', Buffer.from([0, 1, 0x86, 0xa0]))) },
    { name: 'gamma-with-profile.png', bytes: afterHeader(await image().withIccProfile('p3').png().toBuffer(), chunk('gAMA', Buffer.from([0, 1, 0x86, 0xa0]))) },
    { name: 'pq.png', bytes: deepPng((light) => pqSignal(203 * light), chunk('cICP', Buffer.from([1, 16, 0, 1]))), off: 6 },
    { name: 'hlg.png', bytes: deepPng((light) => hlgSignal(203 * light), chunk('cICP', Buffer.from([1, 18, 0, 1]))), off: 6 },
    { name: 'deep.png', bytes: await image().toColourspace('rgb16').png().toBuffer() },
    { name: 'deep-with-profile.png', bytes: await image().toColourspace('rgb16').withIccProfile('p3').png().toBuffer() },
    { name: 'wrong-length.webp', bytes: Buffer.concat([webp.subarray(0, 4), Buffer.from([0xff, 0xff]), webp.subarray(6)]) },
    { name: 'trailing.webp', bytes: Buffer.concat([webp, Buffer.alloc(20)]) },
    { name: 'plain.tif', bytes: tiff },
    { name: 'tiled.tif', bytes: await image().tiff({ tile: true, tileWidth: 64, tileHeight: 64, compression: 'lzw' }).toBuffer() },
    { name: 'deep.tif', bytes: await image().toColourspace('rgb16').tiff().toBuffer() },
    { name: 'lab.tif', bytes: await image().toColourspace('lab').tiff().toBuffer(), off: 6 },
    { name: 'cmyk.tif', bytes: await image().toColourspace('cmyk').tiff().toBuffer(), off: 30 },
    { name: 'jpeg-in.tif', bytes: await image().tiff({ compression: 'jpeg', quality: 95 }).toBuffer(), off: 4 },
    { name: 'old-jpeg.tif', bytes: tiffOf(PICTURE, jpeg, [[258, 3, [8, 8, 8]], [262, 3, [6]], THREE, [259, 3, [6]], [513, 4, [-1]], [514, 4, [jpeg.length]], [530, 3, [1, 1]]]) },
    { name: 'big.tif', bytes: await image().tiff({ bigtiff: true, compression: 'deflate' }).toBuffer() },
    { name: 'noend-avif', bytes: avif },
    // as some programs write it, with avif among the others
    { name: 'brand.avif', bytes: Buffer.concat([avif.subarray(0, 8), Buffer.from('mif1'), avif.subarray(12)]) },
    ...(await deepTiffs()),
    { name: 'half.webp', bytes: half(noisyWebp), cut: true },
    { name: 'half.tif', bytes: half(tiffOf(PICTURE, PICTURE.data, [[258, 3, [8, 8, 8]], RGB, THREE])), cut: true },
    { name: 'half.png', bytes: half(noisyPng), cut: true },
    { name: 'half.jpg', bytes: half(noisyJpeg), cut: true }
  ];
}
