// The changes from one table of groups to another, as cards draw them and with what puts them back.

import type { ChangedGroup, PhotoId, ShownChange, Statement } from '../../src-shared/contract.ts';
import { asBefore } from '../gestures/statements.ts';
import { t } from '../messages/messages.svelte.ts';
import type { GroupTable } from '../../src-shared/desk/group-table.ts';
import { tableChanges } from '../../src-shared/desk/table-changes.ts';

export interface RefusableChange extends ShownChange {
  /** Stays with it while other changes come and go. */
  readonly key: string;
  /** What refusing it says. */
  readonly refusal: () => readonly Statement[];
  /** Whether a statement is why it came about. */
  readonly isBecauseOf: (statement: Statement) => boolean;
}

export function changesBetween(before: GroupTable, after: GroupTable): RefusableChange[] {
  const draw = (table: GroupTable, places: readonly number[]): ChangedGroup[] =>
    places.map((place) => ({ photos: table.partAt(place).length, covers: place < table.count ? table.coversAt(place) : [table.partAt(place)[0] as PhotoId] })); // the photo that is alone
  return tableChanges(before, after).map((change) => {
    const [from, to] = [change.before.map((place) => before.partAt(place)), change.after.map((place) => after.partAt(place))];
    let placeOf: ReadonlyMap<number, number> | null = null; // only of a change that is refused
    return {
      kind: change.kind, moved: change.moved, before: draw(before, change.before), after: draw(after, change.after), key: from.map(([first]) => first).join(' '),
      isBecauseOf: (statement) => isBecauseOf(statement, (placeOf ??= placesIn(from))), refusal: () => asBefore(from, to)
    };
  });
}

function placesIn(groups: readonly Uint32Array[]): Map<number, number> {
  const placeOf = new Map<number, number>();
  groups.forEach((photos, place) => photos.forEach((photo) => placeOf.set(photo, place)));
  return placeOf;
}

/** Whether it joins some of the groups that `placeOf` tells of photos, or parts one. */
function isBecauseOf({ kind, photos, ...rest }: Statement, placeOf: ReadonlyMap<number, number>): boolean {
  const met = (of: readonly number[]) => new Set(of.flatMap((photo) => placeOf.get(photo) ?? []));
  if (kind === 'similar' || kind === 'together') return met(photos).size > 1;
  if (kind === 'different') return met(photos).size === 1 && photos.every((photo) => placeOf.has(photo));
  if (!('others' in rest)) return false;
  const others = met(rest.others);
  return [...met(photos)].some((at) => others.has(at));
}

/** A change in one line. */
export function wordsOf({ kind, before, after, moved }: ShownChange): string {
  const groups = (of: readonly ChangedGroup[]) => of.filter(({ photos }) => photos > 1);
  const [from, to] = [groups(before), groups(after)];
  const [first, last] = [before[0]!.photos, after[0]!.photos];
  if (kind === 'move') return t('change.move', { count: moved });
  if (kind === 'merge') {
    if (from.length > 1) return t('change.merge', { count: from.length, size: last });
    return from.length === 0 ? t('change.new', { count: last }) : t('change.join', { count: moved, size: first });
  }
  if (to.length > 1) return t('change.split', { size: first, count: to.length });
  return to.length === 0 ? t('change.alone', { size: first }) : t('change.leave', { count: moved, size: first });
}
