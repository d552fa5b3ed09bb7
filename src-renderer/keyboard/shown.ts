// The keys as they are written: on buttons, and in the help sheet.

import { t, type MessageKey } from '../messages/messages.svelte.ts';
import { type ActionOf, actionsOf, type ContextName, keymap } from './keymap.ts';

const command = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl';
const signs: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', '-': '−' };
const named: Readonly<Record<string, MessageKey>> = { ' ': 'key.space', Enter: 'key.enter', Escape: 'key.escape' };

export interface Line {
  readonly says: MessageKey;
  readonly keys: readonly string[];
}

/** The help sheet: sections, and in each a line for all actions that say the same. */
export function sections(): readonly { readonly title: MessageKey; readonly lines: readonly Line[] }[] {
  const found = new Map<MessageKey, Map<MessageKey, Set<string>>>();
  for (const context of Object.keys(keymap) as ContextName[]) { // the names of a literal
    const { title } = keymap[context];
    const lines = found.get(title) ?? new Map<MessageKey, Set<string>>();
    found.set(title, lines);
    for (const { keys, says, shown = keys.slice(0, 1) } of Object.values(actionsOf(context))) {
      const line = lines.get(says) ?? new Set();
      lines.set(says, line);
      for (const chord of shown) for (const key of written(chord)) line.add(key);
    }
  }
  return [...found].map(([title, lines]) => ({ title, lines: [...lines].map(([says, keys]) => ({ says, keys: [...keys] })) }));
}

/** The first key of an action, as it is written on its button. */
export function keyOf<C extends ContextName>(context: C, action: ActionOf<C>): string {
  return written(actionsOf(context)[action]!.keys[0]!).join(' '); // every action has a key
}

/** A chord's keys, one after the other. */
function written(chord: string): string[] {
  const at = chord.length > 1 ? chord.lastIndexOf('+', chord.length - 2) + 1 : 0;
  const key = chord.slice(at);
  const name = named[key];
  return [
    ...(chord.includes('Shift+') ? [t('key.shift')] : []),
    ...(chord.includes('Mod+') ? [command] : []),
    name ? t(name) : (signs[key] ?? (key.length === 1 ? key.toUpperCase() : key))
  ];
}
