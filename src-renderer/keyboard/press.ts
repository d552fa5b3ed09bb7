// From a key that was pressed to what it does in a context of the keymap.

import { type ActionOf, actionsOf, type ContextName } from './keymap.ts';

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** What each action of a context does; `null` where it cannot be done now. One that gives `false` was not for it after all. */
export type Doing<C extends ContextName> = { readonly [A in ActionOf<C>]: (() => unknown) | null };

const byChord = new Map<ContextName, ReadonlyMap<string, string>>();

/** The action that the key means in `context`; `null` for none. */
export function actionOf<C extends ContextName>(context: C, event: Press): ActionOf<C> | null {
  if (event.altKey) return null;
  const key = latin(event);
  const chords = chordsOf(context);
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : '';
  const found = (event.shiftKey ? chords.get(`${mod}Shift+${key}`) : undefined) ?? (mod && event.shiftKey ? undefined : chords.get(mod + key));
  return (found as ActionOf<C> | undefined) ?? null; // the chords are those of this context
}

/** Does what the key means in `context`; whether it did. The event itself is left to the caller. */
export function press<C extends ContextName>(context: C, event: Press, doing: Doing<C>): boolean {
  const action = actionOf(context, event);
  const act = action === null ? null : doing[action];
  return act !== null && act() !== false;
}

/** Whether keys go into a text field. */
export function isTyping(target: EventTarget | null): boolean {
  return typeof HTMLInputElement !== 'undefined' && target instanceof HTMLInputElement && target.type !== 'range';
}

function chordsOf(context: ContextName): ReadonlyMap<string, string> {
  let chords = byChord.get(context);
  if (!chords) {
    chords = new Map(Object.entries(actionsOf(context)).flatMap(([action, { keys }]) => keys.map((chord) => [chord, action] as const)));
    byChord.set(context, chords);
  }
  return chords;
}

/** Letters small; where the keyboard writes another script, the letter that stands on the key. */
function latin({ key, code }: Press): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined && !/^[\x20-\x7e]+$/.test(key)) return letter.toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}
