// The display order of groups. For their identity see identity.ts.
import type { Identity } from './identity.ts';

/**
 * The order of groups as indices into `groups` (photo ids of each, ascending): biggest first, then by first photo.
 * With `keepPlaces` groups stay in the order of the old ones they came from, a new group follows the one it was split
 * from, and groups of new photos only come last: nothing jumps after a judgment.
 */
export function orderGroups(groups: readonly Uint32Array[], identities: readonly Identity[], { keepPlaces = false } = {}): Uint32Array {
  const order = Uint32Array.from(groups.keys());
  const bySize = (a: number, b: number) => groups[b]!.length - groups[a]!.length || groups[a]![0]! - groups[b]![0]!;
  if (!keepPlaces) return order.sort(bySize);
  const place = (group: number) => identities[group]!.from ?? Infinity;
  const isNew = (group: number) => (identities[group]!.kept ? 0 : 1);
  return order.sort((a, b) => (place(a) === place(b) ? isNew(a) - isNew(b) || bySize(a, b) : place(a) - place(b)));
}
