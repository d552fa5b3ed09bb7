// The duplicates of an open library: sets found in a worker thread and kept until photos change, and what the user decides about them.
import type { Decision, DuplicateFile, DuplicateSet, DuplicateSummary, KeeperHabits } from '../../../src-shared/duplicates/duplicate-set.ts';
import { type Heir, heirsOf } from '../../../src-shared/duplicates/heirs.ts';
import { settleWithin } from '../../../src-shared/duplicates/settle.ts';
import { filesToGo } from '../../../src-shared/duplicates/to-go.ts';
import type { KeeperChoice } from '../../../src-shared/keepers/learn.ts';
import { KEEPER_RULES, type KeeperOrder } from '../../../src-shared/keepers/rules.ts';
import { CodedError } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import { addChoices, revokeChoices } from '../../store/keeper-choices.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import { Copies } from './copies.ts';
import { sidesOf, type StoredDecision } from './not-the-same.ts';
import { forgetHabits, type FoundSets, writeOrder } from './read-sets.ts';
import type { SetsRequest } from './sets-worker.ts';

const DEADLINE_MS = 120_000;
/** Sets are found again once decisions pause this long: what was learned from them changes the proposals that follow. */
const PAUSE_MS = 1500;
/** Photos drawn of a set in a list. */
const COVERS = 4;

export interface DuplicatesOptions {
  readonly store: Store;
  /** Sets, proposals or decisions changed; `left`: pairs still to compare, `null` when all were. */
  readonly onChange: (left: number | null) => void;
  /** Which photos are copies changed. */
  readonly onCopies: () => void;
}

/** A decision about one set. */
export interface Decided {
  readonly id: string;
  readonly decision: Decision;
}

