// Names that the user gives to groups, in the grouping that is kept.

import type { GroupId, Renamed, SavedColumns, SavedGrouping } from '../contract.ts';

export function nameGroup(saved: SavedGrouping, group: GroupId, name: string | null): SavedGrouping {
  return { ...saved, groups: saved.groups.map((one) => (one.id === group ? { ...one, name } : one)) };
}

/** As columns, with a name for the first group that holds the photo, as which it is shown; `null` where none does. */
export function nameColumns(saved: SavedColumns, { photo, name }: Renamed): SavedColumns | null {
  const at = saved.photos.indexOf(photo);
  if (at < 0) return null;
  const group = saved.ids[saved.ends.findIndex((end) => end > at)] as GroupId; // the column holds these
  const others = saved.names.filter((named) => named.group !== group);
  return { ...saved, names: name === null ? others : [...others, { group, name }] };
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
