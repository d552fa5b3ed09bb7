// Keys that work on every screen of an open library. Grids and the viewer handle their own keys.

export type KeyStep = 'undo' | 'redo' | 'groups' | 'singles' | 'all' | 'duplicates' | 'review' | 'learn' | 'albums' | 'finer' | 'coarser' | 'export' | 'escape';

/** With Ctrl or ⌘: digits alone are stars. */
const screens: Readonly<Record<string, KeyStep>> = { '1': 'groups', '2': 'singles', '3': 'all', '4': 'duplicates', '5': 'review', '6': 'learn', '7': 'albums' };
const plain: Readonly<Record<string, KeyStep>> = { '[': 'finer', ']': 'coarser', Escape: 'escape' };

/** `null` for keys without a meaning here, and while typing in a field. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'target' | 'defaultPrevented'>): KeyStep | null {
  if (event.defaultPrevented || isTyping(event.target)) return null;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === 'z') return event.shiftKey ? 'redo' : 'undo';
  if (command && event.key.toLowerCase() === 'y') return 'redo';
  if (command && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'e') return 'export';
  if (event.altKey) return null;
  return (command ? (event.shiftKey ? null : screens[event.key]) : plain[event.key]) ?? null;
}

/** V, and Ctrl with Space where the system leaves it to programs: selects what has the focus, or no longer. */
export function isSelect({ key, ctrlKey, metaKey, altKey, shiftKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): boolean {
  if (altKey || shiftKey || metaKey) return false;
  return ctrlKey ? key === ' ' : key.toLowerCase() === 'v';
}

/** Inputs that take no text. */
const marks: readonly string[] = ['range', 'checkbox', 'radio'];

/** Whether keys go into a text field. */
export function isTyping(target: EventTarget | null): boolean {
  return typeof HTMLInputElement !== 'undefined' && target instanceof HTMLInputElement && !marks.includes(target.type);
}
