// The display order of groups. For their identity see identity.ts.
import type { Identity } from './identity.ts';

/**
 * The order of groups as indices into `groups` (photo ids of each, ascending): biggest first, then by first photo.
 * With `keepPlaces` groups stay in the order of the old ones they came from, a new group follows the one it was split
 * from, and groups of new photos only come last: nothing jumps after a judgment.
 */
export function orderGroups(groups: readonly Uint32Array[], identities: readonly Identity[], { keepPlaces = false } = {}): Uint32Array {
  const all = Uint32Array.from(groups.keys());
  const bySize: readonly Key[] = [(group) => -groups[group]!.length, (group) => groups[group]![0]!];
  if (!keepPlaces) return sortBy(all, bySize);
  const last = identities.reduce((highest, { from }) => Math.max(highest, from ?? 0), 0);
  return sortBy(all, [(group) => identities[group]!.from ?? last + 1, (group) => (identities[group]!.kept ? 0 : 1), ...bySize]);
}

/** A whole number by which an index is sorted; its product with how many there are stays below 2⁵³. */
type Key = (index: number) => number;

/** Sorts indices by the first key, equal ones by the next, and so on; in place. */
function sortBy(indices: Uint32Array, [key, ...others]: readonly Key[]): Uint32Array {
  const { length } = indices;
  if (key === undefined || length < 2) return indices;
  // numbers are sorted many times faster than by a comparison: where an index stood is the lower digits
  const keys = Float64Array.from(indices, (index, at) => key(index) * length + at);
  const keyAt = (at: number): number => Math.floor(keys[at]! / length);
  if (!isAscending(keys)) {
    keys.sort();
    indices.set(Uint32Array.from(keys, (sorted, at) => indices[sorted - keyAt(at) * length]!));
  }
  for (let from = 0, to = 1; from < length; from = to++) {
    while (to < length && keyAt(to) === keyAt(from)) to++;
    if (to > from + 1) sortBy(indices.subarray(from, to), others);
  }
  return indices;
}

function isAscending(keys: Float64Array): boolean {
  for (let at = 1; at < keys.length; at++) if (keys[at]! < keys[at - 1]!) return false;
  return true;
}
