// A mark packed into one number, as the store keeps it and as columns carry it between main and renderer.
import type { Flag, Label, Mark, Stars } from './mark.ts';

/** No flag, no stars, no label, not a favourite. */
export const NO_MARK: Mark = { flag: null, stars: 0, label: null, favourite: false };

/** In the order of their numbers in a packed mark, from 1. Append-only: libraries store the numbers. */
export const FLAGS = ['picked', 'rejected'] as const satisfies readonly Flag[];
export const LABELS = ['red', 'yellow', 'green', 'blue', 'purple'] as const satisfies readonly Label[];
export const MOST_STARS = 5;

/** Bits of a packed mark. */
const STARS = 0b111;
const FLAG_SHIFT = 3;
const FLAG = 0b11;
const LABEL_SHIFT = 5;
const LABEL = 0b111;
const FAVOURITE = 1 << 8;
/** Set where the user gave the mark, even an empty one; unset where it was read from a file, or there is none. */
const SAID = 1 << 9;

/** Nine bits; 0 for `NO_MARK`. */
export function packMark({ flag, stars, label, favourite }: Mark): number {
  const flagged = flag === null ? 0 : FLAGS.indexOf(flag) + 1;
  const labelled = label === null ? 0 : LABELS.indexOf(label) + 1;
  return stars | (flagged << FLAG_SHIFT) | (labelled << LABEL_SHIFT) | (favourite ? FAVOURITE : 0);
}

/** What a number stands for; a part that no version ever wrote counts as not given. */
export function unpackMark(packed: number): Mark {
  return { flag: flagOf(packed), stars: starsOf(packed), label: labelOf(packed), favourite: isFavourite(packed) };
}

export function starsOf(packed: number): Stars {
  return Math.min(MOST_STARS, packed & STARS) as Stars; // within 0 and 5
}

export function flagOf(packed: number): Flag | null {
  return FLAGS[((packed >> FLAG_SHIFT) & FLAG) - 1] ?? null;
}

export function labelOf(packed: number): Label | null {
  return LABELS[((packed >> LABEL_SHIFT) & LABEL) - 1] ?? null;
}

export function isFavourite(packed: number): boolean {
  return (packed & FAVOURITE) !== 0;
}

/** The same mark, noted as given by the user. */
export function said(packed: number): number {
  return packed | SAID;
}

export function isSaid(packed: number): boolean {
  return (packed & SAID) !== 0;
}

/** The mark alone, whoever gave it. */
export function bare(packed: number): number {
  return packed & ~SAID;
}
