// Flags, stars, labels and favourites of the library's photos, and the steps by which they were changed here: undo and redo follow the order
// in which things were done, marks and judgments alike.

import type { LibraryBridge, Mark, MarksChange, MarkTable, StepId } from '../../src-shared/contract.ts';
import { bare, unpackMark } from '../../src-shared/marks/packed.ts';

export interface MarksOptions {
  readonly bridge: Pick<LibraryBridge, 'request'>;
  /** The judgment that undo would take back now; `null` if there is none. */
  readonly said: () => StepId | null;
}

/** One change of marks. */
export interface MarksStep {
  readonly earlier: MarkTable;
  readonly now: MarkTable;
  /** What had last been said when it was made. */
  readonly after: StepId | null;
}

export class Marks {
  /** By photo id. Replaced with each change: at 100,000 photos it is 200 kB. */
  #byId = $state.raw(new Uint16Array());
  #done = $state.raw<readonly MarksStep[]>([]);
  #undone = $state.raw<readonly MarksStep[]>([]);
  readonly #bridge: Pick<LibraryBridge, 'request'>;
  readonly #said: () => StepId | null;
  #reading: Promise<void> | null = null;
  /** How often a reading was wanted: what came meanwhile is read again. */
  #wanted = 0;

  constructor({ bridge, said }: MarksOptions) {
    this.#bridge = bridge;
    this.#said = said;
  }

  /** The mark of a photo, packed (src-shared/marks/packed), whoever gave it. */
  packed(id: number): number {
    return bare(this.#byId[id] ?? 0);
  }

  of(id: number): Mark {
    return unpackMark(this.packed(id));
  }

  /** Whether a marking is what was done last, so that undo takes it back before any judgment. */
  get undoable(): boolean {
    return this.#done.length > 0 && this.#done.at(-1)?.after === this.#said();
  }

  get redoable(): boolean {
    return this.#undone.length > 0 && this.#undone.at(-1)?.after === this.#said();
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

  /** Changes parts of the marks of photos. The step, for its own undo; `null` where nothing came of it. */
  async write(ids: readonly number[], change: Partial<Mark>): Promise<MarksStep | null> {
    const asked = Uint32Array.from(ids);
    const before = this.#said();
    const { earlier, now } = this.#took(await this.#bridge.request('marks.write', { ids: asked, change }));
    if (now.ids.length === 0 || isSame(earlier, now)) return null;
    const step: MarksStep = { earlier, now, after: before };
    this.#done = [...this.#done, step];
    this.#undone = [];
    return step;
  }

  /** Takes back the last marking, or that one; `null` if there is none. */
  async undo(step = this.#done.at(-1)): Promise<MarksStep | null> {
    if (!step || !this.#done.includes(step)) return null;
    const before = this.#done;
    this.#done = before.filter((each) => each !== step); // at once: a second key must not take it again
    await this.#restore(step.earlier, () => (this.#done = before));
    this.#undone = [...this.#undone, step];
    return step;
  }

  /** Brings back the marking that was undone last, or that one; `null` if there is none. */
  async redo(step = this.#undone.at(-1)): Promise<MarksStep | null> {
    if (!step || !this.#undone.includes(step)) return null;
    const before = this.#undone;
    this.#undone = before.filter((each) => each !== step); // as above
    await this.#restore(step.now, () => (this.#undone = before));
    this.#done = [...this.#done, step];
    return step;
  }

  async #readAll(): Promise<void> {
    for (let seen = NaN; seen !== this.#wanted; ) {
      seen = this.#wanted;
      const table = await this.#bridge.request('marks.read', null);
      if (seen === this.#wanted) this.#byId = placed(new Uint16Array(), table);
    }
  }

  async #restore(marks: MarkTable, onFailure: () => void): Promise<void> {
    try {
      this.#took(await this.#bridge.request('marks.restore', marks));
    } catch (error) {
      onFailure();
      throw error;
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
