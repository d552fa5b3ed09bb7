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
  /** One change after the other, in the order they were asked for. */
  #turn: Promise<unknown> = Promise.resolve();
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

  /** Resolves when no change is on its way any more. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  /**
   * Changes parts of the marks of photos, as `change` says once its turn has come and the marks of before are there. The step, for its own
   * undo; `null` where nothing came of it.
   */
  write(ids: readonly number[], change: () => Partial<Mark>): Promise<MarksStep | null> {
    const after = this.#said();
    return this.#inTurn(async () => {
      const { earlier, now } = this.#took(await this.#bridge.request('marks.write', { ids: Uint32Array.from(ids), change: change() }));
      if (now.ids.length === 0 || isSame(earlier, now)) return null;
      const step: MarksStep = { earlier, now, after };
      this.#done = [...this.#done, step];
      this.#undone = [];
      return step;
    });
  }

  /** Takes back the last marking, or that one; `null` if there is none. */
  undo(wanted?: MarksStep): Promise<MarksStep | null> {
    return this.#inTurn(async () => {
      const step = wanted ?? this.#done.at(-1);
      if (!step || !this.#done.includes(step)) return null;
      this.#took(await this.#bridge.request('marks.restore', step.earlier));
      this.#done = this.#done.filter((each) => each !== step);
      this.#undone = [...this.#undone, step];
      return step;
    });
  }

  /** Brings back the marking that was undone last, or that one; `null` if there is none. */
  redo(wanted?: MarksStep): Promise<MarksStep | null> {
    return this.#inTurn(async () => {
      const step = wanted ?? this.#undone.at(-1);
      if (!step || !this.#undone.includes(step)) return null;
      this.#took(await this.#bridge.request('marks.restore', step.now));
      this.#undone = this.#undone.filter((each) => each !== step);
      this.#done = [...this.#done, step];
      return step;
    });
  }

  async #readAll(): Promise<void> {
    for (let seen = NaN; seen !== this.#wanted; ) {
      seen = this.#wanted;
      const table = await this.#bridge.request('marks.read', null);
      if (seen === this.#wanted) this.#byId = placed(new Uint16Array(), table);
    }
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {}); // who asked is told
    return done;
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
