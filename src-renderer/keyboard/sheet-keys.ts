// The keys of a sheet in Review, by what they do; also for its buttons and the list of shortcuts. Escape is Review's own.

import { nameOf } from './names.ts';

export type SheetAct = 'left' | 'right' | 'up' | 'down' | 'mark' | 'confirm' | 'skip' | 'back' | 'two' | 'lineLeft' | 'lineRight';

/** Keys as events name them, in lower case; the first one is shown on its button. */
export const sheetKeys: Readonly<Record<SheetAct, readonly string[]>> = {
  left: ['arrowleft'],
  right: ['arrowright'],
  up: ['arrowup'],
  down: ['arrowdown'],
  mark: [' '],
  confirm: ['enter'],
  skip: ['s', 'n'],
  back: ['u', 'z', 'backspace'],
  two: ['d'],
  lineLeft: ['['],
  lineRight: [']']
};

/** What a key means on a sheet; `null` if nothing. */
export function sheetAct(key: string): SheetAct | null {
  return (Object.entries(sheetKeys) as [SheetAct, readonly string[]][]).find(([, keys]) => keys.includes(key))?.[0] ?? null; // `sheetKeys` has no other keys
}

export function keyOnSheet(act: SheetAct): string {
  return nameOf(sheetKeys[act][0] ?? '');
}
