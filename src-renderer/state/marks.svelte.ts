// Flags, stars, labels and favourites of the library's photos. What changes them here is a step that can be taken back.

import type { LibraryBridge, Mark, MarksChange, MarkTable } from '../../src-shared/contract.ts';
import { bare, unpackMark } from '../../src-shared/marks/packed.ts';
import type { Step, Steps } from './steps.svelte.ts';

export interface MarksOptions {
  readonly bridge: Pick<LibraryBridge, 'request'>;
  readonly steps: Steps;
}

/** One change of marks. */
export interface MarksStep extends Step {
  readonly earlier: MarkTable;
  readonly now: MarkTable;
}

export class Marks {
  /** By photo id. Replaced with each change: at 100,000 photos it is 200 kB. */
  #byId = $state.raw(new Uint16Array());
  readonly #bridge: Pick<LibraryBridge, 'request'>;
  readonly #steps: Steps;
  #reading: Promise<void> | null = null;
  /** How often a reading was wanted: what came meanwhile is read again. */
  #wanted = 0;

  constructor({ bridge, steps }: MarksOptions) {
    this.#bridge = bridge;
    this.#steps = steps;
  }

  /** The mark of a photo, packed (src-shared/marks/packed), whoever gave it. */
  packed(id: number): number {
    return bare(this.#byId[id] ?? 0);
  }

  of(id: number): Mark {
    return unpackMark(this.packed(id));
  }

  /** Reads all marks; asked again meanwhile, once more after that. */
  read(): Promise<void> {
    this.#wanted++;
    this.#reading ??= this.#readAll().finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** Takes what was changed, here or on another page. */
  take(changed: MarkTable): void {
    if (this.#reading) this.#wanted++; // the answer on its way may be from before
    this.#byId = placed(this.#byId, changed);
  }

  /**
   * Changes parts of the marks of photos, as `change` says once its turn has come and the marks of before are there. The step, for its own
   * undo; `null` where nothing came of it.
   */
  write(ids: readonly number[], change: () => Partial<Mark>): Promise<MarksStep | null> {
    return this.#steps.do(async () => {
      const { earlier, now } = this.#took(await this.#bridge.request('marks.write', { ids: Uint32Array.from(ids), change: change() }));
      if (now.ids.length === 0 || isSame(earlier, now)) return null;
      const restore = async (table: MarkTable) => this.#took(await this.#bridge.request('marks.restore', table));
      return { earlier, now, undo: () => restore(earlier), redo: () => restore(now), undone: 'marks.undone', redone: 'marks.redone' };
    });
  }

  async #readAll(): Promise<void> {
    for (let seen = NaN; seen !== this.#wanted; ) {
      seen = this.#wanted;
      const table = await this.#bridge.request('marks.read', null);
      if (seen === this.#wanted) this.#byId = placed(new Uint16Array(), table);
    }
  }

  #took(change: MarksChange): MarksChange {
    this.take(change.now);
    return change;
  }
}

/** Marks by photo id: those of before, and over them those of a table. */
function placed(before: Uint16Array, { ids, marks }: MarkTable): Uint16Array<ArrayBuffer> {
  let highest = before.length - 1;
  for (const id of ids) if (id > highest) highest = id;
  const byId = new Uint16Array(highest + 1);
  byId.set(before);
  ids.forEach((id, at) => (byId[id] = marks[at]!));
  return byId;
}

function isSame(a: MarkTable, b: MarkTable): boolean {
  return a.marks.every((mark, at) => bare(mark) === bare(b.marks[at]!));
}
