// What an answer did to the groups on the screen, in words and with a way to the part that is not seen.

import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import { t } from '../messages/messages.svelte.ts';
import type { GroupTable } from '../../src-shared/desk/group-table.ts';
import { tableChanges } from '../../src-shared/desk/table-changes.ts';
import type { Places } from './places.svelte.ts';
import type { ToastAction } from './toasts.svelte.ts';

export interface Effect {
  readonly words: string;
  readonly show: ToastAction | null;
}

/** `null` unless exactly groups became one, or one became several. */
export function effectOf(before: GroupTable, after: GroupTable, places: Pick<Places, 'now' | 'openGroup' | 'openPhoto'>): Effect | null {
  const [change, ...others] = tableChanges(before, after);
  if (!change || others.length > 0 || change.kind === 'move') return null;
  const sizes = change.after.map((place) => after.partAt(place).length);
  if (change.kind === 'merge') return { words: t('say.joined', { size: sizes[0]! }), show: null };
  if (sizes.length > 2) return { words: t('say.parted.more', { count: sizes.length }), show: null };
  const open = places.now.group;
  const [first, second] = change.after as [number, number]; // a split has two or more
  // on the screen of a group that is the one left behind; elsewhere the smaller one is the news
  const other = second < after.count && after.idAt(second) === open ? first : second;
  return { words: t('say.parted', { first: sizes[0]!, second: sizes[1]! }), show: { label: t('say.showOther'), run: () => lead(other) } };

  function lead(place: number): void {
    const id: GroupId | null = place < after.count ? after.idAt(place) : null;
    if (id !== null) places.openGroup(id);
    else places.openPhoto(after.partAt(place)[0] as PhotoId); // alone
  }
}
