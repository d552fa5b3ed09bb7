// How often Kindred's guess was the answer: before each question about a pair it commits to "similar" or "different", and is never shown.
// Numbers in, numbers and an SVG path out.

import type { Answer, Asked } from './statement.ts';

/** Answers that the share is taken over, the latest. */
const WINDOW = 20;
/** Fewer answers say nothing. */
const FEWEST = 5;

export interface Guesses {
  /** How many of the last `of` answers were guessed. */
  readonly right: number;
  readonly of: number;
  /** The same as a share, 0 … 1, after each answer of the session from the fifth. */
  readonly shares: readonly number[];
}

/** Whether the guess was the answer; `null` where nothing was guessed, or the answer is in the middle. */
export function guessedRight(question: Asked, answer: Answer): boolean | null {
  if (question.kind !== 'pair' || (typeof answer === 'object' && 'odd' in answer)) return null;
  const similar = typeof answer === 'object' ? answer.degree > 0.5 : answer === 'similar';
  if (typeof answer === 'object' && answer.degree === 0.5) return null;
  return similar === question.probability >= 0.5;
}

/** `guessed`: of each answer, oldest first. `null` for too few. */
export function tally(guessed: readonly boolean[]): Guesses | null {
  if (guessed.length < FEWEST) return null;
  const last = (end: number): readonly boolean[] => guessed.slice(Math.max(0, end - WINDOW), end);
  const right = (some: readonly boolean[]): number => some.filter(Boolean).length;
  const ends = guessed.map((_, at) => at + 1).slice(FEWEST - 1);
  const now = last(guessed.length);
  return { right: right(now), of: now.length, shares: ends.map((end) => right(last(end)) / last(end).length) };
}

/** Points of a line through `shares`, from left to right, 1 at the top: at least two of them, so that a first share is a line too. */
export function layShares(shares: readonly number[], width: number, height: number): readonly { readonly x: number; readonly y: number }[] {
  const all = shares.length === 1 ? [shares[0]!, shares[0]!] : shares;
  return all.map((share, at) => ({ x: (at / (all.length - 1)) * width, y: (1 - share) * height }));
}
