// What Kindred writes about a photo for other programs, and reads back: XMP properties (ISO 16684-1) by their usual prefixes. Pure: files
// are written and read elsewhere.
//
// | property               | what it is here                                                                                                 |
// |------------------------|-----------------------------------------------------------------------------------------------------------------|
// | dc:subject             | flat keywords: the names of albums and groups, and keywords that other programs gave                            |
// | lr:hierarchicalSubject | `Kindred|Albums|<album>`, `Kindred|Groups|<lens>|<group>` (without `<lens>|` for the first lens while it has no name), |
// |                        | `Kindred|Favourite`, `Kindred|Stars|<1…5>` of a rejected photo; any other path is a keyword of another program  |
// | xmp:Rating             | the stars, 0 to 5; −1 if rejected, as Bridge and darktable write it                                             |
// | xmp:Label              | Red, Yellow, Green, Blue or Purple; any word of marks/written is read                                           |
// | digiKam:PickLabel      | 1 rejected, 3 picked, 0 neither (digiKam)                                                                       |
// | xmpDM:pick             | −1 rejected, 1 picked, 0 neither (Lightroom Classic)                                                            |
// | exif:GPSLatitude, exif:GPSLongitude | degrees, minutes with decimals, and the direction: `37,33.99600000N`; read with seconds too        |
//
// In names, `|` is written as `｜` (U+FF5C), since it separates the levels; control characters are left out. No standard has a favourite.
import type { Label, Mark, Stars } from '../marks/mark.ts';
import { MOST_STARS, NO_MARK } from '../marks/packed.ts';
import { labelOfWord, ratingOf } from '../marks/written.ts';

/** A group that a photo is in, under a lens; `lens` is `null` for the first one while it has no name. */
export interface GroupFact {
  readonly lens: string | null;
  readonly group: string;
}

/** In degrees: −90 to 90, −180 to 180. */
export interface PlaceFact {
  readonly latitude: number;
  readonly longitude: number;
}

/** What is said about one photo. */
export interface XmpFacts {
  readonly albums: readonly string[];
  readonly groups: readonly GroupFact[];
  /** Of other programs: a word, or a path of words with `|` between them. A word that a path contains is not repeated. */
  readonly keywords: readonly string[];
  /** `null`: nobody said anything, not even that there is no mark. */
  readonly mark: Mark | null;
  readonly place: PlaceFact | null;
}

/** The same as properties. Left out: nothing is said; `null`: it is said that there is none. */
export interface XmpFields {
  readonly 'dc:subject'?: readonly string[];
  readonly 'lr:hierarchicalSubject'?: readonly string[];
  readonly 'xmp:Rating'?: number | string;
  readonly 'xmp:Label'?: string | null;
  readonly 'digiKam:PickLabel'?: number | string;
  readonly 'xmpDM:pick'?: number | string;
  readonly 'exif:GPSLatitude'?: string;
  readonly 'exif:GPSLongitude'?: string;
}

/** The first level of everything that is Kindred's. */
export const ROOT = 'Kindred';
const [ALBUMS, GROUPS, FAVOURITE, STARS] = ['Albums', 'Groups', 'Favourite', 'Stars'] as const;

const MARK_PROPERTIES = ['xmp:Rating', 'xmp:Label', 'digiKam:PickLabel', 'xmpDM:pick'] as const;

/** digiKam's and Lightroom's numbers of flags. */
const PICKED = { digiKam: 3, lightroom: 1 } as const;
const REJECTED = { digiKam: 1, lightroom: -1 } as const;

const LABEL_NAMES: Readonly<Record<Label, string>> = { red: 'Red', yellow: 'Yellow', green: 'Green', blue: 'Blue', purple: 'Purple' };

/** What is written for a photo. */
export function fieldsOf({ albums, groups, keywords, mark, place }: XmpFacts): XmpFields {
  const own = [
    ...albums.map((album) => [ROOT, ALBUMS, album]),
    ...groups.map(({ lens, group }) => (lens === null ? [ROOT, GROUPS, group] : [ROOT, GROUPS, lens, group]))
  ].map((path) => path.map(oneLevel)).filter((path) => !path.includes(''));
  const others = keywords.map(levelsOf).filter((path) => path.length > 0);
  const notes = mark === null ? [] : notesOf(mark).map((levels) => [ROOT, ...levels]);
  const paths = unique([...own, ...others.filter((path) => path.length > 1), ...notes].map((path) => path.join('|')));
  const flat = unique([...own, ...others].map((path) => path.at(-1) ?? ''));
  return {
    ...(flat.length > 0 && { 'dc:subject': flat }),
    ...(paths.length > 0 && { 'lr:hierarchicalSubject': paths }),
    ...(mark !== null && marked(mark)),
    ...(place !== null && { 'exif:GPSLatitude': coordinate(place.latitude, 'N', 'S'), 'exif:GPSLongitude': coordinate(place.longitude, 'E', 'W') })
  };
}

/** What was read of a photo: values that make no sense are as good as none. */
export function factsOf(fields: XmpFields): XmpFacts {
  const paths = (fields['lr:hierarchicalSubject'] ?? []).map(levelsOf);
  const own = paths.filter(([root]) => root === ROOT).map((path) => path.slice(1));
  const others = unique(paths.filter(([root]) => root !== ROOT).map((path) => path.join('|')).filter((path) => path !== ''));
  const contained = new Set(paths.flat());
  const [latitude, longitude] = [degreesOf(fields['exif:GPSLatitude'], 'NS', 90), degreesOf(fields['exif:GPSLongitude'], 'EW', 180)];
  return {
    albums: unique(own.filter(([kind, name]) => kind === ALBUMS && name !== undefined).map((path) => path.slice(1).join('|'))),
    groups: own.filter(([kind, name]) => kind === GROUPS && name !== undefined).map(([, first = '', ...rest]) => (rest.length === 0 ? { lens: null, group: first } : { lens: first, group: rest.join('|') })),
    keywords: [...others, ...unique((fields['dc:subject'] ?? []).map((word) => oneLevel(word)).filter((word) => word !== '' && !contained.has(word)))],
    mark: markOf(fields, own),
    place: latitude === null || longitude === null ? null : { latitude, longitude }
  };
}

