// Changes albums, and tells what came of it in a line with a way to the album and a way back.

import type { Album, AlbumId, AlbumRule } from '../../src-shared/albums/album.ts';
import { t } from '../messages/messages.svelte.ts';
import type { Albums, AlbumStep } from './albums.svelte.ts';
import type { Places } from './places.svelte.ts';
import type { Steps } from './steps.svelte.ts';
import { describeStep, type Telling as TellingSteps, tellStep } from './stepping.ts';
import type { ToastAction } from './toasts.svelte.ts';

interface Telling extends TellingSteps {
  readonly places: Pick<Places, 'now' | 'openAlbum'>;
}

interface Keeping {
  readonly albums: Albums;
  readonly steps: Steps;
  track(work: Promise<unknown>): void;
}

/** Adds photos to an album. */
export async function addToAlbum(kindred: Telling, library: Keeping, album: Album, photos: readonly number[]): Promise<void> {
  if (photos.length === 0) return;
  const step = await waited(kindred, library, library.albums.add(album.id, photos));
  if (step) tellStep(kindred, library, step, t('albums.added', { count: step.changed, name: album.name }), wayTo(kindred, album.id));
  else if (step === null) kindred.toasts.say(t('albums.known', { count: photos.length, name: album.name }), null, wayTo(kindred, album.id));
}

/** A new album of these photos, or of what a rule gives. `opens`: it is shown. */
export async function createAlbum(kindred: Telling, library: Keeping, name: string, what: { readonly rule?: AlbumRule | null; readonly photos?: readonly number[] }, { opens = false } = {}): Promise<void> {
  const step = await waited(kindred, library, library.albums.create(name, what));
  if (!step) return;
  if (opens) kindred.places.openAlbum(step.album.id);
  const words = step.changed > 0 ? t('albums.added', { count: step.changed, name: step.album.name }) : t('albums.created', { name: step.album.name });
  tellStep(kindred, library, step, words, wayTo(kindred, step.album.id));
}

/** Takes photos out of an album; they stay in the library. */
export async function removeFromAlbum(kindred: Telling, library: Keeping, album: Album, photos: readonly number[]): Promise<void> {
  const step = await waited(kindred, library, library.albums.remove(album.id, photos));
  if (step) tellStep(kindred, library, step, t('albums.removed', { count: step.changed, name: album.name }));
}

export async function deleteAlbum(kindred: Telling, library: Keeping, album: Album): Promise<void> {
  const step = await waited(kindred, library, library.albums.delete(album.id));
  if (step) tellStep(kindred, library, step, t('albums.deleted', { name: album.name }));
}

/** A change that the screen shows by itself; a failure is told. `what` it is, is said where undo takes it back, maybe on another screen. */
export async function quietly(kindred: Telling, library: Keeping, change: Promise<AlbumStep | null>, what: 'renamed' | 'ordered' | 'moved' | 'ruled'): Promise<void> {
  const step = await waited(kindred, library, change);
  if (step) describeStep(step, t(`albums.${what}`, { name: step.album.name }));
}

export async function chooseCover(kindred: Telling, library: Keeping, album: Album, photo: NonNullable<Album['cover']>): Promise<void> {
  const step = await waited(kindred, library, library.albums.change(album.id, { cover: photo }));
  if (step) tellStep(kindred, library, step, t('albums.cover.chosen', { name: album.name }));
}

/** `undefined` where it failed. */
function waited(kindred: Telling, library: Keeping, change: Promise<AlbumStep | null>): Promise<AlbumStep | null | undefined> {
  library.track(change);
  return kindred.attempt(change);
}

/** `null` where that album is open. */
function wayTo({ places }: Telling, album: AlbumId): ToastAction | null {
  return places.now.album === album ? null : { label: t('albums.show'), run: () => places.openAlbum(album) };
}
