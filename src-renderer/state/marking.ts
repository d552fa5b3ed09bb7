// Marks photos, and tells what came of it in a line with a way back. What a wish changes depends on the marks there are: a label or a
// favourite that all of the photos have already is taken away.

import type { Flag, Label, Mark, Stars } from '../../src-shared/contract.ts';
import { messages, t } from '../messages/messages.svelte.ts';
import type { Marks } from './marks.svelte.ts';
import type { Steps } from './steps.svelte.ts';
import { describeStep, type Telling, tellStep } from './stepping.ts';

/** What is to become of photos. */
export type MarkWish =
  | { readonly part: 'flag'; readonly to: Flag | null }
  | { readonly part: 'stars'; readonly to: Stars }
  | { readonly part: 'label'; readonly to: Label }
  | { readonly part: 'favourite' };

interface Marking {
  readonly marks: Marks;
  readonly steps: Steps;
  track(work: Promise<unknown>): void;
}

/** Which parts of their marks change. */
export function changeOf(wish: MarkWish, marks: readonly Mark[]): Partial<Mark> {
  switch (wish.part) {
    case 'flag': return { flag: wish.to };
    case 'stars': return { stars: wish.to };
    case 'label': return { label: marks.every(({ label }) => label === wish.to) ? null : wish.to };
    case 'favourite': return { favourite: !marks.every(({ favourite }) => favourite) };
  }
}

/** Marks these photos. `quietly`: where the screen shows the mark itself. */
export async function mark(kindred: Telling, library: Marking, ids: readonly number[], wish: MarkWish, { quietly = false } = {}): Promise<void> {
  if (ids.length === 0) return;
  let change: Partial<Mark> = {};
  const work = library.marks.write(ids, () => (change = changeOf(wish, ids.map((id) => library.marks.of(id)))));
  library.track(work);
  const step = await kindred.attempt(work);
  if (!step) return;
  const words = wordsOf(change, step.now.ids.length);
  if (quietly) describeStep(step, words);
  else tellStep(kindred, library, step, words);
}

/** The parts that all of the marks have in common. */
export function commonOf([first, ...others]: readonly Mark[]): Partial<Mark> {
  const has = (part: keyof Mark) => first !== undefined && others.every((other) => other[part] === first[part]);
  return { ...(has('flag') && { flag: first!.flag }), ...(has('stars') && { stars: first!.stars }), ...(has('label') && { label: first!.label }), ...(has('favourite') && { favourite: first!.favourite }) };
}

/** Stars as they are written, three as ★★★. */
export function starsWritten(stars: number): string {
  return '★'.repeat(stars);
}

/** A mark in words, for those who do not see it; '' for none. */
export function markInWords({ flag, stars, label, favourite }: Mark): string {
  const parts = [flag && t(`marks.flag.${flag}`), stars > 0 && t('marks.stars', { count: stars }), label && t(`marks.label.${label}`), favourite && t('marks.favourite')];
  return messages.list(parts.filter((part) => part !== null && part !== false));
}

function wordsOf({ flag, stars, label, favourite }: Partial<Mark>, count: number): string {
  if (flag !== undefined) return t(`marks.said.${flag ?? 'unflagged'}`, { count });
  if (stars !== undefined) return stars === 0 ? t('marks.said.unrated', { count }) : t('marks.said.rated', { count, stars: starsWritten(stars) });
  if (label !== undefined) return label === null ? t('marks.said.unlabelled', { count }) : t('marks.said.labelled', { count, label: t(`marks.label.${label}`) });
  return t(favourite ? 'marks.said.favourite' : 'marks.said.notFavourite', { count });
}
