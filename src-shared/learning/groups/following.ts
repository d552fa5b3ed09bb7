// Which of the changes that were learned the groups may follow: none that takes back what was said, and unasked only few, and none that puts
// together again what the last steps parted. How changes are found: changes.ts.
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

export interface RejoiningOptions extends Pick<SparingOptions, 'before' | 'after'> {
  /** The photos of each group that the last steps changed, as it was. */
  readonly earlier: readonly (readonly number[])[];
}

/**
 * Whether any of the changes puts photos together that were in one group, until a step parted it. Nobody spoke of photos that only went along, so
 * they may come back; but whoever saw the group parted is asked.
 */
export function rejoins(changes: readonly Change[], { before, after, earlier }: RejoiningOptions): boolean {
  const partOf = new Map<number, number>();
  for (const place of changes.flatMap((change) => change.before)) {
    for (let at = 0, photos = before[place]!; at < photos.length; at++) partOf.set(photos[at]!, place);
  }
  const groupOf = new Map<number, number>();
  for (const place of changes.flatMap((change) => change.after)) {
    for (let at = 0, photos = after[place]!; at < photos.length; at++) groupOf.set(photos[at]!, place);
  }
  return earlier.some((photos) => {
    const parts = new Map<number, number>();
    return photos.some((photo) => {
      const [part, group] = [partOf.get(photo), groupOf.get(photo)];
      if (part === undefined || group === undefined) return false;
      const first = parts.get(group);
      if (first === undefined) parts.set(group, part);
      return first !== undefined && first !== part;
    });
  });
}