/**
 * What a file gets that has properties already: what Kindred wrote there before is replaced, all else of it stays. A mark that is not
 * the user's own gives way to the one in the file.
 * @param said whether the user gave the mark, even an empty one
 */
export function mergeFields(existing: XmpFields, facts: XmpFacts, said: boolean): XmpFields {
  const there = factsOf(existing);
  const replaced = facts.mark !== null && (said || there.mark === null);
  const mark = replaced ? facts.mark : there.mark;
  const ours = new Set([...there.albums, ...there.groups.map(({ group }) => group)]);
  const merged = fieldsOf({ ...facts, mark, place: facts.place ?? there.place, keywords: unique([...there.keywords, ...facts.keywords]) });
  // flat keywords keep their order, and those that a path contains too stay
  const kept = (existing['dc:subject'] ?? []).map(oneLevel).filter((word) => word !== '' && !ours.has(word));
  const subject = unique([...kept, ...(merged['dc:subject'] ?? [])]);
  const word = existing['xmp:Label'];
  const marks = replaced ? merged : existing;
  return {
    ...existing, ...merged,
    ...Object.fromEntries(MARK_PROPERTIES.flatMap((name) => (marks[name] === undefined ? [] : [[name, marks[name]]]))),
    // a label that Kindred does not have is not the user's to lose
    ...(word && labelOfWord(word) === null && mark?.label === null && { 'xmp:Label': word }),
    ...((subject.length > 0 || existing['dc:subject'] !== undefined) && { 'dc:subject': subject }),
    ...(existing['lr:hierarchicalSubject'] !== undefined && { 'lr:hierarchicalSubject': merged['lr:hierarchicalSubject'] ?? [] })
  };
}

/** Parts of a mark that no property has, as levels below the root. */
function notesOf({ flag, stars, favourite }: Mark): string[][] {
  return [...(favourite ? [[FAVOURITE]] : []), ...(flag === 'rejected' && stars > 0 ? [[STARS, String(stars)]] : [])];
}

function marked({ flag, stars, label }: Mark): XmpFields {
  const numbers = flag === 'picked' ? PICKED : flag === 'rejected' ? REJECTED : { digiKam: 0, lightroom: 0 };
  return {
    'xmp:Rating': flag === 'rejected' ? -1 : stars,
    'xmp:Label': label === null ? null : LABEL_NAMES[label],
    'digiKam:PickLabel': numbers.digiKam,
    'xmpDM:pick': numbers.lightroom
  };
}

/** @param own paths below the root */
function markOf(fields: XmpFields, own: readonly (readonly string[])[]): Mark | null {
  const rating = ratingOf(fields['xmp:Rating']);
  const label = labelOfWord(fields['xmp:Label'] ?? undefined);
  const picks = [numberOf(fields['digiKam:PickLabel']), numberOf(fields['xmpDM:pick'])];
  const favourite = own.some(([kind]) => kind === FAVOURITE);
  if (rating === null && label === null && !favourite && picks.every((pick) => pick === null)) return null;
  const rejected = rating?.flag === 'rejected' || picks[0] === REJECTED.digiKam || picks[1] === REJECTED.lightroom;
  const flag = rejected ? 'rejected' : picks[0] === PICKED.digiKam || picks[1] === PICKED.lightroom ? 'picked' : null;
  const noted = ratingOf(own.find(([kind]) => kind === STARS)?.[1])?.stars;
  const stars: Stars = rating?.flag === 'rejected' ? (noted ?? 0) : (rating?.stars ?? 0);
  return { ...NO_MARK, flag, stars: Math.min(MOST_STARS, stars) as Stars, label, favourite }; // still within 0 and 5
}

/** Degrees, and minutes to a tenth of a millimetre; XMP has no sign, but directions. */
function coordinate(degrees: number, positive: string, negative: string): string {
  // rounded first, so that 59.99999999999 minutes become a degree
  const steps = Math.round(Math.abs(degrees) * 60e8);
  const whole = Math.floor(steps / 60e8);
  return `${whole},${((steps - whole * 60e8) / 1e8).toFixed(8)}${degrees < 0 ? negative : positive}`;
}

/** `D,M.mk` or `D,M,Sk`, with `k` one of two directions; `null` for anything else. */
function degreesOf(text: string | undefined, [positive = '', negative = '']: string, limit: number): number | null {
  const [, whole = '', minutes = '', seconds = '0', direction = ''] = /^\s*(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?\s*([NSEW])\s*$/i.exec(text ?? '') ?? [];
  if (whole === '' || ![positive, negative].includes(direction.toUpperCase())) return null;
  const size = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600;
  return size > limit ? null : direction.toUpperCase() === negative ? -size : size;
}

function numberOf(value: number | string | undefined): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : typeof value === 'number' ? value : NaN;
  return Number.isInteger(number) ? number : null;
}

/** A path of names as its levels; empty ones are left out. */
function levelsOf(path: string): string[] {
  return path.split('|').map(oneLevel).filter((level) => level !== '');
}

/** A name as one level of a path, and as XML can have it. */
function oneLevel(name: string): string {
  return name.toWellFormed().replace(/[\p{Cc}\uFFFE\uFFFF]+/gu, ' ').replaceAll('|', '｜').trim();
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
