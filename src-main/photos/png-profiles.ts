// EXIF as ImageMagick, GIMP and exiftool's older versions put it into PNGs, before there was a chunk for it: as hexadecimal text, most often compressed
// (ExifTool, PNG tags, "Raw profile type"). Decodes nothing.
import { inflateSync } from 'node:zlib';

const KEYWORD = /^Raw profile type (?:exif|APP1)$/;
/** A block of EXIF has at most 64 kB; as text it is twice as long. */
const MOST_BYTES = 300_000;

/** A TIFF structure; `null` where there is none that can be read. */
export function exifInPng(png: Buffer): Buffer | null {
  for (let at = 8; at + 12 <= png.length; at += 12 + png.readUInt32BE(at)) {
    const type = png.toString('latin1', at + 4, at + 8);
    if (type !== 'zTXt' && type !== 'tEXt') continue;
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    const end = data.indexOf(0);
    if (end < 0 || !KEYWORD.test(data.toString('latin1', 0, end))) continue;
    const exif = bytesOf(type === 'tEXt' ? data.subarray(end + 1) : inflated(data.subarray(end + 2))); // after the method
    if (exif) return exif;
  }
  return null;
}

/** Nothing where it is damaged or too long: the photo is shown without it. */
function inflated(data: Buffer): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: MOST_BYTES });
  } catch {
    return Buffer.alloc(0); // as above
  }
}

/** Of a name, a length, and bytes in lines. */
function bytesOf(text: Buffer): Buffer | null {
  const [, hex = ''] = /^\s*\w+\s+\d+\s+([0-9a-f\s]+)$/i.exec(text.toString('latin1', 0, MOST_BYTES)) ?? [];
  const bytes = Buffer.from(hex.replaceAll(/\s+/g, ''), 'hex');
  const start = bytes.toString('latin1', 0, 6) === 'Exif\0\0' ? 6 : 0;
  return bytes.length > start + 8 ? bytes.subarray(start) : null;
}
