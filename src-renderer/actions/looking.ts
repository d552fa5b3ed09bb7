// The actions that show something: the photo itself, its group, what is like it, one after the other.

import { t } from '../messages/messages.svelte.ts';
import { listOf } from '../state/lists.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import type { Action } from './action.ts';
import type { Target } from './target.ts';

const one = ({ photos, groups }: Target): boolean => photos.length === 1 && groups.length === 0;

export const looking: readonly Action[] = [
  {
    id: 'open', part: 'look', key: { key: 'enter' }, hasKey: () => false, // grids and cards have the key themselves
    label: () => t('shortcuts.open'), shown: ({ viewed, groups, photos, set }) => !viewed && (groups.length === 1 || set !== undefined || (groups.length === 0 && photos.length === 1)), can: () => true,
    run({ groups: [group], photos: [photo], set, against }, { kindred: { places } }) {
      if (set !== undefined) places.openSet(set);
      else if (group !== undefined) places.openGroup(group);
      else if (photo !== undefined && against !== null) places.turnTo(photo, against);
      else if (photo !== undefined) places.openPhoto(photo);
    }
  },
  {
    id: 'show-group', part: 'look', key: { key: 'g' }, label: () => t('actions.showGroup'), can: one,
    shown: (target, { library, kindred: { places: { now } } }) => {
      const { table } = library.groups;
      const [photo] = target.photos;
      const place = one(target) && photo !== undefined ? table.placeOfPhoto(photo) : -1;
      return place >= 0 && table.idAt(place) !== now.group;
    },
    run({ photos: [photo] }, { library, kindred: { places } }) {
      const { table } = library.groups;
      if (photo !== undefined) places.openGroup(table.idAt(table.placeOfPhoto(photo)), photo);
    }
  },
  {
    id: 'alike', part: 'look', key: { key: 'l' }, label: () => t('actions.alike'), shown: one,
    can: ({ photos: [photo] }, { kindred: { places: { now } }, library }) => library.groups.status === 'ready' && (now.photo !== null || now.like !== photo),
    run({ photos: [photo] }, { kindred: { places } }) { if (photo !== undefined) places.openAlike(photo); }
  },
  {
    id: 'alike-part', part: 'look', key: { key: 'l', shift: true }, label: () => t('actions.alikePart'), shown: ({ viewed }) => viewed,
    can: (_, { library }) => library.groups.status === 'ready',
    run(_, { gestures }) {
      gestures.slideshow.stop();
      gestures.drawing = true;
    }
  },
  {
    id: 'slideshow', part: 'look', key: { key: 'k' }, label: () => t('actions.slideshow'), shown: ({ set }) => set === undefined, can: ({ photos }) => photos.length > 0,
    run({ photos, viewed }, { kindred: { places }, library, gestures: { slideshow } }) {
      if (viewed) return slideshow.toggle();
      const among = photos.length > 1 ? photos : (Array.from(listOf(places.now, library)) as PhotoId[]); // lists hold photo ids
      const [first] = photos;
      if (first === undefined) return;
      places.openPhoto(first, among);
      slideshow.start();
    }
  }
];
