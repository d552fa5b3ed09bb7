// Takes steps back and brings them back, and tells so in a line with the way back.

import { t } from '../messages/messages.svelte.ts';
import type { Step, Steps } from './steps.svelte.ts';
import type { ToastAction, Toasts } from './toasts.svelte.ts';

/** What tells of it: the app's state. */
export interface Telling {
  readonly toasts: Toasts;
  attempt<T>(asked: Promise<T> | undefined): Promise<T | undefined>;
}

interface Stepping {
  readonly steps: Steps;
}

/** What was told of steps when they were done, to be told again when they are taken back and brought back. */
const words = new WeakMap<Step, string>();

/** Keeps what a step was, in words. */
export function describeStep(step: Step, told: string): void {
  words.set(step, told);
}

/** Tells of a step in a line with the way back; `show`: another way. */
export function tellStep(kindred: Telling, library: Stepping, step: Step, told: string, show: ToastAction | null = null): void {
  describeStep(step, told);
  kindred.toasts.say(told, wayBack(kindred, library, step), show);
}

/** Takes back the last step, or that one. */
export async function undoStep(kindred: Telling, library: Stepping, step?: Step): Promise<void> {
  const undone = await kindred.attempt(library.steps.undo(step));
  if (undone?.undone) kindred.toasts.say(words.has(undone) ? t('steps.undone', { what: words.get(undone)! }) : t(undone.undone), undone.redo && { label: t('nav.redo'), run: () => void redoStep(kindred, library, undone) });
}

/** Brings back the step that was taken back last, or that one. */
export async function redoStep(kindred: Telling, library: Stepping, step?: Step): Promise<void> {
  const redone = await kindred.attempt(library.steps.redo(step));
  if (redone?.redone) kindred.toasts.say(words.get(redone) ?? t(redone.redone), wayBack(kindred, library, redone));
}

/** Undo of a step, for the line that tells of it. */
export function wayBack(kindred: Telling, library: Stepping, step: Step): ToastAction {
  return { label: t('nav.undo'), run: () => void undoStep(kindred, library, step) };
}
