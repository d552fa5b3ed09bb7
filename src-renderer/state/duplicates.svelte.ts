// The duplicates of the open library as the screen sees them: the list of sets, those that were read as a whole, and decisions, which count on the
// screen at once and can be undone. Kept up to date by events once somebody asked for the list.

import { SvelteMap } from 'svelte/reactivity';
import type { LibraryBridge } from '../../src-shared/contract.ts';
import { DUPLICATE_KINDS, type DuplicateKind, type DuplicateSet, type DuplicateSummary, type KeeperHabits } from '../../src-shared/duplicates/duplicate-set.ts';
import { type Amount, amountOf, filesToGo } from '../../src-shared/duplicates/to-go.ts';
import type { KeeperOrder } from '../../src-shared/keepers/rules.ts';
import { DecisionSteps, type Decided, type DecidedBefore } from './decision-steps.svelte.ts';

/** Sets read in one request. */
const MOST_READ = 200;
const PAUSE_MS = 400;
/** Decisions made here are shown already. While one follows another in so many ms the list is not read again, which takes a page 30 ms at 20,000 sets. */
const OWN_MS = 2400;
const OWN_PAUSES = 6;

export interface DuplicatesOptions {
  readonly bridge: LibraryBridge;
  readonly onFailure: (error: unknown) => void;
  /** How long events are awaited before the list is read again, in milliseconds. */
  readonly pauseMs?: number;
}

/** A set that was read as a whole, what its line in the list was then, and which reading of the list that was. */
interface Known {
  readonly set: DuplicateSet;
  readonly line: string;
  readonly reading: number;
}

/** What is left to decide of one kind. */
export interface KindCount {
  readonly kind: DuplicateKind;
  readonly sets: number;
  readonly undecided: number;
  /** Of undecided sets: all but the proposed keepers. */
  readonly spare: Amount;
}

