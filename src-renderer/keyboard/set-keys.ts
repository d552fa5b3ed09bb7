// The keys of an open set of duplicates, by what they do; also for its buttons and the list of shortcuts. Digits are told apart by `digitOf`.

import { nameOf } from './names.ts';

export type SetAct = 'keep' | 'keepAll' | 'notTheSame' | 'next' | 'previous' | 'up' | 'down' | 'flick' | 'sideBySide' | 'closer' | 'wider' | 'close';

interface Keys {
  /** Keys as events name them, in lower case; the first one is on the button. */
  readonly shown: readonly string[];
  /** Work too, but are not shown. */
  readonly also?: readonly string[];
}

export const setKeys: Readonly<Record<SetAct, Keys>> = {
  keep: { shown: ['enter'] },
  keepAll: { shown: ['b'] },
  notTheSame: { shown: ['n'] },
  next: { shown: ['arrowright', 'j'] },
  previous: { shown: ['arrowleft', 'k'] },
  up: { shown: ['arrowup'] },
  down: { shown: ['arrowdown'] },
  flick: { shown: [' '] },
  sideBySide: { shown: ['f'] },
  closer: { shown: ['+'], also: ['='] },
  wider: { shown: ['-'] },
  close: { shown: ['escape'] }
};

/** What a key means in an open set; `null` if nothing. */
export function setAct(key: string): SetAct | null {
  for (const [act, { shown, also }] of Object.entries(setKeys) as [SetAct, Keys][]) { // `setKeys` has no other keys
    if (shown.includes(key) || also?.includes(key)) return act;
  }
  return null;
}

/** The file a digit stands for, from 0; `null` for other keys. By the place of the key, because Shift makes other characters of digits. */
export function digitOf({ code }: Pick<KeyboardEvent, 'code'>): number | null {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  return digit === undefined ? null : Number(digit) - 1;
}

/** The keys of an act as they are written on the screen. */
export function setKeysOf(...acts: readonly SetAct[]): string[] {
  return acts.flatMap((act) => setKeys[act].shown.map(nameOf));
}

export function keyOnSet(act: SetAct): string {
  return setKeysOf(act)[0] ?? '';
}
