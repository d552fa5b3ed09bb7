// What a tile is called by screen readers: when the photo was taken, whether there is a raw file, and what the user thinks of it.

import type { PhotoId } from '../../src-shared/contract.ts';
import { messages, t } from '../messages/messages.svelte.ts';
import { markInWords } from '../state/marking.ts';
import type { OpenLibrary } from '../state/open-library.svelte.ts';

/** The photo's date, or its number where it has none, whether a raw file is there too, and its marks. */
export function tileName(photo: PhotoId, { photos, marks }: Pick<OpenLibrary, 'photos' | 'marks'>): string {
  const taken = photos.takenAt(photo);
  const dated = Number.isNaN(taken) ? t('photos.tile.undated', { id: photo }) : t('photos.tile', { date: messages.date(taken, { dateStyle: 'medium', timeStyle: 'short' }) });
  const name = photos.hasRaw(photo) ? t('photos.tile.raw', { name: dated }) : dated;
  const marked = markInWords(marks.of(photo));
  return marked === '' ? name : t('marks.tile', { name, marked });
}
