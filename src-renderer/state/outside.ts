// Photos handed to the world outside the app: their paths and pictures on the clipboard, their files in other programs. A window asks the
// system through the main side; a browser uses its own clipboard, and does the rest not at all.

import type { PhotoId } from '../../src-shared/contract.ts';
import { t } from '../messages/messages.svelte.ts';
import type { Kindred } from './kindred.svelte.ts';
import type { OpenLibrary } from './open-library.svelte.ts';

type Telling = Pick<Kindred, 'attempt' | 'toasts' | 'bridge' | 'description'>;
type Asked = Pick<OpenLibrary, 'bridge'>;

/** As many as one request may name. */
const AT_ONCE = 1000;

/** Full paths, one a line. */
export async function copyPaths(kindred: Telling, library: Asked, photos: readonly PhotoId[]): Promise<void> {
  const paths = await kindred.attempt(pathsOf(library, photos));
  if (!paths) return;
  if (paths.length === 0) return kindred.toasts.say(t('actions.noFile'));
  const copied = await kindred.attempt(copyText(kindred, paths.join('\n')).then(() => true));
  if (copied) kindred.toasts.say(t('actions.copiedPath', { count: paths.length }));
}

/** The picture as large as the viewer shows it. */
export async function copyImage(kindred: Telling, library: Asked, photo: PhotoId): Promise<void> {
  const work = kindred.description?.host === 'electron' ? library.bridge.request('desktop.copyImage', { id: photo }) : navigator.clipboard.write([new ClipboardItem({ 'image/png': drawn(library.bridge.photoUrl(photo)) })]);
  if ((await kindred.attempt(work.then(() => true))) === true) kindred.toasts.say(t('actions.copiedImage'));
}

export async function openWith(kindred: Telling, { bridge }: Asked, photo: PhotoId): Promise<void> {
  await kindred.attempt(bridge.request('desktop.open', { id: photo }));
}

export async function showInFolder(kindred: Telling, { bridge }: Asked, photo: PhotoId): Promise<void> {
  await kindred.attempt(bridge.request('desktop.show', { id: photo }));
}

/** With other programs, by the system's own menu. */
export async function share(kindred: Telling, { bridge }: Asked, photos: readonly PhotoId[]): Promise<void> {
  await kindred.attempt(bridge.request('desktop.share', { ids: photos.slice(0, AT_ONCE) }));
}

/** Saves the picture that a browser shows. */
export function downloadImage({ bridge }: Asked, photo: PhotoId): void {
  const link = document.createElement('a');
  link.href = bridge.photoUrl(photo);
  link.download = `${photo}.jpg`;
  link.click();
}

async function pathsOf({ bridge }: Asked, photos: readonly PhotoId[]): Promise<string[]> {
  const paths: string[] = [];
  for (let from = 0; from < photos.length; from += AT_ONCE) {
    const files = await bridge.request('photos.files', { ids: photos.slice(from, from + AT_ONCE) });
    for (const file of files) if (file) paths.push(`${file.folder}${file.folder.includes('\\') ? '\\' : '/'}${file.path}`);
  }
  return paths;
}

/** Puts a text into the clipboard. */
export function copyText({ bridge, description }: Telling, text: string): Promise<unknown> {
  return description?.host === 'electron' ? bridge.request('desktop.copyText', { text }) : navigator.clipboard.writeText(text);
}

/** A picture as PNG, which every clipboard takes. */
async function drawn(url: string): Promise<Blob> {
  const picture = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d')!.drawImage(picture, 0, 0); // a canvas without another context has one
  return canvas.convertToBlob({ type: 'image/png' });
}
