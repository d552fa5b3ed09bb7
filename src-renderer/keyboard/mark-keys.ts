// The keys that mark photos, as Lightroom has them: P, X and U for flags, 0 to 5 for stars, 6 to 9 for labels; B for favourites. X in an open
// group takes photos out of it, so there, and everywhere else too, Shift X rejects. In Review and in a set of duplicates digits and letters answer: there
// the same keys mark with Alt.

import { LABELS } from '../../src-shared/marks/packed.ts';
import type { MarkWish } from '../state/marking.ts';
import type { Label, Stars } from '../../src-shared/contract.ts';

/** Labels by key; the last has none. */
const labelKeys: readonly (readonly [key: string, Label])[] = LABELS.slice(0, 4).map((label, at) => [String(6 + at), label]);

/** What a key means for photos; `null` if nothing. `inGroup`: the photos are tiles of an open group. */
export function markAct({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>, { inGroup = false } = {}): MarkWish | null {
  const letter = key.toLowerCase();
  if (letter === 'x') return inGroup && !shiftKey ? null : { part: 'flag', to: 'rejected' };
  if (shiftKey) return null;
  if (letter === 'p') return { part: 'flag', to: 'picked' };
  if (letter === 'u') return { part: 'flag', to: null };
  if (letter === 'b') return { part: 'favourite' };
  if (/^[0-5]$/.test(key)) return { part: 'stars', to: Number(key) as Stars }; // a digit within 0 and 5
  const labelled = labelKeys.find(([digit]) => digit === key);
  return labelled ? { part: 'label', to: labelled[1] } : null;
}

/** What a key held together with Alt means for photos. By its place where Alt makes another character of it, as on a Mac. */
export function markActWithAlt({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): MarkWish | null {
  const place = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1];
  return markAct({ key: /^[a-z0-9]$/i.test(key) ? key : (place ?? ''), shiftKey: false });
}

/** The key of a label as it is shown; '' for one without. */
export function keyOfLabel(label: Label): string {
  return labelKeys.find(([, each]) => each === label)?.[0] ?? '';
}
