// The actions that put photos into albums and take them out.

import type { Album } from '../../src-shared/albums/album.ts';
import { t } from '../messages/messages.svelte.ts';
import { chooseCover, removeFromAlbum } from '../state/album-changes.ts';
import type { Action } from './action.ts';
import type { Doing } from './doing.ts';

const openAlbum = ({ kindred: { places: { now } }, library }: Doing): Album | undefined => (now.album === undefined ? undefined : library.albums.of(now.album));
const last = ({ library }: Doing): Album | null => library.albums.lastUsed;

export const albums: readonly Action[] = [
  {
    id: 'album-last', part: 'album', key: { key: 'a' }, label: (_, doing) => t('albums.addTo', { name: last(doing)?.name ?? '' }),
    shown: (_, doing) => last(doing) !== null && last(doing)?.id !== openAlbum(doing)?.id, can: ({ photos }) => photos.length > 0,
    run: ({ photos }, { gestures }) => void gestures.addToLastAlbum(photos)
  },
  { id: 'album', part: 'album', key: { key: 'a', shift: true }, also: { key: 'a' }, label: () => t('albums.add'), shown: () => true, can: ({ photos }) => photos.length > 0, run: ({ photos }, { gestures }) => (gestures.albumWish = { photos }) },
  {
    id: 'album-remove', part: 'album', key: { key: 'delete' }, label: () => t('albums.remove'), shown: (_, doing) => openAlbum(doing) !== undefined, can: (_, doing) => openAlbum(doing)?.rule === null,
    run({ photos }, doing) {
      const album = openAlbum(doing);
      if (album) void removeFromAlbum(doing.kindred, doing.library, album, photos);
    }
  },
  {
    id: 'album-cover', part: 'album', label: () => t('albums.cover'), shown: (_, doing) => openAlbum(doing) !== undefined, can: ({ photos }) => photos.length === 1,
    run({ photos: [photo] }, doing) {
      const album = openAlbum(doing);
      if (album && photo !== undefined) void chooseCover(doing.kindred, doing.library, album, photo);
    }
  }
];
