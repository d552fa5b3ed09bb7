// Searching by images: has each looked at, says which could not be, and opens the screen of what is like them. Where that is open already, they join
// what it is about.

import type { PhotoId } from '../../src-shared/contract.ts';
import { MOST_IMAGE_BYTES, MOST_IMAGES, MOST_WORDS, type Region } from '../../src-shared/contract/alike.ts';
import { messages, t } from '../messages/messages.svelte.ts';
import type { Kindred } from '../state/kindred.svelte.ts';
import { itemsOf, type LikeItem } from '../state/like-item.ts';
import type { OpenLibrary } from '../state/open-library.svelte.ts';

type Searching = Pick<Kindred, 'places' | 'toasts' | 'attempt'>;
type Searched = Pick<OpenLibrary, 'alike'>;

/** Searches by files of the system, which are not added to the library. */
export async function findByFiles(kindred: Searching, library: Searched, files: readonly File[]): Promise<void> {
  const room = MOST_IMAGES - before(kindred).length;
  if (files.length > room) kindred.toasts.say(t('alike.tooMany', { count: MOST_IMAGES }));
  const found: LikeItem[] = [];
  for (const file of files.slice(0, Math.max(0, room))) {
    const item = await seeFile(kindred, library, file);
    if (item) found.push(item);
  }
  if (found.length === 0) return;
  const there = before(kindred); // where the user is by now
  if (there.length > 0) kindred.places.turnToLike([...there, ...found].slice(0, MOST_IMAGES));
  else kindred.places.openLike(found);
}

/** Searches by a part of a photo. */
export async function findByPart(kindred: Searching, library: Searched, photo: PhotoId, region: Region): Promise<void> {
  const seen = await kindred.attempt(library.alike.see({ kind: 'part', photo, region }));
  if (!seen) return;
  if (seen.status === 'problem') return kindred.toasts.say(t(`problem.${seen.code}`));
  kindred.places.openLike([{ kind: 'image', name: t('alike.part'), partOf: photo, look: seen.look, thumbnail: seen.thumbnail }]);
}

/** Searches by words, where the encoder in use understands them. */
export async function findByWords(kindred: Searching, library: Searched, words: string): Promise<void> {
  const said = words.trim().slice(0, MOST_WORDS);
  const look = await kindred.attempt(library.alike.understand(said));
  if (look) kindred.places.openLike([{ kind: 'words', words: said, look }]);
}

/** Leaves out one of the items; with the last one the screen is left. */
export function leaveOut({ places }: Pick<Kindred, 'places'>, item: LikeItem): void {
  const items = itemsOf(places.now);
  const left = items.filter((each) => each !== item);
  if (left.length === items.length || left.length === 0) places.back();
  else places.turnToLike(left);
}

async function seeFile(kindred: Searching, library: Searched, file: File): Promise<LikeItem | null> {
  const say = (why: string): null => (kindred.toasts.say(t('alike.cannot', { name: file.name, why })), null);
  if (file.size > MOST_IMAGE_BYTES) return say(t('alike.tooLarge', { most: messages.bytes(MOST_IMAGE_BYTES) }));
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return say(t('alike.notAFile')); // a folder, or gone since
  }
  if (bytes.length === 0) return say(t('problem.empty'));
  const seen = await kindred.attempt(library.alike.see({ kind: 'bytes', bytes }));
  if (!seen) return null; // said by `attempt`
  if (seen.status === 'problem') return say(t(`problem.${seen.code}`));
  return { kind: 'image', name: file.name, partOf: null, look: seen.look, thumbnail: seen.thumbnail };
}

/** What the screen is about that the new images join: nothing where it is not open. */
function before({ places: { now } }: Pick<Kindred, 'places'>): readonly LikeItem[] {
  return now.screen === 'alike' && now.photo === null ? itemsOf(now).filter(({ kind }) => kind !== 'words') : [];
}
