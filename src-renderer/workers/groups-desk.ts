// What the groups worker does, without the worker: keeps the space, the judgments and the last grouping, and answers each
// message. The grouping itself is src-shared/learning/groups.

import type { GroupId, Judgment, PhotoId, PhotoSpace, SavedColumns, SavedGrouping } from '../../src-shared/contract.ts';
import { Constraints } from '../../src-shared/learning/linkage/constraints.ts';
import { Grouper, toSaved, type Grouping } from '../../src-shared/learning/groups/grouping.ts';
import { fromSavedColumns, toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { ask, type Question } from '../../src-shared/learning/questions/ask.ts';
import { type Distances, measureDistances } from './distances.ts';
import { type Explanation, explain } from './explain.ts';
import { coversEach, type GroupColumns } from './group-table.ts';
import { estimate, type Standing, standing } from './standing.ts';

export type GroupsMessage =
  /** Another library or its first space: earlier groups come from the store. */
  | { readonly kind: 'start'; readonly space: PhotoSpace; readonly judgments: readonly Judgment[]; readonly saved: SavedColumns }
  /** The points changed. */
  | { readonly kind: 'space'; readonly space: PhotoSpace }
  | { readonly kind: 'judgments'; readonly judgments: readonly Judgment[] }
  | { readonly kind: 'height'; readonly height: number }
  | { readonly kind: 'rename'; readonly group: GroupId; readonly name: string | null }
  /** What another page stored: its names, and its height unless that was changed here. Names given here go before its own. */
  | { readonly kind: 'merge'; readonly saved: SavedColumns; readonly renamed: readonly Renamed[]; readonly keepHeight: boolean }
  /** Asks for what is to be stored. */
  | { readonly kind: 'save' }
  /** Asks what to ask the user next; `skipped` by `keyOf`. */
  | { readonly kind: 'ask'; readonly count: number; readonly skipped: readonly string[] }
  /** Asks why photos are together or not. */
  | { readonly kind: 'explain'; readonly photos: readonly PhotoId[] }
  /** Asks how things stand. */
  | { readonly kind: 'standing' }
  /** Asks how far photos are apart. */
  | { readonly kind: 'distances' };

/** The group of that photo was given a name, or lost it. */
export interface Renamed {
  readonly photo: PhotoId;
  readonly name: string | null;
}

export interface Grouped {
  readonly columns: GroupColumns;
  readonly height: number;
  /** Slider positions to heights, see `heightAt`. */
  readonly scale: Float64Array;
  /** Estimated share of pairs within groups that are alike; `null` where there is nothing to tell by. */
  readonly precision: number | null;
}

/** What each message is answered with. */
export type GroupsAnswer = Grouped | SavedColumns | readonly Question[] | { readonly explanation: Explanation | null } | Standing | Distances;

export class GroupsDesk {
  readonly #grouper = new Grouper();
  #space: PhotoSpace | null = null;
  #judgments: readonly Judgment[] = [];
  #last: SavedGrouping = { height: null, groups: [] };
  /** Rows in the space of each group that is shown, the photo it is known by first. */
  #members: readonly Uint32Array[] = [];
  #bonds: ReturnType<Constraints['toBonds']>['together'] = [];
  #rows: ReadonlyMap<number, number> = new Map();

  /** The new groups, or what was asked for. Throws where no space came first, and what the grouper throws. */
  answer(message: GroupsMessage): GroupsAnswer {
    switch (message.kind) {
      case 'start':
        this.#open(message.space);
        this.#bind(message.judgments);
        this.#last = fromSavedColumns(message.saved);
        return this.#group();
      case 'space': {
        // the same photos by another metric: the groups on the screen stay where they are
        const same = isEqual(this.#space?.ids, message.space.ids);
        this.#open(message.space);
        this.#bind(this.#judgments);
        return this.#group(same);
      }
      case 'judgments':
        this.#bind(message.judgments);
        return this.#group(true);
      case 'height':
        this.#last = { ...this.#last, height: message.height };
        return this.#group();
      case 'rename': {
        const { group, name } = message;
        this.#last = { ...this.#last, groups: this.#last.groups.map((saved) => (saved.id === group ? { ...saved, name } : saved)) };
        return this.#group(true);
      }
      case 'merge': {
        const { renamed, keepHeight } = message;
        const saved = fromSavedColumns(message.saved);
        this.#last = keepHeight ? { ...saved, height: this.#last.height } : saved;
        const grouped = this.#group(true);
        if (renamed.length === 0) return grouped;
        const names = new Map(renamed.map(({ photo, name }) => [this.#last.groups.find(({ photos }) => photos.includes(photo))?.id, name]));
        this.#last = { ...this.#last, groups: this.#last.groups.map((group) => ({ ...group, name: names.get(group.id) ?? (names.has(group.id) ? null : group.name) })) };
        return this.#group(true);
      }
      case 'save':
        return toStore(this.#last);
      case 'ask':
        return ask(this.#required, this.#judgments, { members: this.#members, count: message.count, skipped: new Set(message.skipped) });
      case 'explain':
        return { explanation: explain(this.#required, this.#judgments, message.photos) };
      case 'standing':
        return standing(this.#required, this.#judgments, this.#members);
      case 'distances':
        return measureDistances(this.#required, this.#judgments);
    }
  }

  get #required(): PhotoSpace {
    if (!this.#space) throw new Error('expected a space before anything is grouped');
    return this.#space;
  }

  #open(space: PhotoSpace): void {
    this.#space = space;
    this.#rows = new Map(Array.from(space.ids, (id, row) => [id, row]));
  }

  #bind(judgments: readonly Judgment[]): void {
    this.#judgments = judgments;
    this.#bonds = Constraints.of(judgments).constraints.toBonds(this.#required.ids).together;
  }

  #group(keepPlaces = false): Grouped {
    const { height } = this.#last;
    const grouping = this.#grouper.group({ space: this.#required, judgments: this.#judgments, previous: this.#last, height, keepPlaces });
    // where the user never moved the slider, the default may move with the space
    this.#last = { ...toSaved(grouping), height };
    const rowOf = (photo: number): number => this.#rows.get(photo)!; // the grouping holds photos of the space
    this.#members = grouping.groups.map(({ cover, photos }) => Uint32Array.from([rowOf(cover), ...Array.from(photos, rowOf).filter((row) => row !== rowOf(cover))]));
    const precision = estimate(this.#required, this.#bonds, this.#members);
    return { columns: toColumns(grouping), height: grouping.height, scale: grouping.scale, precision };
  }
}

function isEqual(a: Uint32Array | undefined, b: Uint32Array): boolean {
  return a?.length === b.length && a.every((id, at) => id === b[at]);
}

/** Photos that are alone and unnamed need no identity. */
function toStore({ height, groups }: SavedGrouping): SavedColumns {
  return toSavedColumns({ height, groups: groups.filter(({ photos, name }) => photos.length > 1 || name !== null) });
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
