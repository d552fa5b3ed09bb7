// What the user looks for, as data: conditions that photos are to meet, all of them, each possibly negated. Smart albums keep it, so kinds are
// only ever added. What meets a condition: library/finding; what is typed: parse.ts.
import type { AlbumId } from '../ids.ts';
import { asksForMarks, type MarkWish } from '../marks/wish.ts';

/** From `from` to before `to`, in milliseconds since 1970 in the camera's local time; `null`: open. */
export interface DateRange {
  readonly from: number | null;
  readonly to: number | null;
}

/** Both ends count; `null`: open. */
export interface Range {
  readonly least: number | null;
  readonly most: number | null;
}

/** A folder: one of the library's own (absolute), and the path below it, `/`-separated, '' for itself. */
export interface FolderPlace {
  readonly folder: string;
  readonly path: string;
}

/** In degrees; `west` may lie east of `east`: then it goes across the date line. */
export interface Box {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

export const SHAPES = ['landscape', 'portrait', 'square', 'panorama'] as const;
export type Shape = (typeof SHAPES)[number];

/** Where words are looked for; `null`: everywhere. */
export const TEXT_FIELDS = ['folder', 'name', 'camera', 'optics', 'town', 'album', 'group'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** Conditions that are there or not. */
export const FACTS = ['dated', 'placed', 'judged', 'problem'] as const;
export type Fact = (typeof FACTS)[number];

export const MEASURES = ['megapixels', 'bytes', 'width', 'height', 'group', 'certainty'] as const;
export type Measure = (typeof MEASURES)[number];

export type Condition =
  /** Taken in any of these. */
  | { readonly kind: 'date'; readonly ranges: readonly DateRange[] }
  /** Taken in any of these months of any year, from 1. */
  | { readonly kind: 'months'; readonly months: readonly number[] }
  /** In any of these folders, or below. */
  | { readonly kind: 'folder'; readonly folders: readonly FolderPlace[] }
  /** Contains the text, whatever its case and accents. */
  | { readonly kind: 'text'; readonly text: string; readonly field: TextField | null }
  | { readonly kind: 'camera'; readonly cameras: readonly string[] }
  /** Lenses of cameras: a lens of the library is a metric. */
  | { readonly kind: 'optics'; readonly optics: readonly string[] }
  | { readonly kind: 'format'; readonly formats: readonly string[] }
  | { readonly kind: 'shape'; readonly shapes: readonly Shape[] }
  /** `group`: photos in the same group, 1 for a photo that is alone. `certainty`: how likely it is alike its nearest in the group, 0 to 1. */
  | { readonly kind: 'measure'; readonly measure: Measure; readonly range: Range }
  | { readonly kind: 'box'; readonly box: Box }
  /** Nearest to any of these towns, by their keys. */
  | { readonly kind: 'town'; readonly towns: readonly string[] }
  | { readonly kind: 'marks'; readonly wish: MarkWish }
  /** In any of these albums. */
  | { readonly kind: 'album'; readonly albums: readonly AlbumId[] }
  /** It has a date, a place, a judgment about it; or it is not there now or could not be described. */
  | { readonly kind: 'fact'; readonly fact: Fact };

/** A condition, or that it is not met. */
export type Part = Condition & { readonly not?: true };

/** Photos that meet all parts: none asks for nothing. */
export interface Filter {
  readonly parts: readonly Part[];
}

export const EVERYTHING: Filter = { parts: [] };

/** More than anybody would look through. */
export const MOST_PARTS = 60;
export const LONGEST_TEXT = 200;

/** Whether it leaves anything out, as far as can be told without the photos. */
export function asksForAnything({ parts }: Filter): boolean {
  return parts.some((part) => part.kind !== 'marks' || part.not === true || asksForMarks(part.wish));
}

/** The part that says the opposite. */
export function negated(part: Part): Part {
  const { not, ...condition } = part;
  return not ? condition : { ...condition, not: true };
}

/** Text as it is compared: composed, in lower case, without accents. */
export function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '').normalize('NFC').toLowerCase();
}
