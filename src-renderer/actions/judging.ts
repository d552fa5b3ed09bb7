// The actions that say something about likeness, on what is selected, open or picked.

import type { PhotoId, Statement } from '../../src-shared/contract.ts';
import { different, similar, split } from '../gestures/statements.ts';
import { t } from '../messages/messages.svelte.ts';
import { listOf } from '../state/lists.ts';
import type { Action } from './action.ts';
import type { Doing } from './doing.ts';
import { relative, type Relative } from './relative.ts';
import type { Target } from './target.ts';

/** What one photo is similar to or different from; `null` where several are meant, or it stands alone. */
function relativeOf({ photos: [photo, ...others], against, viewed }: Target, { kindred: { places: { now } }, library }: Doing): Relative | null {
  if (photo === undefined || others.length > 0 || (!viewed && against === null)) return null;
  const { table } = library.groups;
  const around = now.group !== null ? table.placeOf(now.group) : table.placeOfPhoto(photo);
  return relative(photo, { against, group: around < 0 ? [] : table.photosAt(around), covers: around < 0 ? [] : table.coversAt(around) });
}

function saying(target: Target, doing: Doing, kind: 'similar' | 'different'): Statement | null {
  const one = relativeOf(target, doing);
  if (one) return one[kind];
  if (target.viewed) return null;
  return kind === 'similar' ? similar(target.photos) : different(target.photos, (photo) => doing.library.groupOf(photo))?.statement ?? null;
}

function say(target: Target, doing: Doing, kind: 'similar' | 'different'): void {
  const statement = saying(target, doing, kind);
  if (!statement) return;
  const words = relativeOf(target, doing)?.to === 'group' ? { words: t(`actions.said.${kind}`) } : {};
  void doing.kindred.say(statement, words);
}

/** The photos that are compared: of one that is open, it and what it stands beside. */
function compared({ photos, against, viewed }: Target, { kindred: { places }, library }: Doing): readonly PhotoId[] {
  const [photo] = photos;
  if (photo === undefined || photos.length > 1 || (!viewed && against === null)) return photos;
  const list = viewed ? listOf(places.now, library) : new Uint32Array();
  const at = list.indexOf(photo);
  const other = against ?? ((list[at + 1] ?? list[at - 1]) as PhotoId | undefined); // the list holds photo ids
  return other === undefined ? photos : [photo, other];
}

const ofPhotos = ({ groups }: Target): boolean => groups.length === 0;
const ofGroups = ({ groups }: Target): boolean => groups.length > 1;

export const judging: readonly Action[] = [
  { id: 'similar', part: 'judge', key: { key: 's' }, selected: true, shown: ofPhotos, label: () => t('select.similar'), can: (target, doing) => saying(target, doing, 'similar') !== null, run: (target, doing) => say(target, doing, 'similar') },
  { id: 'different', part: 'judge', key: { key: 'd' }, selected: true, shown: ofPhotos, label: () => t('select.different'), can: (target, doing) => saying(target, doing, 'different') !== null, run: (target, doing) => say(target, doing, 'different') },
  { id: 'merge', part: 'judge', key: { key: 's' }, selected: true, shown: ofGroups, label: () => t('pick.merge'), can: ofGroups, run: ({ groups }, { gestures }) => void gestures.mergeGroups(groups) },
  { id: 'part', part: 'judge', key: { key: 'd' }, selected: true, shown: ofGroups, label: () => t('pick.unrelated'), can: ofGroups, run: ({ groups }, { gestures }) => void gestures.partGroups(groups) },
  { id: 'move', part: 'judge', key: { key: 'm' }, selected: true, shown: ofPhotos, label: () => t('select.move'), can: (_, { library }) => library.groups.table.count > 0, run: ({ photos }, { gestures }) => (gestures.moving = photos) },
  {
    id: 'split', part: 'judge', key: { key: 'x' }, selected: true, shown: ofPhotos, label: ({ photos }) => t('select.split', { count: photos.length }),
    hasKey: ({ kindred }) => kindred.places.now.screen === 'group', // elsewhere it rejects
    can: ({ photos }, { library }) => split(photos, (photo) => library.groupOf(photo)) !== null, run: ({ photos }, { gestures }) => void gestures.splitOff(photos)
  },
  {
    id: 'compare', part: 'judge', key: { key: 'c' }, selected: true, shown: ofPhotos, label: ({ photos }) => t(photos.length === 3 ? 'select.compare.three' : photos.length === 4 ? 'select.compare.four' : 'select.compare'),
    can: (target, doing) => [2, 3, 4].includes(compared(target, doing).length), run: (target, doing) => (doing.gestures.asking = { what: 'compare', photos: compared(target, doing) })
  },
  {
    id: 'why', part: 'judge', key: { key: 'w' }, selected: true, shown: ({ groups }) => groups.length < 2, label: () => t('select.why'),
    can: (target, doing) => whyOf(target, doing).length > 1, run: (target, doing) => (doing.gestures.asking = { what: 'why', photos: whyOf(target, doing) })
  }
];

/** The photos whose likeness is explained: of one photo, with what it is compared to, or its group. */
function whyOf({ photos, against }: Target, { library }: Doing): readonly PhotoId[] {
  const [photo] = photos;
  if (photo === undefined || photos.length > 1) return photos;
  return against !== null ? [against, photo] : [photo, ...(Array.from(library.groupOf(photo)) as PhotoId[]).filter((other) => other !== photo)]; // groups hold photo ids
}
