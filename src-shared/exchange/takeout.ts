// Google Takeout: which of the JSON files in a folder belongs to which photo, and what they say. Names follow what exports of recent years look
// like; Google documents none of it.
import { folded } from './keywords.ts';

/** What a photo's JSON says. */
export interface TakeoutPhoto {
  /** The file's name before the export shortened it. */
  readonly title: string;
  readonly favourite: boolean;
  /** Milliseconds since 1970, UTC. */
  readonly takenAt: number | null;
  /** In degrees; `null` if none was known, which is written as 0° 0°. */
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
}

/** A JSON of an export; `null` for any other. */
export type TakeoutNote = { readonly kind: 'photo'; readonly photo: TakeoutPhoto } | { readonly kind: 'album'; readonly title: string };

export function readTakeout(text: string): TakeoutNote | null {
  let said: unknown;
  try {
    said = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
  const note = asRecord(said);
  const title = textOf(note['title']) ?? textOf(asRecord(note['albumData'])['title']);
  if (title === null) return null;
  if (note['photoTakenTime'] === undefined && note['geoData'] === undefined) return { kind: 'album', title };
  const seconds = Number(asRecord(note['photoTakenTime'])['timestamp'] ?? NaN);
  const { latitude = 0, longitude = 0 } = asRecord(note['geoData']) as { readonly latitude?: unknown; readonly longitude?: unknown };
  const placed = typeof latitude === 'number' && typeof longitude === 'number' && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0);
  return { kind: 'photo', photo: { title, favourite: note['favorited'] === true, takenAt: Number.isFinite(seconds) ? seconds * 1000 : null, place: placed ? { latitude, longitude } : null } };
}

/** Names of files end here: longer ones are cut, before `.json` and before any number. */
const LONGEST = 46;
/** What follows the photo's name since 2024. */
const WORDS = '.supplemental-metadata';

/**
 * The JSON of each photo of one folder, by name. Besides `IMG_1.jpg.json` and `IMG_1.jpg.supplemental-metadata.json`, of any length:
 * `IMG_1(2).jpg` has `IMG_1.jpg(2).json`, and an edited copy, such as `IMG_1-edited.jpg` in any language, has that of the original.
 */
export function takeoutNotes(photos: readonly string[], jsons: readonly string[]): Map<string, string> {
  // looked up, not searched: a year of photos lies in one folder
  const notes = new Map(jsons.map((name) => {
    const { body, number } = splitNumber(folded(name).replace(/\.json$/, ''));
    return [`${number} ${body}`, name] as const;
  }));
  const find = (name: string, number: string): string | undefined => {
    const whole = `${name}${WORDS}`;
    for (let length = whole.length; length >= Math.min(name.length, LONGEST); length--) {
      const note = notes.get(`${number} ${whole.slice(0, length)}`);
      if (note !== undefined) return note;
    }
    return undefined;
  };
  const found = new Map<string, string>();
  for (const photo of photos) {
    const name = folded(photo);
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot <= 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
    const { body, number } = splitNumber(stem);
    const dash = body.lastIndexOf('-');
    const tries: [string, string][] = [[name, ''], [`${body}${ending}`, number]];
    if (dash > 0) tries.push([`${body.slice(0, dash)}${ending}`, number]);
    for (const [tried, numbered] of tries) {
      const note = find(tried, numbered);
      if (note === undefined) continue;
      found.set(photo, note);
      break;
    }
  }
  return found;
}

/** `a(2)` as `a` and `2`. */
function splitNumber(text: string): { readonly body: string; readonly number: string } {
  const [, body = text, number = ''] = /^(.+)\((\d+)\)$/.exec(text) ?? [];
  return { body, number };
}

const asRecord = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
