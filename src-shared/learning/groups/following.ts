// Which changes that were learned are small enough to be applied unasked, and which are only offered. How changes are found: changes.ts.
import { movedBy, type Change, type Partition } from './changes.ts';

export interface FollowingOptions {
  /** The groups that the changes start from. */
  readonly before: Partition;
  /** Photos that were said to be alike, as disjoint sets. */
  readonly together: readonly (readonly number[])[];
}

/** Photos that may move unasked among so many: 5, in a large library one in a hundred, but never more than can be looked over. */
export function mostUnasked(photos: number): number {
  return Math.max(5, Math.min(50, Math.floor(photos / 100)));
}

/**
 * The changes to apply unasked; `null` where they are so many that they are to be offered. A small change that would take photos out of
 * a group in which some were said to be alike is neither: whoever just said so would see that group shrink.
 */
export function following(changes: readonly Change[], { before, together }: FollowingOptions): readonly Change[] | null {
  const photos = before.reduce((sum, { length }) => sum + length, 0);
  if (movedBy(changes) > mostUnasked(photos)) return null;
  return sparing(changes, { before, together });
}

/** The changes that take no photo out of a group in which some were said to be alike. */
export function sparing(changes: readonly Change[], { before, together }: FollowingOptions): Change[] {
  const said = new Set(together.flat());
  return changes.filter(({ kind, before: places }) => kind === 'merge' || !places.some((place) => Array.prototype.some.call(before[place], (photo: number) => said.has(photo))));
}
