// THE table of picture formats: what their files are called, how their content is recognised, what decodes them. Which files are looked at, the
// reasons given for others and docs/formats.md follow from it. Decodes nothing.

/** A photo's container format, whatever its file name. `heif` covers AVIF and HEIC until the codec inside is known; `raw` are the cameras' own. */
export type Container = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'bmp' | 'heif' | 'jxl' | 'jp2' | 'psd' | 'raw';

/** What decodes a picture: libvips, libheif, a decoder of our own, ImageMagick, or libvips from the JPEG that cameras put into their raw files: a large one, or whatever there is. */
export type DecoderName = 'sharp' | 'libheif' | 'bmp' | 'magick' | 'preview' | 'small-preview';

export interface Format {
  readonly container: Container;
  /** As users know it. */
  readonly name: string;
  /** Lower case. */
  readonly endings: readonly string[];
  /** What decodes it, in the order in which they are tried (header.ts): the first that can read the header. */
  readonly decoders: readonly DecoderName[];
  /** Whether these are its first bytes (64 suffice). */
  readonly matches: (bytes: Uint8Array) => boolean;
}

/** Brands of the HEIF family (ISO/IEC 23008-12, AV1 Image File Format 1.1). */
const HEIF_BRANDS = new Set([
  'avif', 'avis', 'mif1', 'mif2', 'msf1', 'miaf', 'heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'
]);

/** Raw files that are TIFF by their first bytes are told apart by their tags (raw.ts). */
const isRawStart = (bytes: Uint8Array): boolean =>
  latin1(bytes, 4, 12) === 'ftypcrx ' || latin1(bytes, 0, 8) === 'FUJIFILM' || /^(IIRO|IIRS|MMOR|IIU\0|FOVb|\0MRM)$/.test(latin1(bytes, 0, 4)) || (/^II\x1a\0/.test(latin1(bytes, 0, 4)) && latin1(bytes, 6, 14) === 'HEAPCCDR');

export const FORMATS: readonly Format[] = [
  { container: 'jpeg', name: 'JPEG', endings: ['jpg', 'jpeg', 'jpe', 'jfif', 'mpo'], decoders: ['sharp'], matches: (bytes) => startsWith(bytes, 'ff d8 ff') },
  { container: 'png', name: 'PNG', endings: ['png', 'apng'], decoders: ['sharp'], matches: (bytes) => startsWith(bytes, '89 50 4e 47 0d 0a 1a 0a') },
  { container: 'webp', name: 'WebP', endings: ['webp'], decoders: ['sharp'], matches: (bytes) => latin1(bytes, 0, 4) === 'RIFF' && latin1(bytes, 8, 12) === 'WEBP' },
  { container: 'gif', name: 'GIF', endings: ['gif'], decoders: ['sharp'], matches: (bytes) => latin1(bytes, 0, 4) === 'GIF8' },
  // TIFF and BigTIFF, in both byte orders
  { container: 'tiff', name: 'TIFF', endings: ['tif', 'tiff'], decoders: ['sharp', 'magick'], matches: (bytes) => /^(II[*+]\0|MM\0[*+])$/.test(latin1(bytes, 0, 4)) },
  { container: 'bmp', name: 'BMP', endings: ['bmp', 'dib'], decoders: ['bmp'], matches: (bytes) => (latin1(bytes, 0, 2) === 'BM' && isBmpHeaderSize(bytes)) || isBareBmp(bytes) },
  { container: 'raw', name: 'camera raw', endings: ['cr2', 'cr3', 'crw', 'nef', 'nrw', 'arw', 'sr2', 'srf', 'dng', 'orf', 'rw2', 'raf', 'pef', 'srw', 'x3f', 'rwl', '3fr', 'fff', 'iiq', 'mrw', 'erf', 'mef', 'mos', 'dcr', 'kdc', 'k25', 'gpr'], decoders: ['preview', 'magick', 'small-preview'], matches: isRawStart },
  { container: 'heif', name: 'HEIC and AVIF', endings: ['heic', 'heif', 'hif', 'heics', 'heifs', 'avif', 'avifs'], decoders: ['sharp', 'libheif', 'magick'], matches: (bytes) => latin1(bytes, 4, 8) === 'ftyp' && hasHeifBrand(bytes) },
  { container: 'jxl', name: 'JPEG XL', endings: ['jxl'], decoders: ['magick'], matches: (bytes) => startsWith(bytes, 'ff 0a') || startsWith(bytes, '00 00 00 0c 4a 58 4c 20 0d 0a 87 0a') },
  { container: 'jp2', name: 'JPEG 2000', endings: ['jp2', 'j2k', 'j2c', 'jpf', 'jpx', 'jpc'], decoders: ['magick'], matches: (bytes) => startsWith(bytes, '00 00 00 0c 6a 50 20 20') || startsWith(bytes, 'ff 4f ff 51') },
  { container: 'psd', name: 'Photoshop', endings: ['psd', 'psb'], decoders: ['magick'], matches: (bytes) => startsWith(bytes, '38 42 50 53 00 01') || startsWith(bytes, '38 42 50 53 00 02') }
];

