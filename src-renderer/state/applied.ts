// Tells that what was learned was applied, with what changed and a way back. Not of a few photos during Review, whose summary tells it all.

import { t } from '../messages/messages.svelte.ts';
import type { Applied } from './offered.svelte.ts';
import type { OpenLibrary } from './open-library.svelte.ts';
import type { Places } from './places.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/** What tells of it: the app's state. */
interface Telling {
  readonly toasts: Toasts;
  readonly places: Places;
  attempt<T>(asked: Promise<T> | undefined): Promise<T | undefined>;
}

export function tellApplied(kindred: Telling, { groups: { offered } }: Pick<OpenLibrary, 'groups'>, applied: Applied): void {
  if (applied.kind === 'few' && kindred.places.now.screen === 'review') return;
  const text = applied.kind === 'few' ? t('learned.moved', { count: applied.moved }) : t('learned.applied', { ...applied.offer });
  const undo = async (): Promise<void> => {
    const reverted = await offered.revert();
    kindred.toasts.say(t(reverted ? 'learned.reverted' : 'learned.notReverted'));
  };
  const [back, show] = [{ label: t('nav.undo'), run: () => void kindred.attempt(undo()) }, { label: t('learned.show'), run: () => (offered.looking = true) }];
  if (applied.kind === 'few') kindred.toasts.sayAfter(text, back, show);
  else kindred.toasts.say(text, back, show);
}
