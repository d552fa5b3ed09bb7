// The actions on the files of photos: exporting, copying, other programs. What only a window can do is not there in a browser.

import { t } from '../messages/messages.svelte.ts';
import { isMac } from '../keyboard/names.ts';
import { copyImage, copyPaths, downloadImage, openWith, share, showInFolder } from '../state/outside.ts';
import type { Action } from './action.ts';
import type { Doing } from './doing.ts';
import type { Target } from './target.ts';

const one = ({ photos, groups }: Target): boolean => photos.length === 1 && groups.length === 0;
const inWindow = ({ kindred }: Doing): boolean => kindred.description?.host === 'electron';

export const filing: readonly Action[] = [
  {
    id: 'export', part: 'file', key: { key: 'e', command: true }, hasKey: () => false, // everywhere, also without a target: keyboard/keys.ts
    label: () => t('export.open'), shown: () => true, can: ({ photos }) => photos.length > 0,
    run: ({ photos, groups }, doing) => (groups.length > 0 ? doing.exportGroups(groups) : doing.exportPhotos(photos))
  },
  { id: 'copy-image', part: 'file', key: { key: 'c', command: true }, label: () => t('actions.copyImage'), shown: one, can: one, run: ({ photos: [photo] }, doing) => { if (photo !== undefined) void copyImage(doing.kindred, doing.library, photo); } },
  {
    id: 'copy-path', part: 'file', key: { key: 'c', command: true, alt: true }, label: ({ photos }) => t('actions.copyPath', { count: photos.length }), shown: () => true, can: ({ photos }) => photos.length > 0,
    run: ({ photos }, { kindred, library }) => void copyPaths(kindred, library, photos)
  },
  { id: 'open-with', part: 'file', key: { key: 'enter', shift: true }, label: () => t('actions.openWith'), shown: (target, doing) => one(target) && inWindow(doing), can: one, run: ({ photos: [photo] }, { kindred, library }) => { if (photo !== undefined) void openWith(kindred, library, photo); } },
  { id: 'show-in-folder', part: 'file', key: { key: 'enter', command: true }, label: () => t('actions.showInFolder'), shown: (target, doing) => one(target) && inWindow(doing), can: one, run: ({ photos: [photo] }, { kindred, library }) => { if (photo !== undefined) void showInFolder(kindred, library, photo); } },
  {
    id: 'share', part: 'file', label: () => t('actions.share'), shown: (_, doing) => isMac && inWindow(doing), can: ({ photos }) => photos.length > 0,
    run: ({ photos }, { kindred, library }) => void share(kindred, library, photos)
  },
  { id: 'download', part: 'file', label: () => t('actions.download'), shown: (target, doing) => one(target) && !inWindow(doing), can: one, run: ({ photos: [photo] }, { library }) => { if (photo !== undefined) downloadImage(library, photo); } }
];
