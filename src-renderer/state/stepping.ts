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

/** Takes back the last step, or that one. */
export async function undoStep(kindred: Telling, library: Stepping, step?: Step): Promise<void> {
  const undone = await kindred.attempt(library.steps.undo(step));
  if (undone?.undone) kindred.toasts.say(t(undone.undone), undone.redo && { label: t('nav.redo'), run: () => void redoStep(kindred, library, undone) });
}

/** Brings back the step that was taken back last, or that one. */
export async function redoStep(kindred: Telling, library: Stepping, step?: Step): Promise<void> {
  const redone = await kindred.attempt(library.steps.redo(step));
  if (redone?.redone) kindred.toasts.say(t(redone.redone), wayBack(kindred, library, redone));
}

/** Undo of a step, for the line that tells of it. */
export function wayBack(kindred: Telling, library: Stepping, step: Step): ToastAction {
  return { label: t('nav.undo'), run: () => void undoStep(kindred, library, step) };
}
