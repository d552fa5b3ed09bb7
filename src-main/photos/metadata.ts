// When, where and with which camera a photo was taken, from its EXIF, XMP and IPTC, and how it was rated, from EXIF and XMP. What names and sidecars say
// is in undated.ts.
import exifr from 'exifr';
import type { DateSource } from '../../src-shared/contract.ts';
import { factsOf, type PlaceFact } from '../../src-shared/exchange/xmp-fields.ts';
import { iptcDate, type TakenDate, writtenDate } from './dates.ts';
import { markOf } from './mark.ts';
import { momentOf } from './moment.ts';
import { type Packet, readPacket } from './xmp.ts';

/** `null` if the camera wrote nothing, or nonsense. */
export interface Metadata {
  /** Milliseconds since 1970 with the camera's local time read as if it were UTC: "10:15" stays 10:15 wherever the photo is seen. */
  readonly takenAt: number | null;
  /** What says so. */
  readonly takenFrom: DateSource | null;
  /** Whether only the day is known: the time is noon. */
  readonly takenDay: boolean;
  /** Minutes that the camera's local time was ahead of UTC, where it says so. */
  readonly takenOffset: number | null;
  /** Degrees, −90 to 90. */
  readonly latitude: number | null;
  /** Degrees, −180 to 180. */
  readonly longitude: number | null;
  /** Model name as the camera writes it. */
  readonly camera: string | null;
  /** Model name of the camera's lens, likewise. */
  readonly optics: string | null;
  /** Rating and label as other programs wrote them, packed (src-shared/marks/packed); 0 for none. */
  readonly mark: number;
  /** What photos of one moment have in common (moment.ts). */
  readonly moment: string | null;
}

/** Tags that programs, TIFF/EP and Canon's newer files have in the first directory, where exifr knows them by their numbers alone, and one that is in the second instead. */
const ASTRAY: Readonly<Record<number, string>> = {
  36867: 'DateTimeOriginal', 36868: 'CreateDate', 37521: 'SubSecTimeOriginal', 37522: 'SubSecTimeDigitized', 36881: 'OffsetTimeOriginal', 36882: 'OffsetTimeDigitized', 42036: 'LensModel',
  1: 'GPSLatitudeRef', 2: 'GPSLatitude', 3: 'GPSLongitudeRef', 4: 'GPSLongitude', 272: 'Model'
};

const OPTIONS: Parameters<typeof exifr.parse>[1] = {
  tiff: true, ifd0: { pick: ['Model', 'Rating', ...Object.keys(ASTRAY).map(Number)] }, exif: { pick: [272, 'DateTimeOriginal', 'CreateDate', 'SubSecTimeOriginal', 'SubSecTimeDigitized', 'OffsetTimeOriginal', 'OffsetTimeDigitized', 'LensModel'] },
  gps: { pick: ['GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef'] },
  ifd1: false, interop: false, makerNote: true, userComment: false, xmp: false, icc: false, iptc: false, jfif: false, ihdr: false,
  translateValues: false, reviveValues: false, mergeOutput: true
};

/**
 * Reads a TIFF structure (EXIF 2.32): the block after `Exif\0\0`, or a whole TIFF file; or several, of which each has some of the tags, the first one counting most.
 * EXIF comes before XMP, and XMP before IPTC.
 * `DateTime` (0x0132) is ignored too: software writes it, and an export of a hundred photos would look like one burst.
 * A block that cannot be parsed only costs the photo its metadata.
 * @param xmp the XMP packet
 * @param iptc the block of Photoshop's resources
 */
export async function readMetadata(tiff: Uint8Array | readonly Uint8Array[] | null, xmp: Uint8Array | null = null, iptc: Uint8Array | null = null): Promise<Metadata> {
  const tags = Object.assign({}, ...(await Promise.all([tiff ?? []].flat().map(tagsOf))).toReversed()) as Record<string, unknown>;
  const latitude = degrees(tags['GPSLatitude'], tags['GPSLatitudeRef'], 'S', 90);
  const longitude = degrees(tags['GPSLongitude'], tags['GPSLongitudeRef'], 'W', 180);
  const packet = xmp === null ? null : readPacket(xmp);
  const written = placed(latitude, longitude) ?? placeIn(packet);
  const inExif = writtenDate(text(tags['DateTimeOriginal']), text(tags['SubSecTimeOriginal']), text(tags['OffsetTimeOriginal']))
    ?? writtenDate(text(tags['CreateDate']), text(tags['SubSecTimeDigitized']), text(tags['OffsetTimeDigitized']));
  return {
    ...datedBy([['exif', inExif], ['xmp', dateIn(packet)], ['iptc', iptc === null ? null : iptcDate(iptc)]]),
    latitude: written?.latitude ?? null,
    longitude: written?.longitude ?? null,
    camera: text(tags['Model']),
    optics: opticsOf(tags['LensModel']),
    mark: markOf(packet, tags['Rating']),
    moment: momentOf(tags['makerNote'] instanceof Uint8Array ? tags['makerNote'] : null, '')
  };
}

/** Tags by their names, wherever they are. */
async function tagsOf(tiff: Uint8Array): Promise<Record<string, unknown>> {
  // the library throws on malformed blocks; its message is of no use to the user
  // other containers are not meant here, and a box of no length in one of them would keep it looking for ever
  const parsed: unknown = isTiff(tiff) ? await exifr.parse(tiff, OPTIONS).catch(() => null) : null;
  const tags = (parsed ?? {}) as Record<string, unknown>; // the library types its result as any
  const astray = Object.entries(ASTRAY).filter(([number]) => number in tags).map(([number, name]) => [name, tags[number]] as const);
  return { ...Object.fromEntries(astray), ...tags };
}

/** The first of these that says it with the time, else the first that says the day. */
export function datedBy(dates: readonly (readonly [DateSource, TakenDate | null])[]): Pick<Metadata, 'takenAt' | 'takenFrom' | 'takenDay' | 'takenOffset'> {
  const [from, date] = dates.find(([, each]) => each?.day === false) ?? dates.find(([, each]) => each !== null) ?? [null, null];
  return { takenAt: date?.at ?? null, takenFrom: date ? from : null, takenDay: date?.day ?? false, takenOffset: date?.offset ?? null };
}

/** When a packet says that the photo was taken; `xmp:CreateDate` of a scan is when it was scanned, and comes last. */
export function dateIn(packet: Packet | null): TakenDate | null {
  return packet?.dates.map((text) => writtenDate(text)).find((date) => date !== null) ?? null;
}

/** Where a packet says that it was taken. */
export function placeIn(packet: Packet | null): PlaceFact | null {
  const place = packet ? factsOf(packet.fields).place : null;
  return place && placed(place.latitude, place.longitude);
}

/** `null` for exactly 0° 0°, which is how cameras without a fix fill the fields. */
function placed(latitude: number | null, longitude: number | null): PlaceFact | null {
  return latitude !== null && longitude !== null && (latitude !== 0 || longitude !== 0) ? { latitude, longitude } : null;
}

/** A lens without electronic contacts is dashes, or zeros: "0.0 mm f/0.0". */
function opticsOf(value: unknown): string | null {
  const name = text(value);
  return name !== null && /[1-9\p{L}]/u.test(name.replaceAll(/mm|f\//gi, '')) ? name : null;
}

/** Whether it starts as a TIFF structure does, in either byte order. */
function isTiff(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x49 && bytes[1] === 0x49) || (bytes[0] === 0x4d && bytes[1] === 0x4d);
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
