// What the system has the page do: commands of the window's menu, an image that the app was opened with, and a newer version that was found.
import type { MenuCommand, UpdateState } from '../../src-shared/contract.ts';
import { findByFiles } from '../alike/find-by.ts';
import { t } from '../messages/messages.svelte.ts';
import type { Kindred } from '../state/kindred.svelte.ts';

/** Dialogs that can be opened without a library. */
const ANYWHERE: readonly MenuCommand[] = ['settings', 'shortcuts', 'about', 'diagnostics', 'restore'];
const DIALOGS = ['settings', 'shortcuts', 'about', 'diagnostics', 'restore', 'backup', 'import'] as const;

/** Listens until the returned function is called. */
export function followSystem(kindred: Kindred): () => void {
  const ends = [
    kindred.bridge.on('menu.chosen', (command) => follow(kindred, command)),
    kindred.bridge.on('image.offered', () => void takeImage(kindred)),
    kindred.bridge.on('updates.changed', (state) => tellNewer(kindred, state))
  ];
  return () => ends.forEach((end) => end());
}

/** Does what the menu says, where it can be done: not without a library, nor beneath an open dialog. */
export function follow(kindred: Pick<Kindred, 'dialog' | 'places' | 'library' | 'phase'>, command: MenuCommand): void {
  const isOpen = kindred.library !== null && kindred.phase === 'library';
  if (!isOpen && !ANYWHERE.includes(command)) return;
  const dialog = DIALOGS.find((name) => name === command);
  if (dialog) kindred.dialog = dialog;
  else if (kindred.dialog === null) kindred.places.show(command as Exclude<MenuCommand, (typeof DIALOGS)[number]>); // those left are screens
}

/** Tells of a newer version where the settings, which show it, are not open. */
export function tellNewer(kindred: Pick<Kindred, 'dialog' | 'toasts'>, state: UpdateState): void {
  if (state.phase !== 'available' || kindred.dialog === 'settings') return;
  kindred.toasts.say(t('updates.told', { version: state.found.version }), { label: t('updates.show'), run: () => void (kindred.dialog = 'settings') });
}

/** Looks for photos like the image that the app was opened with, if there is one; it waits until a library is open. */
export async function takeImage(kindred: Kindred): Promise<void> {
  const { library } = kindred;
  if (library === null || kindred.phase !== 'library') return;
  const image = await kindred.attempt(kindred.bridge.request('image.take', null));
  if (!image) return;
  kindred.dialog = null;
  kindred.toasts.say(t('alike.looking'));
  await findByFiles(kindred, library, [new File([new Uint8Array(image.bytes)], image.name)]);
}
