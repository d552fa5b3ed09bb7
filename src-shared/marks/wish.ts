// A wish for photos by their marks: one of some flags, at least so many stars, one of some labels, favourites. It is kept by smart albums.
import type { Flag, Label, Stars } from './mark.ts';
import { flagOf, isFavourite, labelOf, starsOf } from './packed.ts';

/** `none`: photos without a flag. */
export type FlagWish = Flag | 'none';

export interface MarkWish {
  /** Any of these; empty for all. */
  readonly flags: readonly FlagWish[];
  /** At least so many. */
  readonly stars: Stars;
  /** Any of these; empty for all. */
  readonly labels: readonly Label[];
  /** Favourites alone. */
  readonly favourite: boolean;
}

/** Any photo. */
export const ANY: MarkWish = { flags: [], stars: 0, labels: [], favourite: false };

/** Whether it asks for anything. */
export function asksForMarks({ flags, labels, stars, favourite }: MarkWish): boolean {
  return flags.length > 0 || labels.length > 0 || stars > 0 || favourite;
}

/** Whether a photo with that packed mark is wanted. */
export function wantsMark({ flags, labels, stars, favourite }: MarkWish, packed: number): boolean {
  const label = labelOf(packed);
  return starsOf(packed) >= stars && (!favourite || isFavourite(packed))
    && (flags.length === 0 || flags.includes(flagOf(packed) ?? 'none'))
    && (labels.length === 0 || (label !== null && labels.includes(label)));
}
