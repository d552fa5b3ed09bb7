// Flags, stars, labels and favourites as they are typed, in English and Korean. Words are folded.
import type { Label, Stars } from '../marks/mark.ts';
import { LABELS, MOST_STARS } from '../marks/packed.ts';
import { ANY, type FlagWish, type MarkWish } from '../marks/wish.ts';

const FLAG_WORDS: Readonly<Record<string, FlagWish>> = {
  picked: 'picked', pick: 'picked', picks: 'picked', rejected: 'rejected', reject: 'rejected', rejects: 'rejected', unflagged: 'none',
  '선택됨': 'picked', '제외됨': 'rejected'
};
const FAVOURITES = new Set(['favourite', 'favourites', 'favorite', 'favorites', '즐겨찾기', '♥', '❤', '❤️']);
const LABEL_WORDS: Readonly<Record<string, Label>> = {
  ...Object.fromEntries(LABELS.map((label) => [label, label])), '빨강': 'red', '빨간색': 'red', '노랑': 'yellow', '노란색': 'yellow', '초록': 'green', '초록색': 'green', '파랑': 'blue', '파란색': 'blue', '보라': 'purple', '보라색': 'purple'
};

/** The wish at the first of the words, and how many it takes; `null` if they do not start with one. */
export function readMarksWords([first = '', second = '']: readonly string[]): { readonly wish: MarkWish; readonly words: number } | null {
  const of = (wish: Partial<MarkWish>, words = 1) => ({ wish: { ...ANY, ...wish }, words });
  if (Object.hasOwn(FLAG_WORDS, first)) return of({ flags: [FLAG_WORDS[first]!] });
  if (FAVOURITES.has(first)) return of({ favourite: true });
  if (/^[*★☆]{1,5}$/.test(first)) return of({ stars: first.replaceAll('☆', '').length as Stars }); // 1 to 5
  const stars = starsOf(first) ?? starsOf(`${first} ${second}`);
  if (stars !== null) return of({ stars }, starsOf(first) === null ? 2 : 1);
  // a colour alone is more often a word
  const label = /^(?:label|라벨)[:：](.+)$/.exec(first)?.[1];
  if (label !== undefined && Object.hasOwn(LABEL_WORDS, label)) return of({ labels: [LABEL_WORDS[label]!] });
  if (['label', 'labels', '라벨'].includes(second) && Object.hasOwn(LABEL_WORDS, first)) return of({ labels: [LABEL_WORDS[first]!] }, 2);
  return null;
}

/** "4 stars", "4+ stars", "stars:4", "별 4개", "별점 4": at least so many. */
function starsOf(words: string): Stars | null {
  const count = /^(\d)\+? ?stars?\+?$/.exec(words)?.[1] ?? /^stars?[:>=]{1,2}(\d)$/.exec(words)?.[1] ?? /^별(?:점)? ?(\d)(?:개|점)?$/.exec(words)?.[1];
  return count !== undefined && Number(count) >= 1 && Number(count) <= MOST_STARS ? Number(count) as Stars : null; // checked
}