const RAW_ENDINGS = new Set(FORMATS.flatMap(({ container, endings }) => (container === 'raw' ? endings : [])));
const ENDINGS = new Set(FORMATS.flatMap(({ endings }) => endings));

/** Lower case, after the last dot; '' for a name without one, and for hidden files. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** Whether a file is a camera's raw one by its name. */
export function isRawName(name: string): boolean {
  return RAW_ENDINGS.has(endingOf(name.slice(name.lastIndexOf('/') + 1)));
}

/** @throws {RangeError} for a container that is not in the table */
export function formatOf(container: Container): Format {
  const format = FORMATS.find((one) => one.container === container);
  if (format === undefined) throw new RangeError(`expected a known container, got ${container}`);
  return format;
}

/** Whether a file of this name is looked at, by its extension, case-insensitively. Hidden files (`._IMG_1.JPG`) are not. */
export function hasPhotoEnding(name: string): boolean {
  return name[0] !== '.' && ENDINGS.has(endingOf(name));
}

/**
 * Recognises a photo by its first bytes (64 suffice); raw files that are TIFF by those bytes count as that.
 * @returns its container, `null` for anything else
 */
export function sniff(bytes: Uint8Array): Container | null {
  return FORMATS.find(({ matches }) => matches(bytes))?.container ?? null;
}

/** Image formats that Kindred does not read, by content: named in the reason, so that the user knows what the file is. */
const OTHER_IMAGES: readonly (readonly [string, string])[] = [
  ['25 50 44 46', 'PDF'],
  ['00 00 01 00', 'icon'],
  ['76 2f 31 01', 'OpenEXR'],
  ['23 3f 52 41 44', 'Radiance HDR'],
  ['71 6f 69 66', 'QOI'],
  ['44 44 53 20', 'DirectDraw']
];

/** The name of an image format that is recognised but not read, `null` if the bytes are not a known image. */
export function nameOtherImage(bytes: Uint8Array): string | null {
  for (const [signature, name] of OTHER_IMAGES) if (startsWith(bytes, signature)) return name;
  if (/^P[1-7][\s]/.test(latin1(bytes, 0, 3))) return 'portable anymap';
  return null;
}

function hasHeifBrand(bytes: Uint8Array): boolean {
  const end = Math.min(64, bytes.length, new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0));
  // major brand, (minor version), compatible brands
  for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) if (HEIF_BRANDS.has(latin1(bytes, at, at + 4))) return true;
  return false;
}

function isBmpHeaderSize(bytes: Uint8Array): boolean {
  const size = bytes[14] ?? 0;
  return bytes[15] === 0 && size >= 12 && size <= 124;
}

/** A bitmap as the clipboard has it, without the header of a file: a usual header, one plane, a usual depth. */
function isBareBmp(bytes: Uint8Array): boolean {
  const usual = [40, 108, 124].includes(bytes[0] ?? 0) && latin1(bytes, 1, 4) === '\0\0\0' && latin1(bytes, 12, 14) === '\x01\0';
  return usual && [1, 4, 8, 16, 24, 32].includes(bytes[14] ?? 0) && bytes[15] === 0;
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return signature.split(' ').every((hex, at) => bytes[at] === parseInt(hex, 16));
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
