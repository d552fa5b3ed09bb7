// Camera raw files: how they are recognised where their first bytes are TIFF's, and the JPEG that cameras put into all of them. Decodes nothing.
// The preview is found by looking for JPEG streams in the whole file, which the dozen layouts of makers have in common: no maker's tables are read.
import { type Directory, readDirectory } from './picture-hash/tiff-directory.ts';

export interface Preview {
  /** From its start to the end of the file: decoders stop at its end. */
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Tags of TIFF 6.0, TIFF/EP and DNG 1.7. */
const WIDTH = 256, HEIGHT = 257, COMPRESSION = 259, PHOTOMETRIC = 262, STRIPS = [273, 279], ORIENTATION = 274, TILES = [324, 325], SUB_DIRECTORIES = 330, DNG_VERSION = 50706;
const OLD_JPEG = 6;
/** Colour filter array, and DNG's linear raw. */
const SENSOR = new Set([32803, 34892]);
/** Compressions that only cameras write: Sony, Olympus and Epson, Samsung, Nikon, Pentax, Kodak. */
const CAMERA_COMPRESSIONS = new Set([32767, 32769, 32770, 34713, 65000, 65535]);
/** Numbers of any tag that is looked at here. */
const MOST_NUMBERS = 64;
/** Strips or tiles of a sensor's picture. */
const MOST_STRIPS = 50_000;
/** Bits that a sensor's pixel takes at least, however cameras compress it. */
const LEAST_BITS = 1;
/** Streams that are looked at: a file of zeros and markers must not be searched for ever. */
const MOST_STREAMS = 200;
/** Of the picture, of how it was taken, and of where. */
const CANON_BOXES = ['CMT1', 'CMT2', 'CMT4'];
/** Bytes at the start of a file in which its tags lie. */
const MOST_TAGS = 1 << 20;
/** Smaller than the smallest thumbnails that cameras write, in pixels. */
const LEAST_SIDE = 120;

/** Whether a TIFF structure is a raw file: a directory of it holds what a sensor saw, or was compressed as only cameras do. */
export function isRaw(bytes: Buffer): boolean {
  const [first] = directories(bytes);
  return first !== undefined && (first.has(DNG_VERSION) || bytes.toString('latin1', 8, 10) === 'CR' || sensorDirectories(bytes).length > 0);
}

/** Whether a TIFF's first picture is JPEG of the old kind (TIFF 6.0, section 22), of which libvips makes nothing without a word. */
export function isOldJpeg(bytes: Buffer): boolean {
  const [first] = directories(bytes);
  return first !== undefined && numbersOf(first, COMPRESSION)[0] === OLD_JPEG;
}

/** The directories of a TIFF structure that hold what a sensor saw. */
export function sensorDirectories(bytes: Buffer): Directory[] {
  return directories(bytes).filter((directory) => SENSOR.has(numbersOf(directory, PHOTOMETRIC)[0] ?? 0) || CAMERA_COMPRESSIONS.has(numbersOf(directory, COMPRESSION)[0] ?? 1));
}

/** What the sensor saw, in pixels before it is turned, and EXIF's orientation; `null` where no directory says it. */
export function sensorOf(bytes: Buffer): { readonly width: number; readonly height: number; readonly orientation: number } | null {
  const all = directories(bytes);
  const sizes = all.map((directory) => [numbersOf(directory, WIDTH)[0] ?? 0, numbersOf(directory, HEIGHT)[0] ?? 0] as const);
  const [width, height] = sizes.reduce<readonly [number, number]>((a, b) => (a[0] * a[1] >= b[0] * b[1] ? a : b), [0, 0]);
  const orientation = all.length > 0 ? (numbersOf(all[0]!, ORIENTATION)[0] ?? 1) : 1; // there is a first
  return width * height === 0 ? null : { width, height, orientation };
}

/**
 * How much of what the sensor saw is in the file, 0 to 1; 1 where nothing speaks against it. Developers fill up the rest without a word.
 * @param pixels of the sensor
 */
export function partOfSensor(bytes: Buffer, pixels: number): number {
  let [all, there] = [0, 0];
  for (const directory of sensorDirectories(bytes)) {
    for (const [starts = 0, lengths = 0] of [STRIPS, TILES]) {
      const places = numbersOf(directory, starts, MOST_STRIPS);
      for (const [at, length] of numbersOf(directory, lengths, MOST_STRIPS).entries()) {
        all += length;
        there += Math.min(length, Math.max(0, bytes.length - (places[at] ?? 0)));
      }
    }
  }
  if (there < all) return there / all;
  return 8 * (all > 0 ? all : bytes.length) < LEAST_BITS * pixels ? 0 : 1;
}

/**
 * The camera's tags as TIFF structures, and EXIF's orientation: the file itself where it is one, for whatever maker; boxes of Canon's newer files, one for
 * each directory. `null` for files that have them in their preview.
 */
export function rawExif(bytes: Buffer): { readonly exif: readonly Buffer[]; readonly orientation: number } | null {
  const isCanon = bytes.toString('latin1', 4, 12) === 'ftypcrx ';
  const starts = /^(II|MM)/.test(bytes.toString('latin1', 0, 2)) ? [0] : isCanon ? CANON_BOXES.map((name) => bytes.subarray(0, MOST_TAGS).indexOf(name, 0, 'latin1') + 4).filter((at) => at > 4) : [];
  const exif = starts.filter((start) => bytes.length >= start + 8).map((start) => {
    const block = Buffer.from(bytes.subarray(start, start + MOST_TAGS));
    // makers write numbers of their own where TIFF has 42
    block.writeUInt16LE(block[0] === 0x49 ? 42 : 42 << 8, 2);
    return block;
  });
  return exif[0] ? { exif, orientation: orientationOf(exif[0]) } : null;
}

/** EXIF's orientation in a TIFF structure, 1 to 8; 1 where it says none. */
export function orientationOf(tiff: Buffer): number {
  const [first] = directories(tiff);
  const orientation = first ? (numbersOf(first, ORIENTATION)[0] ?? 1) : 1;
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

/** The largest JPEG picture inside; `null` if there is none. Lossless ones are what the sensor saw, and no preview. */
export function findPreview(bytes: Buffer): Preview | null {
  let best: Preview | null = null;
  let at = -1;
  for (let seen = 0; seen < MOST_STREAMS; seen++) {
    at = bytes.indexOf('\xff\xd8\xff', at + 1, 'latin1');
    if (at < 0) break;
    const size = jpegSize(bytes, at);
    if (size && size.width * size.height > (best ? best.width * best.height : LEAST_SIDE ** 2)) best = { jpeg: bytes.subarray(at), ...size };
  }
  return best;
}

/** The size that a JPEG stream declares; `null` if what starts there is none that every decoder reads. */
function jpegSize(bytes: Buffer, start: number): { readonly width: number; readonly height: number } | null {
  let at = start + 2;
  for (let segments = 0; segments < 100 && at + 9 < bytes.length; segments++) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++; // a fill byte
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xc2) {
      const isEightBit = bytes[at + 4] === 8;
      return isEightBit ? { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) } : null;
    }
    const hasLength = marker >= 0xc4 && marker !== 0xd8 && marker !== 0xd9 && marker !== 0xda;
    if (!hasLength || marker === 0xc3 || (marker >= 0xd0 && marker <= 0xd7)) return null;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** The first directory and those below it; none where the structure cannot be read. */
function directories(bytes: Buffer): Directory[] {
  try {
    const first = readDirectory(bytes);
    return [first, ...numbersOf(first, SUB_DIRECTORIES).slice(0, 8).flatMap((at) => {
      try {
        return [readDirectory(bytes, at)];
      } catch {
        return []; // the others say enough
      }
    })];
  } catch {
    return []; // not TIFF, or cut off
  }
}

function numbersOf(directory: Directory, tag: number, most = MOST_NUMBERS): readonly number[] {
  try {
    return directory.numbers(tag, most);
  } catch {
    return []; // as above
  }
}
