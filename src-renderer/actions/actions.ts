// Every action that photos, a selection or groups have, in one table: the context menus, the bar of the selection, the viewer, the keys and
// the list of shortcuts all read it. Marks have a table of their own: keyboard/mark-keys.ts.

import { albums } from './albums.ts';
import type { Action, ActionId, ActionKey } from './action.ts';
import type { Doing } from './doing.ts';
import { filing } from './filing.ts';
import { judging } from './judging.ts';
import { looking } from './looking.ts';
import type { Target } from './target.ts';
import { commandKey, nameOf } from '../keyboard/names.ts';
import { t } from '../messages/messages.svelte.ts';

export const actions: readonly Action[] = [...looking, ...judging, ...albums, ...filing];

export function actionOf(id: ActionId): Action {
  return actions.find((action) => action.id === id)!; // every id is in the table: see the test
}

/** Those that a menu about the target has, in their parts. */
export function menuOf(target: Target, doing: Doing): readonly (readonly Action[])[] {
  const shown = actions.filter((action) => action.shown(target, doing));
  return (['look', 'judge', 'album', 'file'] as const).map((part) => shown.filter((action) => action.part === part)).filter(({ length }) => length > 0);
}

/** The action that a key means for a target; `null` if none, or if it is not possible. */
export function actionFor(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>, target: Target, doing: Doing): Action | null {
  return actions.find((action) => [action.key, action.also].some((key) => key && isPressed(key, event)) && (action.hasKey?.(doing) ?? true) && action.shown(target, doing)) ?? null;
}

/** Whether an event is of this key with its modifiers and no other. */
export function isPressed({ key, shift = false, command = false, alt = false }: ActionKey, event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): boolean {
  return event.key.toLowerCase() === key && event.shiftKey === shift && (event.ctrlKey || event.metaKey) === command && event.altKey === alt;
}

/** The keys of an action as they are written on the screen, one after the other. */
export function keysOf({ key }: Pick<Action, 'key'>): readonly string[] {
  if (!key) return [];
  return [...(key.command ? [commandKey] : []), ...(key.alt ? ['Alt'] : []), ...(key.shift ? [t('key.shift')] : []), key.key === 'delete' ? t('key.delete') : nameOf(key.key)];
}
