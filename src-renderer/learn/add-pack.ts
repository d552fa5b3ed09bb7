// Adds an encoder from outside, wherever it was dropped or chosen, and shows it.

import { t } from '../messages/messages.svelte.ts';
import type { Kindred } from '../state/kindred.svelte.ts';
import type { PackFiles } from './dropped-pack.ts';

/** Shows the screen of learning, where its progress is. */
export async function addPack(kindred: Pick<Kindred, 'packs' | 'places' | 'toasts' | 'attempt'>, pack: PackFiles | null): Promise<void> {
  if (!pack) return kindred.toasts.say(t('packs.noPack'));
  if (kindred.packs.adding) return kindred.toasts.say(t('packs.another'));
  if (kindred.places.now.screen !== 'learn') kindred.places.show('learn');
  const added = await kindred.attempt(kindred.packs.add(pack.name, pack.files));
  if (added) kindred.toasts.say(t('packs.added', { name: added.name }));
}
