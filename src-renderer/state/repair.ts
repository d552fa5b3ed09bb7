// Puts a damaged library together again, tells what was kept, and opens it.
import { t } from '../messages/messages.svelte.ts';
import type { Kindred } from './kindred.svelte.ts';

export async function repair(kindred: Kindred, folder: string): Promise<void> {
  const salvaged = await kindred.attempt(kindred.bridge.request('library.repair', { folder }));
  if (!salvaged) return;
  await kindred.open(folder);
  kindred.toasts.say(t(salvaged.lost > 0 ? 'repair.lost' : 'repair.done', { ...salvaged }));
}
