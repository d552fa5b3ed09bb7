// Which files are photos: by extension when a folder is scanned, by their first bytes when they are read.
// Decodes nothing.

/** A photo's container format, whatever its file name. `heif` covers AVIF and HEIC until the codec inside is known. */
export type Container = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'bmp' | 'heif';

const ENDINGS = new Set([
  'jpg', 'jpeg', 'jpe', 'jfif', 'png', 'webp', 'avif', 'gif', 'tif', 'tiff', 'bmp', 'dib', 'heic', 'heif', 'hif'
]);

/** Whether a file of this name is looked at, by its extension, case-insensitively. Hidden files (`._IMG_1.JPG`) are not. */
export function hasPhotoEnding(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && name[0] !== '.' && ENDINGS.has(name.slice(dot + 1).toLowerCase());
}

/** Brands of the HEIF family (ISO/IEC 23008-12, AV1 Image File Format 1.1). */
const HEIF_BRANDS = new Set([
  'avif', 'avis', 'mif1', 'mif2', 'msf1', 'miaf', 'heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'
]);

/**
 * Recognises a photo by its first bytes (64 suffice).
 * @returns its container, `null` for anything else
 */
export function sniff(bytes: Uint8Array): Container | null {
  if (startsWith(bytes, 'ff d8 ff')) return 'jpeg';
  if (startsWith(bytes, '89 50 4e 47 0d 0a 1a 0a')) return 'png';
  const start = latin1(bytes, 0, 4);
  if (start === 'RIFF' && latin1(bytes, 8, 12) === 'WEBP') return 'webp';
  if (start === 'GIF8') return 'gif';
  // TIFF and BigTIFF, in both byte orders
  if (/^(II[*+]\0|MM\0[*+])$/.test(start)) return 'tiff';
  if (start.startsWith('BM') && isBmpHeaderSize(bytes)) return 'bmp';
  if (latin1(bytes, 4, 8) === 'ftyp' && hasHeifBrand(bytes)) return 'heif';
  return null;
}

/** Image formats that Kindred does not read, by content: named in the reason, so that the user knows what the file is. */
const OTHER_IMAGES: readonly (readonly [string, string])[] = [
  ['38 42 50 53', 'Photoshop'],
  ['00 00 00 0c 6a 50 20 20', 'JPEG 2000'],
  ['ff 4f ff 51', 'JPEG 2000'],
  ['ff 0a', 'JPEG XL'],
  ['00 00 00 0c 4a 58 4c 20', 'JPEG XL'],
  ['25 50 44 46', 'PDF'],
  ['46 55 4a 49 46 49 4c 4d', 'Fujifilm raw'],
  ['49 49 52 4f', 'Olympus raw'],
  ['49 49 55 00', 'Panasonic raw'],
  ['00 00 01 00', 'icon']
];

/** The name of an image format that is recognised but not read, `null` if the bytes are not a known image. */
export function nameOtherImage(bytes: Uint8Array): string | null {
  for (const [signature, name] of OTHER_IMAGES) if (startsWith(bytes, signature)) return name;
  if (latin1(bytes, 4, 12) === 'ftypcrx ') return 'Canon raw';
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

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return signature.split(' ').every((hex, at) => bytes[at] === parseInt(hex, 16));
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
