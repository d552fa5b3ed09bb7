// Ratings and labels as programs write them into metadata (xmp:Rating with −1 for rejected, xmp:Label; ISO 16684-1), and what they say as a mark.
import type { Label, Mark } from './mark.ts';
import { MOST_STARS } from './packed.ts';

/**
 * Labels are words of the program that wrote them: the names of colours, in Bridge its default meanings. Lightroom writes them in its user's
 * language.
 */
const WORDS: Readonly<Record<Label, readonly string[]>> = {
  red: ['red', 'select', 'rot', 'rouge', 'rojo', 'rosso', '빨강', '빨간색'],
  yellow: ['yellow', 'second', 'gelb', 'jaune', 'amarillo', 'giallo', '노랑', '노란색'],
  green: ['green', 'approved', 'grün', 'vert', 'verde', '초록', '초록색', '녹색'],
  blue: ['blue', 'review', 'blau', 'bleu', 'azul', 'blu', '파랑', '파란색'],
  purple: ['purple', 'to do', 'lila', 'violett', 'violet', 'púrpura', 'viola', '보라', '보라색', '자주', '자주색']
};
const LABEL_OF: ReadonlyMap<string, Label> = new Map((Object.entries(WORDS) as [Label, readonly string[]][]).flatMap(([label, words]) => words.map((word) => [word, label]))); // `WORDS` has no other keys

/** The label that a word stands for; `null` for any other word. */
export function labelOfWord(word: string | undefined): Label | null {
  return LABEL_OF.get(word?.trim().toLowerCase() ?? '') ?? null;
}

/** `null` for what is no rating. Some programs write fractions. */
export function ratingOf(value: unknown): Pick<Mark, 'flag' | 'stars'> | null {
  const rating = typeof value === 'number' ? Math.round(value) : typeof value === 'string' && value.trim() !== '' ? Math.round(Number(value)) : NaN;
  if (rating === -1) return { flag: 'rejected', stars: 0 };
  return rating >= 0 && rating <= MOST_STARS ? { flag: null, stars: rating as Mark['stars'] } : null; // a whole number within 0 and 5
}
