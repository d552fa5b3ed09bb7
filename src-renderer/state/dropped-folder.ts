// A folder dropped on the window: it is opened as if it had been chosen. Only the desktop app learns where it is.
import { t } from '../messages/messages.svelte.ts';
import type { Kindred } from './kindred.svelte.ts';

/** The single folder among what is dropped, as a file; `null` if there is none. To be called while it is dropped: later the browser lets go of it. */
export function folderIn({ items, files }: Pick<DataTransfer, 'items' | 'files'>): File | null {
  const [item] = [...items].filter(({ kind }) => kind === 'file');
  return files.length === 1 && item?.webkitGetAsEntry()?.isDirectory ? files[0]! : null; // there is one
}

/** Opens it, or says why that cannot be. */
export async function openDropped(kindred: Pick<Kindred, 'bridge' | 'recognising' | 'toasts'>, folder: File): Promise<void> {
  const path = kindred.bridge.pathOf?.(folder) ?? '';
  if (path === '') kindred.toasts.say(t('drop.folder.where', { folder: folder.name }));
  else await kindred.recognising.open(path);
}