export class Duplicates {
  #sets = $state.raw<readonly DuplicateSummary[] | null>(null);
  /** The same by id. */
  #lines = new Map<string, DuplicateSummary>();
  #habits = $state.raw<KeeperHabits | null>(null);
  #left = $state<number | null>(null);
  #toGo = $state.raw<Amount>({ files: 0, bytes: 0 });
  readonly #known = new SvelteMap<string, Known>();
  #reading = 0;
  readonly #counts = $derived(DUPLICATE_KINDS.map((kind) => countOf(kind, this.#sets ?? [])));
  readonly #steps: DecisionSteps;
  readonly #options: DuplicatesOptions;
  readonly #stop: () => void;
  #listing: Promise<void> | null = null;
  #listAgain = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: DuplicatesOptions) {
    this.#options = options;
    this.#steps = new DecisionSteps(options.bridge, (decided) => this.#show(decided));
    this.#stop = options.bridge.on('duplicates.changed', ({ left }) => this.#changed(left));
  }

  /** All sets, in the order of the list; `null` until read. */
  get sets(): readonly DuplicateSummary[] | null { return this.#sets; }
  get habits(): KeeperHabits | null { return this.#habits; }
  /** Pairs of photos still to compare; `null` when all were. */
  get left(): number | null { return this.#left; }
  /** One per kind. */
  get counts(): readonly KindCount[] { return this.#counts; }
  /** What goes by the decisions so far. */
  get toGo(): Amount { return this.#toGo; }
  get undoable(): boolean { return this.#steps.undoable; }
  get decidedAt(): number { return this.#steps.decidedAt; }
  get undoneAt(): number { return this.#steps.undoneAt; }
  get redoable(): boolean { return this.#steps.redoable; }

  /** Reads the list; asked again meanwhile, once more after that. */
  read(): Promise<void> {
    this.#listAgain = true;
    this.#listing ??= this.#listAll().finally(() => (this.#listing = null));
    return this.#listing;
  }

  /** A set as a whole; `undefined` until it was read. */
  known(id: string): DuplicateSet | undefined {
    return this.#known.get(id)?.set;
  }

  /** Reads sets as a whole, with the proposals as they are now. Those read since the list was are not read again. */
  async prepare(ids: readonly string[]): Promise<void> {
    await this.#prepare(ids, ({ reading }) => reading === this.#reading);
  }

  /** Decides, as one step for undo. Shown at once, and taken back where it cannot be stored: then it rejects. */
  async decide(decided: readonly Decided[]): Promise<void> {
    await this.#steps.add(decided, decided.map(({ id }) => ({ id, decision: this.#lines.get(id)?.decision ?? null })));
  }

  /** Takes back the last step; returns it, or `null` where there is none. */
  undo(): Promise<readonly Decided[] | null> {
    return this.#steps.undo();
  }

  redo(): Promise<readonly Decided[] | null> {
    return this.#steps.redo();
  }

  async order(order: KeeperOrder): Promise<void> {
    if (this.#habits) this.#habits = { ...this.#habits, order };
    await this.#steps.write(this.#options.bridge.request('duplicates.order', order));
    await this.read();
  }

  /** Forgets what choices taught; decisions stay. */
  async forget(): Promise<void> {
    await this.#steps.write(this.#options.bridge.request('duplicates.forget', null));
    await this.read();
  }

  /** Resolves when every decision is stored. */
  async settled(): Promise<void> {
    await this.#steps.settled();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#stop();
  }

  #changed(left: number | null): void {
    const onlyProgress = left !== null && this.#left !== null && left !== this.#left;
    this.#left = left;
    if (this.#sets === null || onlyProgress) return;
    clearTimeout(this.#timer);
    const pause = (this.#options.pauseMs ?? PAUSE_MS) * (performance.now() - this.#steps.wroteAt < OWN_MS ? OWN_PAUSES : 1);
    this.#timer = setTimeout(() => void this.read().catch(this.#options.onFailure), pause);
  }

  async #listAll(): Promise<void> {
    while (this.#listAgain && !this.#closed) {
      this.#listAgain = false;
      await this.#steps.settled();
      const before = this.#steps.writes;
      const { sets, habits, left } = await this.#options.bridge.request('duplicates.list', null);
      // older than what was decided meanwhile
      if (this.#steps.writes !== before) this.#listAgain = true;
      else {
        this.#reading++;
        this.#take(sets);
        this.#habits = habits;
        this.#left = left;
        await this.#count();
      }
    }
  }

  async #prepare(ids: readonly string[], isKnown: (known: Known, line: string) => boolean): Promise<void> {
    const wanted = ids.filter((id) => {
      const [known, summary] = [this.#known.get(id), this.#lines.get(id)];
      return summary && !(known && isKnown(known, lineOf(summary)));
    });
    for (let at = 0; at < wanted.length && !this.#closed; at += MOST_READ) {
      const reading = this.#reading;
      for (const set of await this.#options.bridge.request('duplicates.read', { ids: wanted.slice(at, at + MOST_READ) })) {
        const summary = this.#lines.get(set.id);
        if (summary) this.#known.set(set.id, { set: { ...set, decision: summary.decision }, line: lineOf(summary), reading });
      }
    }
  }

  #take(sets: readonly DuplicateSummary[]): void {
    this.#lines = new Map(sets.map((summary) => [summary.id, summary]));
    for (const id of [...this.#known.keys()]) this.#follow(id);
    this.#sets = sets;
  }

  /** Draws decisions before they are stored. */
  #show(decided: readonly DecidedBefore[]): void {
    if (!this.#sets) return;
    const changed = new Set<string>();
    for (const { id, decision } of decided) {
      const summary = this.#lines.get(id);
      if (!summary) continue;
      this.#lines.set(id, { ...summary, decision });
      this.#follow(id);
      changed.add(id);
    }
    this.#sets = this.#sets.map((summary) => (changed.has(summary.id) ? this.#lines.get(summary.id)! : summary));
    void this.#count().catch(this.#options.onFailure);
  }

  /** Brings a set that was read up to its line. */
  #follow(id: string): void {
    const [known, summary] = [this.#known.get(id), this.#lines.get(id)];
    if (known && !summary) this.#known.delete(id);
    else if (known && summary && JSON.stringify(summary.decision) !== JSON.stringify(known.set.decision)) this.#known.set(id, { ...known, set: { ...known.set, decision: summary.decision } });
  }

  /** What goes is known of whole sets alone: those that were decided are read. */
  async #count(): Promise<void> {
    const kept = (this.#sets ?? []).filter(({ decision }) => decision?.kind === 'keep').map(({ id }) => id);
    await this.#prepare(kept, (known, line) => known.line === line);
    this.#toGo = amountOf(filesToGo(kept.flatMap((id) => this.known(id) ?? [])));
  }
}

/** Changes whenever the set does, except for what was decided of it. */
function lineOf({ files, photos, spare, certainty }: DuplicateSummary): string {
  return `${files} ${spare} ${certainty} ${photos.join(' ')}`;
}

function countOf(kind: DuplicateKind, all: readonly DuplicateSummary[]): KindCount {
  let [sets, undecided, files, bytes] = [0, 0, 0, 0];
  for (const set of all) {
    if (set.kind !== kind) continue;
    sets++;
    if (set.decision !== null) continue;
    undecided++;
    files += set.files - 1;
    bytes += set.spare;
  }
  return { kind, sets, undecided, spare: { files, bytes } };
}
