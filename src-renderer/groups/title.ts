// A group's title: the user's name for it, else the days it is from.

import { messages } from '../messages/messages.svelte.ts';
import type { Photos } from '../state/photos.ts';
import type { GroupTable } from '../workers/group-table.ts';

export interface GroupTitle {
  /** `null` if it has neither name nor date. */
  readonly text: string | null;
  /** Given by the user. */
  readonly given: boolean;
}

export function titleOf(table: GroupTable, place: number, photos: Photos): GroupTitle {
  const name = table.nameAt(place);
  return name === null ? { text: daysOf(table.photosAt(place), photos), given: false } : { text: name, given: true };
}

/** The days the photos were taken on; `null` if none has a date. */
export function daysOf(ids: Uint32Array, photos: Photos): string | null {
  const span = photos.span(ids);
  return span && messages.days(span.first, span.last);
}