export class Duplicates {
  readonly #options: DuplicatesOptions;
  readonly #workers = WorkerPool.lazy<FoundSets>(workerFile('sets-worker', import.meta.url), {}, 1, { idleMs: 10_000 });
  readonly #copies: Copies;
  #found: Promise<Found> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: DuplicatesOptions) {
    this.#options = options;
    this.#copies = new Copies(options.store, { onProgress: options.onChange });
  }

  /** Compares the photos that were not compared yet. Rejects with `engine-failed`. */
  async look(): Promise<void> {
    if (!(await this.#copies.refresh())) return;
    this.refresh();
    this.#options.onCopies();
  }

  /** A line about each set. Rejects with `engine-failed`. */
  async list(): Promise<{ readonly sets: readonly DuplicateSummary[]; readonly habits: KeeperHabits; readonly left: number | null }> {
    const { sets, habits } = await this.#read();
    return { sets: [...sets.values()].map(summaryOf), habits, left: this.#copies.left };
  }

  /** These sets as a whole; those that are no more are left out. */
  async read(ids: readonly string[]): Promise<DuplicateSet[]> {
    const { sets } = await this.#read();
    return ids.flatMap((id) => sets.get(id) ?? []);
  }

  /** The files that are to go by what was decided, and what stays in place of photos. */
  async toGo(): Promise<{ readonly files: readonly DuplicateFile[]; readonly heirs: readonly Heir[] }> {
    const sets = [...(await this.#read()).sets.values()];
    return { files: filesToGo(sets), heirs: heirsOf(sets) };
  }

  /**
   * Stores decisions about sets, all or none.
   * @returns ids to revoke them by
   * @throws {CodedError} `bad-request` for a set that is no more, or a decision to keep none of its files
   */
  async decide(decided: readonly Decided[]): Promise<number[]> {
    const { sets } = await this.#read();
    const known = decided.map(({ id, decision }) => {
      const set = sets.get(id);
      if (!set) throw new CodedError('bad-request', 'This set has changed meanwhile. Look at it again.');
      if (decision.kind === 'keep' && !set.files.some((file) => decision.files.includes(file.id))) throw new CodedError('bad-request', 'Of every set at least one file is kept.');
      return { set, decision };
    });
    const ids = addChoices(this.#options.store, known.map(({ set, decision }) => {
      const contents = set.files.map(({ content }) => content);
      // many at once follow the proposals: learning from them would be learning from itself
      const choice = known.length > 1 ? null : choiceOf(set, decision);
      const said: StoredDecision = decision.kind === 'keep' ? decision : { ...decision, sides: sidesOf(set, sets.values()) };
      return { set: set.id, decision: JSON.stringify(said), choice, contents };
    }), Date.now());
    for (const { set, decision } of known) sets.set(set.id, { ...set, decision });
    for (const set of settleWithin([...sets.values()])) sets.set(set.id, set);
    this.#changed(decided.some(({ decision }) => decision.kind === 'not-the-same'));
    return ids;
  }

  revoke(ids: readonly number[]): void {
    revokeChoices(this.#options.store, ids, Date.now());
    this.#found = null;
    this.#changed(true);
  }

  /** @throws {CodedError} `bad-request` for unknown rules, or one that is there twice */
  order(order: KeeperOrder): void {
    const { rules, fixed } = order;
    const isValid = rules.length > 0 && new Set(rules).size === rules.length && rules.every((rule) => KEEPER_RULES.includes(rule)) && fixed >= 0 && fixed <= rules.length;
    if (!isValid) throw new CodedError('bad-request', `Expected rules of ${KEEPER_RULES.join(', ')}, each at most once, got ${rules.join(', ')}.`);
    writeOrder(this.#options.store, order);
    this.refresh();
  }

  /** Forgets what earlier choices taught; the decisions stay. */
  forget(): void {
    forgetHabits(this.#options.store);
    this.refresh();
  }

  /** Photos or likenesses changed: sets are found again when they are asked for. */
  refresh(): void {
    this.#found = null;
    if (!this.#closed) this.#options.onChange(this.#copies.left);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#copies.close();
    await this.#workers.close();
  }

  #changed(separated: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(), PAUSE_MS);
    this.#options.onChange(this.#copies.left);
    if (separated) this.#options.onCopies();
  }

  #read(): Promise<Found> {
    this.#found ??= this.#find().catch((error: unknown) => {
      this.#found = null;
      throw error;
    });
    return this.#found;
  }

  async #find(): Promise<Found> {
    if (this.#closed) throw new CodedError('no-library', 'The library was closed. Open it again.');
    try {
      const { sets, habits } = await this.#workers.run({ message: { stored: this.#options.store.folder } satisfies SetsRequest, deadlineMs: DEADLINE_MS });
      return { sets: new Map(sets.map((set) => [set.id, set])), habits };
    } catch (error) {
      throw new CodedError('engine-failed', `Duplicates could not be listed: ${error instanceof Error ? error.message : String(error)}. Close the library and open it again.`, { cause: error });
    }
  }
}

interface Found {
  /** By id, in order. */
  readonly sets: Map<string, DuplicateSet>;
  readonly habits: KeeperHabits;
}

function summaryOf({ id, kind, files, certainty, decision }: DuplicateSet): DuplicateSummary {
  return {
    id, kind, files: files.length, photos: [...new Set(files.map(({ photo }) => photo))].slice(0, COVERS), certainty, decision,
    spare: files.slice(1).reduce((sum, { bytes }) => sum + bytes, 0)
  };
}

/** What a decision teaches: nothing where several files were kept. JSON of a `KeeperChoice`. */
function choiceOf({ files }: DuplicateSet, decision: Decision): string | null {
  if (decision.kind !== 'keep' || decision.files.length !== 1) return null;
  const rated = files.map(({ id: _id, photo: _photo, content: _content, relations: _relations, only: _only, ...file }) => file);
  return JSON.stringify({ files: rated, kept: files.findIndex(({ id }) => id === decision.files[0]) } satisfies KeeperChoice);
}
