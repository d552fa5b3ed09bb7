// What lies under the pointer, or has the focus, as the target of an action.

import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import type { Doing } from './doing.ts';
import { groupTarget, nothing, photosTarget, type Target, tileTarget, viewedTarget } from './target.ts';

/** Screens that show photos or groups to act on. */
const without: readonly string[] = ['problems', 'review', 'learn', 'albums', 'answers', 'filed'];

/** What an element belongs to; `null` where a menu of actions has no meaning, such as in a field. */
export function targetUnder(element: Element | null, { kindred: { places: { now } }, library, gestures }: Doing): Target | null {
  if (!element || element.closest('dialog, [popover], input, textarea')) return null;
  const neighbour = idOf(element, '[data-neighbour-id]', 'neighbourId');
  if (neighbour !== null && now.photo !== null) return { ...photosTarget([neighbour as PhotoId]), against: now.photo };
  if (now.photo !== null) return element.closest('[data-testid=viewer]') ? viewedTarget(now.photo, now.comparedWith) : null;
  const tile = idOf(element, '[data-testid=photo]', 'photoId');
  if (tile !== null) return tileTarget(tile as PhotoId, library.selection);
  const group = idOf(element, '[data-testid=group-card]', 'groupId');
  const { table } = library.groups;
  if (group !== null) return groupTarget(group as GroupId, gestures.picked, (each) => table.photosAt(table.placeOf(each)));
  const set = element.closest<HTMLElement>('[data-photos][data-set]');
  return set ? { ...photosTarget(set.dataset.photos!.split(' ').map((id) => Number(id) as PhotoId)), set: set.dataset.set! } : null; // both by the selector
}

/** What a key acts on: the open photo, the selected photos, the picked groups, or else what has the focus. */
export function targetOfKeys(doing: Doing, { selected }: { readonly selected: boolean }): Target {
  const { kindred: { places: { now } }, library: { selection, groups: { table } }, gestures } = doing;
  if (now.photo !== null) return viewedTarget(now.photo, now.comparedWith);
  if (without.includes(now.screen) || now.screen === 'duplicates') return nothing;
  const [picked] = now.screen === 'groups' ? gestures.picked : [];
  if (picked !== undefined) return groupTarget(picked, gestures.picked, (each) => table.photosAt(table.placeOf(each)));
  if (selection.count > 0) return photosTarget(selection.photos);
  return selected ? nothing : targetUnder(document.activeElement, doing) ?? nothing;
}

function idOf(element: Element, selector: string, name: string): number | null {
  const id = element.closest<HTMLElement>(selector)?.dataset[name];
  return id === undefined ? null : Number(id);
}
