// The keys of Review, by what they do. The screen handles them, and its buttons and the list of shortcuts show them, all by this one map.

import { nameOf } from './names.ts';

export type ReviewAct = 'similar' | 'different' | 'confirm' | 'degree' | 'second' | 'third' | 'skip' | 'back' | 'flick' | 'flip' | 'closer' | 'wider' | 'stop';

interface Keys {
  /** Keys as events name them, in lower case. */
  readonly shown: readonly string[];
  /** Work too, but are not shown. */
  readonly also?: readonly string[];
  /** Kind of question it applies to; any, or none, if left out. */
  readonly asked?: readonly ('pair' | 'ranking')[];
}

const either = ['pair', 'ranking'] as const;
const pair = ['pair'] as const;
const ranking = ['ranking'] as const;

export const reviewKeys: Readonly<Record<ReviewAct, Keys>> = {
  similar: { shown: ['s'], asked: pair },
  different: { shown: ['d'], asked: pair },
  confirm: { shown: ['enter'], asked: pair },
  degree: { shown: ['0', '9'], also: ['1', '2', '3', '4', '5', '6', '7', '8'], asked: pair },
  second: { shown: ['1'], asked: ranking },
  third: { shown: ['2'], asked: ranking },
  skip: { shown: ['arrowright', 'n'], asked: either },
  back: { shown: ['arrowleft', 'u'], also: ['z', 'backspace'] },
  flick: { shown: ['f'], asked: pair },
  flip: { shown: [' '], asked: pair },
  closer: { shown: ['+'], also: ['='], asked: either },
  wider: { shown: ['-'], asked: either },
  stop: { shown: ['escape'] }
};

/** What a key means while a question of that kind is asked (`null`: none is); `null` if nothing. */
export function reviewAct(key: string, asked: 'pair' | 'ranking' | null): ReviewAct | null {
  for (const [act, keys] of Object.entries(reviewKeys) as [ReviewAct, Keys][]) { // `reviewKeys` has no other keys
    if (keys.asked && (asked === null || !keys.asked.includes(asked))) continue;
    if (keys.shown.includes(key) || keys.also?.includes(key)) return act;
  }
  return null;
}

/** The keys of an act as they are written on the screen; the first one alone is on its button. */
export function keysOf(...acts: readonly ReviewAct[]): string[] {
  return acts.flatMap((act) => reviewKeys[act].shown.map(nameOf));
}

export function keyOn(act: ReviewAct): string {
  return keysOf(act)[0] ?? '';
}
