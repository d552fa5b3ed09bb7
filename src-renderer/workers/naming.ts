// Names that the user gives to groups, in the grouping that is kept.

import type { GroupId, SavedGrouping } from '../../src-shared/contract.ts';
import type { Renamed } from './groups-messages.ts';

export function nameGroup(saved: SavedGrouping, group: GroupId, name: string | null): SavedGrouping {
  return { ...saved, groups: saved.groups.map((one) => (one.id === group ? { ...one, name } : one)) };
}

/** An earlier grouping with the names that groups have by now; those it has not keep theirs, and wait for their photos. */
export function namedAsNow(earlier: SavedGrouping, now: SavedGrouping): SavedGrouping {
  const nameOf = new Map(now.groups.map(({ id, name }) => [id, name]));
  const ids = new Set(earlier.groups.map(({ id }) => id));
  const named = earlier.groups.map((group) => ({ ...group, name: nameOf.get(group.id) ?? (nameOf.has(group.id) ? null : group.name) }));
  return { ...earlier, groups: [...named, ...now.groups.filter(({ id, name }) => name !== null && !ids.has(id))] };
}

/** Groups are found by a photo of theirs: on another page they may have other ids. */
export function nameGroups(saved: SavedGrouping, renamed: readonly Renamed[]): SavedGrouping {
  return renamed.reduce((named, { photo, name }) => {
    const group = named.groups.find(({ photos }) => photos.includes(photo));
    return group ? nameGroup(named, group.id, name) : named;
  }, saved);
}
