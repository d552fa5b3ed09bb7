// What the groups worker does, without the worker: keeps the space, the judgments and the last grouping, and answers each
// message. The grouping itself is src-shared/learning/groups.

import type { GroupId, Judgment, PhotoSpace, SavedGroup, SavedGrouping } from '../../src-shared/contract.ts';
import { Grouper, toSaved, type Grouping } from '../../src-shared/learning/groups/grouping.ts';
import { coversEach, type GroupColumns } from './group-table.ts';

export type GroupsMessage =
  /** Another library or its first space: earlier groups come from the store. */
  | { readonly kind: 'start'; readonly space: PhotoSpace; readonly judgments: readonly Judgment[]; readonly saved: SavedGrouping }
  /** The points changed. */
  | { readonly kind: 'space'; readonly space: PhotoSpace }
  | { readonly kind: 'judgments'; readonly judgments: readonly Judgment[] }
  | { readonly kind: 'height'; readonly height: number }
  | { readonly kind: 'rename'; readonly group: GroupId; readonly name: string | null }
  /** Asks for what is to be stored. */
  | { readonly kind: 'save' };

export interface Grouped {
  readonly columns: GroupColumns;
  readonly height: number;
  /** Slider positions to heights, see `heightAt`. */
  readonly scale: Float64Array;
}

export class GroupsDesk {
  readonly #grouper = new Grouper();
  #space: PhotoSpace | null = null;
  #judgments: readonly Judgment[] = [];
  #last: SavedGrouping = { height: null, groups: [] };

  /** The new groups, or what to store for `save`. Throws where no space came first, and what the grouper throws. */
  answer(message: GroupsMessage): Grouped | SavedGrouping {
    switch (message.kind) {
      case 'start':
        this.#space = message.space;
        this.#judgments = message.judgments;
        this.#last = message.saved;
        return this.#group();
      case 'space':
        this.#space = message.space;
        return this.#group();
      case 'judgments':
        this.#judgments = message.judgments;
        return this.#group(true);
      case 'height':
        this.#last = { ...this.#last, height: message.height };
        return this.#group();
      case 'rename': {
        const { group, name } = message;
        this.#last = { ...this.#last, groups: this.#last.groups.map((saved) => (saved.id === group ? { ...saved, name } : saved)) };
        return this.#group(true);
      }
      case 'save':
        return toStore(this.#last);
    }
  }

  #group(keepPlaces = false): Grouped {
    if (!this.#space) throw new Error('expected a space before anything is grouped');
    const { height } = this.#last;
    const grouping = this.#grouper.group({ space: this.#space, judgments: this.#judgments, previous: this.#last, height, keepPlaces });
    // where the user never moved the slider, the default may move with the space
    this.#last = { ...toSaved(grouping), height };
    return { columns: toColumns(grouping), height: grouping.height, scale: grouping.scale };
  }
}

/** Photos that are alone and unnamed need no identity; the others get arrays of their own, for views would carry the whole buffer. */
function toStore({ height, groups }: SavedGrouping): SavedGrouping {
  const kept = groups.filter(({ photos, name }) => photos.length > 1 || name !== null);
  return { height, groups: kept.map((group): SavedGroup => ({ ...group, photos: group.photos.slice() })) };
}

function toColumns({ groups }: Grouping): GroupColumns {
  const shown = groups.filter(({ photos }) => photos.length > 1);
  const ends = new Uint32Array(shown.length);
  let total = 0;
  shown.forEach(({ photos }, place) => (ends[place] = total += photos.length));
  const photos = new Uint32Array(total);
  const covers = new Uint32Array(shown.length * coversEach);
  const names = new Map<number, string>();
  shown.forEach((group, place) => {
    photos.set(group.photos, ends[place]! - group.photos.length);
    covers.set(group.covers, place * coversEach);
    if (group.name !== null) names.set(group.id, group.name);
  });
  const singles = Uint32Array.from(groups.flatMap(({ photos: [photo], photos: { length } }) => (length === 1 && photo !== undefined ? [photo] : [])));
  return { ids: Uint32Array.from(shown, ({ id }) => id), ends, photos, covers, names, singles };
}
