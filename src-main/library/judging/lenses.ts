// The lenses of an open library with their judges: which one is looked through, copies of them, and their judgments as
// files. The fitted metrics and spaces of lenses are kept elsewhere.

import type { ImportReport, Lens, LensId, RefusedLine, SavedColumns, StoredGrouping } from '../../../src-shared/contract.ts';
import type { Store } from '../../store/database.ts';
import { readChosenLens, writeChosenLens } from '../../store/facts.ts';
import { readGrouping, readGroupingWithTree, writeGrouping } from '../../store/groups.ts';
import { lookUpPhotos, readLedger, readSaid, withPictures } from '../../store/judgments.ts';
import { addLens, copyGroups, deleteLens, readLens, readLenses, renameLens, requireLens, restoreLens } from '../../store/lenses.ts';
import { Judge } from './judge.ts';
import { type JudgmentLine, readLines, writeLines } from './judgment-lines.ts';

export class Lenses {
  readonly #store: Store;
  readonly #judges = new Map<LensId, Judge>();
  /** Of the groups, counted from the time of opening: none is met again after the library was closed. */
  readonly #revisions = new Map<LensId, number>();
  readonly #openedAt = Date.now();

  constructor(store: Store) {
    this.#store = store;
  }

  get all(): readonly Lens[] {
    return readLenses(this.#store);
  }

  /** The one looked through; the oldest where that one is gone. */
  get current(): LensId {
    const { all } = this;
    const chosen = readChosenLens(this.#store);
    const lens = all.find(({ id }) => id === chosen) ?? all[0];
    if (lens === undefined) throw new Error('expected a lens, got none');
    return lens.id;
  }

  /** Throws a `CodedError` `bad-request` for an unknown lens, as do all below. */
  choose(id: LensId): void {
    requireLens(this.#store, id);
    writeChosenLens(this.#store, id);
  }

  /** The judge of a lens, its log read some photos at a time. */
  async openJudge(id: LensId): Promise<Judge> {
    if (!this.#judges.has(id)) await lookUpPhotos(this.#store, id);
    return this.judge(id);
  }

  judge(id: LensId): Judge {
    requireLens(this.#store, id);
    let judge = this.#judges.get(id);
    if (!judge) this.#judges.set(id, (judge = new Judge(this.#store, id)));
    return judge;
  }

  /** The groups as they were last shown through it. */
  grouping(id: LensId): StoredGrouping {
    return { ...readGrouping(this.#store, id), revision: this.#revisionOf(id) };
  }

  /** The same with the tree that is stored with them. */
  groupingWithTree(id: LensId): SavedColumns {
    return readGroupingWithTree(this.#store, id);
  }

  /** Writes what was made of revision `base`; the new revision, or `null` where it was written since. */
  saveGrouping(id: LensId, grouping: SavedColumns, base = this.#revisionOf(id)): number | null {
    if (base !== this.#revisionOf(id)) return null;
    writeGrouping(this.#store, id, grouping);
    this.#revisions.set(id, base + 1);
    return base + 1;
  }

  #revisionOf(id: LensId): number {
    return this.#revisions.get(id) ?? this.#openedAt;
  }

  create(name: string, now = Date.now()): Lens {
    return addLens(this.#store, name, now);
  }

  rename(id: LensId, name: string): Lens {
    return renameLens(this.#store, id, name);
  }

  /** A new lens with the judgments in force (one step, so they can be undone) and the groups of another. */
  duplicate(id: LensId, name: string, now = Date.now()): Lens {
    requireLens(this.#store, id);
    const copy = this.#store.db.transaction(() => {
      const lens = addLens(this.#store, name, now);
      copyGroups(this.#store, id, lens.id);
      return lens;
    })();
    this.judge(copy.id).takeOver(readSaid(this.#store, id, readLedger(this.#store, id)), now);
    return copy;
  }

  delete(id: LensId, now = Date.now()): void {
    deleteLens(this.#store, id, now);
  }

  restore(id: LensId): Lens {
    return restoreLens(this.#store, id);
  }

  /** The lenses whose judgments speak of photos that were not known before and are now. */
  refresh(): readonly Judge[] {
    return [...this.#judges].flatMap(([, judge]) => (judge.refresh() ? [judge] : []));
  }

  /** The judgments in force as JSON lines, of one lens or of all (`null`). */
  export(id: LensId | null): string {
    const lenses = id === null ? this.all : [readLens(this.#store, id)];
    const store = this.#store;
    return writeLines((function* () {
      for (const lens of lenses) {
        for (const said of readSaid(store, lens.id, readLedger(store, lens.id))) yield { ...said, lens: lens.name, payload: withPictures(store, said.payload) };
      }
    })());
  }

  /** Takes over what fits of JSON lines: each line into the lens of its name, made where it is missing, or all into `into`. */
  import(text: string, into: LensId | null, now = Date.now()): ImportReport & { readonly changed: readonly LensId[] } {
    if (into !== null) requireLens(this.#store, into);
    const { lines, damaged } = readLines(text);
    const byLens = Map.groupBy(lines, ({ lens }) => (into === null ? lens : null));
    const report = { added: 0, known: 0, waiting: 0, lenses: [] as string[], contradictions: [] as RefusedLine[], damaged: [...damaged] };
    const changed: LensId[] = [];
    for (const [name, ofLens] of byLens) {
      const id = into ?? this.#named(name, ofLens, report, now);
      if (id === null) continue;
      const outcomes = this.judge(id).takeOver(ofLens, now);
      for (const [at, { status, waiting }] of outcomes.entries()) {
        const line = ofLens[at]?.line ?? 0;
        if (status === 'already-known') report.known++;
        else if (status === 'contradiction') report.contradictions.push({ line, reason: 'it contradicts judgments that are in force, or earlier lines' });
        else {
          report.added++;
          if (waiting) report.waiting++;
        }
      }
      if (outcomes.some(({ status }) => status === 'recorded')) changed.push(id);
    }
    const byLine = (a: RefusedLine, b: RefusedLine): number => a.line - b.line;
    return { ...report, contradictions: report.contradictions.sort(byLine), damaged: report.damaged.sort(byLine), changed };
  }

  /** The lens of that name, made where there is none; the first one for the unnamed. A name that none can have damages its lines. */
  #named(name: string | null, lines: readonly (JudgmentLine & { readonly line: number })[], report: { lenses: string[]; damaged: RefusedLine[] }, now: number): LensId | null {
    const { all } = this;
    const known = name === null ? (all.find((lens) => lens.name === null) ?? all[0]) : all.find((lens) => lens.name?.toLocaleLowerCase('en') === name.normalize('NFC').trim().toLocaleLowerCase('en'));
    if (known !== undefined) return known.id;
    try {
      const made = this.create(name ?? '', now);
      report.lenses.push(made.name ?? '');
      return made.id;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      for (const { line } of lines) report.damaged.push({ line, reason });
      return null;
    }
  }
}
