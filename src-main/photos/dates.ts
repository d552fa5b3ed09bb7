// When a photo was taken, from whatever says so: written dates (EXIF, XMP, IPTC) and, where there is none, the names that phones, programs and people give
// files and folders. Pure. A day without a time counts as noon, and is marked as a day.

export interface TakenDate {
  /** Milliseconds since 1970 with the local time read as if it were UTC: "10:15" stays 10:15 wherever the photo is seen. */
  readonly at: number;
  /** Whether only the day is known. */
  readonly day: boolean;
  /** Minutes that the local time is ahead of UTC; left out where it is not said. */
  readonly offset?: number;
}

/** The first photograph is from 1826; later than tomorrow is nonsense. */
const FIRST_YEAR = 1826;
/** Names are no older than digital cameras: eight digits that begin otherwise are a serial number. */
const FIRST_NAMED_YEAR = 1990;
const NOON = 12;
/** What cannot be the date of a photo; those of names are compared with the clock. */
const DAY_MS = 86_400_000;

/**
 * A written date: `2024:05:01 10:15:30` (EXIF), `2024-05-01T10:15:30.25+02:00` (XMP), `20240501` and `101530+0200` (IPTC, joined by a blank). Time zones do
 * not change it: what counts is the photographer's local day, and half of all cameras write none. They are kept beside it, to compare two that have one.
 * @param subSeconds decimal digits that are kept apart: `05` is 50 ms @param zone that is kept apart: `+02:00`
 */
export function writtenDate(text: string | null, subSeconds: string | null = null, zone: string | null = null): TakenDate | null {
  const parts = /^\s*(\d{4})[:/.-]?(\d\d)[:/.-]?(\d\d)(?:[ T]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d:?\d\d)?)?/.exec(text ?? '');
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, fraction, written] = parts;
  const digits = /^\d+/.exec(subSeconds ?? '')?.[0] ?? fraction ?? '0';
  const date = dateOf([year, month, day], hour === undefined ? null : [hour, minute, second ?? '0'], FIRST_YEAR, Math.floor(Number(`0.${digits}`) * 1000));
  const offset = offsetOf(zone ?? written);
  return date === null || date.day || offset === null ? date : { ...date, offset };
}

/** Minutes; `null` for none, or for what is no time zone: they lie between −12 and +14 hours. */
function offsetOf(zone: string | undefined): number | null {
  const parts = /^\s*(?:Z|([+-])(\d\d):?(\d\d))\s*$/.exec(zone ?? '');
  if (parts === null) return null;
  const offset = (parts[1] === '-' ? -1 : 1) * (60 * Number(parts[2] ?? 0) + Number(parts[3] ?? 0));
  return offset >= -720 && offset <= 840 ? offset : null;
}

/** Dates in names: `IMG_20190714_103000`, `PXL_20190714_103000123`, `Screenshot 2019-07-14 at 10.30.00 PM`, `IMG-20190714-WA0003`, `2019-07-14 Beach`. */
const IN_NAMES = /(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:(?:[-_T ]+(?:at |um |kl\. )?|(?<=\d{8}))([01]\d|2[0-3])([-_.:h]?)([0-5]\d)(?:\6([0-5]\d))(\d{3})?(?!\d)(?: ?([AP]M))?)?(?!\d{1,3}(?:\D|$)(?<!WA))/i;
/** Milliseconds since 1970, as messengers and some cameras name files: 2001 to 2033. */
const MILLISECONDS = /(?<!\d)(1\d{12})(?!\d)/;

/** @param name of a file or a folder @param now milliseconds since 1970 */
export function dateInName(name: string, now: number): TakenDate | null {
  const parts = IN_NAMES.exec(name);
  const found = parts && dateOf([parts[1], parts[3], parts[4]], parts[5] === undefined ? null : [hourOf(parts[5], parts[10]), parts[7], parts[8]], FIRST_NAMED_YEAR, Number(parts[9] ?? 0));
  if (found && found.at < now + DAY_MS) return found;
  const since = Number(MILLISECONDS.exec(name)?.[1] ?? NaN);
  return since < now ? { at: since, day: false } : null;
}

/** The date in the nearest folder that has one. @param path of a file, relative, `/`-separated */
export function dateInFolders(path: string, now: number): TakenDate | null {
  const folders = path.split('/').slice(0, -1);
  for (const [at, folder] of [...folders.entries()].reverse()) {
    // 2019/07/14 as well
    const found = dateInName(folder, now) ?? (/^\d\d$/.test(folder) ? dateInName(folders.slice(Math.max(0, at - 2), at + 1).join('-'), now) : null);
    if (found) return { at: noonOf(found.at), day: true };
  }
  return null;
}

/** The dataset's records of IPTC-IIM 4.2: date created (2:55) and time created (2:60). @param iptc a block of Photoshop's resources, or the records alone */
export function iptcDate(iptc: Uint8Array): TakenDate | null {
  const bytes = Buffer.from(iptc.buffer, iptc.byteOffset, iptc.byteLength);
  const record = (number: number): string | null => {
    const at = bytes.indexOf(Buffer.from([0x1c, 2, number, 0]));
    return at < 0 || at + 5 > bytes.length ? null : bytes.toString('latin1', at + 5, at + 5 + bytes[at + 4]!); // there are as many
  };
  const day = record(55);
  return day === null ? null : writtenDate(`${day} ${record(60) ?? ''}`);
}

function hourOf(hour: string, half: string | undefined): string {
  if (half === undefined) return hour;
  return String((Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0));
}

function dateOf(date: readonly (string | undefined)[], time: readonly (string | undefined)[] | null, firstYear: number, milliseconds: number): TakenDate | null {
  const [year = 0, month = 0, day = 0] = date.map(Number);
  const [hour = 0, minute = 0, second = 0] = time?.map(Number) ?? [NOON];
  // the rest must be a real date, which `Date` would silently roll over
  const made = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const real = year >= firstYear && made.getUTCMonth() === month - 1 && made.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return real ? { at: made.getTime() + (time ? milliseconds : 0), day: time === null } : null;
}

function noonOf(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS + NOON * 3_600_000;
}
