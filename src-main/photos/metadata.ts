// When, where and with which camera a photo was taken, from its EXIF block, and how it was rated, from EXIF and XMP. Never from the file's name
// or times.
import exifr from 'exifr';
import { markOf } from './mark.ts';

/** `null` if the camera wrote nothing, or nonsense. */
export interface Metadata {
  /** Milliseconds since 1970 with the camera's local time read as if it were UTC: "10:15" stays 10:15 wherever the photo is seen. */
  readonly takenAt: number | null;
  /** Degrees, −90 to 90. */
  readonly latitude: number | null;
  /** Degrees, −180 to 180. */
  readonly longitude: number | null;
  /** Model name as the camera writes it. */
  readonly camera: string | null;
  /** Rating and label as other programs wrote them, packed (src-shared/marks/packed); 0 for none. */
  readonly mark: number;
}

const OPTIONS: Parameters<typeof exifr.parse>[1] = {
  tiff: true, ifd0: { pick: ['Model', 'Rating'] }, exif: { pick: ['DateTimeOriginal', 'CreateDate', 'SubSecTimeOriginal', 'SubSecTimeDigitized'] },
  gps: { pick: ['GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef'] },
  ifd1: false, interop: false, makerNote: false, userComment: false, xmp: false, icc: false, iptc: false, jfif: false, ihdr: false,
  translateValues: false, reviveValues: false, mergeOutput: true
};

/**
 * Reads a TIFF structure (EXIF 2.32): the block after `Exif\0\0`, or a whole TIFF file.
 * Time zone tags are ignored on purpose: what counts is the photographer's local day, and half of all cameras write none.
 * `DateTime` (0x0132) is ignored too: software writes it, and an export of a hundred photos would look like one burst.
 * A block that cannot be parsed only costs the photo its metadata.
 * @param xmp the XMP packet
 */
export async function readMetadata(tiff: Uint8Array | null, xmp: Uint8Array | null = null): Promise<Metadata> {
  // the library throws on malformed blocks; its message is of no use to the user
  const parsed: unknown = tiff === null ? null : await exifr.parse(tiff, OPTIONS).catch(() => null);
  const tags = (parsed ?? {}) as Record<string, unknown>; // the library types its result as any
  const latitude = degrees(tags['GPSLatitude'], tags['GPSLatitudeRef'], 'S', 90);
  const longitude = degrees(tags['GPSLongitude'], tags['GPSLongitudeRef'], 'W', 180);
  // exactly 0° 0° is how cameras without a fix fill the fields
  const placed = latitude !== null && longitude !== null && (latitude !== 0 || longitude !== 0);
  return {
    takenAt: time(tags['DateTimeOriginal'], tags['SubSecTimeOriginal']) ?? time(tags['CreateDate'], tags['SubSecTimeDigitized']),
    latitude: placed ? latitude : null,
    longitude: placed ? longitude : null,
    camera: text(tags['Model']),
    mark: markOf(xmp, tags['Rating'])
  };
}

/** `2024:05:01 10:15:30` (some write `-` or `/`), sub-seconds as decimal digits: `05` is 50 ms. */
function time(value: unknown, subSeconds: unknown): number | null {
  const parts = /^(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?/.exec(text(value) ?? '');
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  // the first photograph is from 1826; the rest must be a real date, which `Date` would silently roll over
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const real = year >= 1826 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!real) return null;
  const digits = /^\d+/.exec(text(subSeconds) ?? '')?.[0] ?? '0';
  return date.getTime() + Math.floor(Number(`0.${digits}`) * 1000);
}

function degrees(value: unknown, reference: unknown, negative: string, limit: number): number | null {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return null;
  const [whole = NaN, minutes = 0, seconds = 0] = Array.from(value as ArrayLike<number>, Number);
  const size = whole + minutes / 60 + seconds / 3600;
  if (!(size >= 0 && size <= limit)) return null;
  return text(reference)?.toUpperCase().startsWith(negative) ? -size : size;
}

function text(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const clean = value.replaceAll(/[\0-\x1f]+/g, ' ').trim();
  return clean === '' ? null : clean;
}
