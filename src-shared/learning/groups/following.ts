// Which of the changes that were learned the groups may follow: none that takes back what was said, and only few without being asked for. How
// changes are found: changes.ts.
import type { Change, Partition } from './changes.ts';

/** Photos that may move unasked among so many: 5, in a large library one in a hundred, but never more than can be looked over. */
export function mostUnasked(photos: number): number {
  return Math.max(5, Math.min(50, Math.floor(photos / 100)));
}

export interface SparingOptions {
  readonly before: Partition;
  readonly after: Partition;
  /** Photos that were said to be alike, as disjoint sets. */
  readonly together: readonly (readonly number[])[];
}

/** The changes that take no photo out of a group in which some were said to be alike: whoever said so would see that group shrink. */
export function sparing(changes: readonly Change[], { before, after, together }: SparingOptions): Change[] {
  const said = new Set(together.flat());
  const placeOf = new Map<number, number>();
  for (const place of changes.flatMap((change) => change.after)) {
    for (let at = 0, photos = after[place]!; at < photos.length; at++) placeOf.set(photos[at]!, place);
  }
  const shrinks = (group: ArrayLike<number>): boolean => {
    const first = placeOf.get(group[0]!);
    return Array.prototype.some.call(group, (photo: number) => said.has(photo)) && Array.prototype.some.call(group, (photo: number) => placeOf.get(photo) !== first);
  };
  return changes.filter((change) => change.kind === 'merge' || !change.before.some((place) => shrinks(before[place]!)));
}
