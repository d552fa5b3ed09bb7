// Finds photos of the open library by filters: has a worker thread look, tells it what changed, and pages when what they found may be old.
import type { FindingChoices, LensId, LibraryEventName, PhotoSpace, TitleColumns } from '../../../src-shared/contract.ts';
import type { Filter } from '../../../src-shared/finding/filter.ts';
import { CodedError } from '../../failure.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import type { FindingReply, FindingRequest } from './finding-worker.ts';
import { LIVE_PARTS, type LivePart } from './live.ts';

export interface FindingOptions {
  /** Where the library's stored state is. */
  readonly stored: string;
  /** The space of a lens, in shared memory. */
  readonly space: (lensId: LensId) => Promise<PhotoSpace>;
  /** Something that is found by changed; `photos`: the index was built again. */
  readonly onChange: (photos: boolean) => void;
  /** How long after a change of photos the index is built again: while a library is read they change every second. */
  readonly rebuildMs?: number;
  /** The same, as a multiple of what the last build took: most of the machine is for reading photos. */
  readonly rebuildPause?: number;
  readonly tellMs?: number;
}

/** What an event says of what photos are found by. */
const CHANGES: Partial<Record<LibraryEventName, readonly ('photos' | LivePart)[]>> = {
  'photos.changed': ['photos', 'marks'], 'library.changed': ['photos'], 'marks.changed': ['marks'], 'albums.changed': ['albums'], 'groups.changed': ['groups'], 'judgments.changed': ['judged'], 'lenses.changed': ['groups', 'judged'], 'space.changed': []
};
const DEADLINE_MS = 60_000;
/** A library that nobody searches for so long frees the memory. */
const IDLE_MS = 15 * 60_000;

export class Finding {
  readonly #options: Required<FindingOptions>;
  readonly #workers: WorkerPool<FindingReply>;
  #stale = new Set<LivePart>(LIVE_PARTS);
  #building: Promise<void> | null = null;
  #rebuilding: NodeJS.Timeout | undefined;
  #telling: NodeJS.Timeout | undefined;
  /** What is to be told is about a new index. */
  #rebuilt = false;
  /** Somebody asked, so changes matter. */
  #used = false;
  #closed = false;
  /** How long the last build took. */
  #buildMs = 0;

  constructor(options: FindingOptions) {
    this.#options = { rebuildMs: 1500, rebuildPause: 2, tellMs: 200, ...options };
    this.#workers = WorkerPool.lazy(workerFile('finding-worker', import.meta.url), { stored: options.stored }, 1, { idleMs: IDLE_MS });
  }

  /** Ids in the order asked for. Rejects with `engine-failed`. */
  async find(filter: Filter, lensId: LensId, { best = false } = {}): Promise<Uint32Array> {
    const isCertain = filter.parts.some((part) => part.kind === 'measure' && part.measure === 'certainty');
    const space = isCertain ? await this.#options.space(lensId) : null;
    const reply = await this.#ask(() => ({ kind: 'find', filter, best, lensId, space, stale: this.#takeStale() }));
    return reply.kind === 'found' ? reply.ids : new Uint32Array();
  }

  async certainty(lensId: LensId): Promise<{ readonly ids: Uint32Array; readonly certainty: Float32Array }> {
    const space = await this.#options.space(lensId);
    const reply = await this.#ask(() => ({ kind: 'certainty', lensId, space, stale: this.#takeStale() }));
    return reply.kind === 'certainty' ? reply : { ids: new Uint32Array(), certainty: new Float32Array() };
  }

  async choices(): Promise<FindingChoices> {
    const reply = await this.#ask(() => ({ kind: 'choices' }));
    if (reply.kind !== 'choices') throw new Error(`expected choices, got ${reply.kind}`);
    return reply.choices;
  }

  async columns(): Promise<TitleColumns> {
    const reply = await this.#ask(() => ({ kind: 'columns' }));
    if (reply.kind !== 'columns') throw new Error(`expected columns, got ${reply.kind}`);
    return reply.columns;
  }

  /** An event of the library went to its pages. */
  heard(event: LibraryEventName): void {
    const changes = CHANGES[event];
    if (!changes || this.#closed) return;
    for (const change of changes) if (change !== 'photos') this.#stale.add(change);
    if (!this.#used) return;
    if (changes.includes('photos')) this.#rebuildSoon();
    if (event !== 'library.changed') this.#tellSoon();
  }

  /** Gives the index's memory back; the next question builds it again. One that is being answered stays. */
  rest(): Promise<void> {
    return this.#workers.endIdle();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#rebuilding);
    clearTimeout(this.#telling);
    await this.#workers.close();
    await this.#building?.catch(() => {}); // whoever waited for it is told
  }

  #takeStale(): LivePart[] {
    const stale = [...this.#stale];
    this.#stale.clear();
    return stale;
  }

  async #ask(request: () => FindingRequest): Promise<FindingReply> {
    this.#used = true;
    try {
      const reply = await this.#run(request());
      if (reply.kind !== 'none') return reply;
      this.#stale = new Set(LIVE_PARTS);
      await this.#build();
      return await this.#run(request());
    } catch (error) {
      if (this.#closed) throw new CodedError('no-library', 'The library was closed. Open it again.');
      throw new CodedError('engine-failed', `The photos could not be searched: ${error instanceof Error ? error.message : String(error)}. Try again.`, { cause: error });
    }
  }

  /** One build at a time; what changed while it ran has asked for another. */
  #build(): Promise<void> {
    this.#building ??= this.#buildAll().finally(() => (this.#building = null));
    return this.#building;
  }

  async #buildAll(): Promise<void> {
    const start = performance.now();
    for (let whole = false; !whole && !this.#closed; ) {
      const reply = await this.#run({ kind: 'build' });
      whole = reply.kind === 'built' && reply.whole;
    }
    this.#buildMs = performance.now() - start;
  }

  #rebuildSoon(): void {
    this.#rebuilding ??= setTimeout(() => {
      this.#rebuilding = undefined;
      this.#build().then(() => this.#tellSoon(true), (error: unknown) => {
        if (!this.#closed) console.error(error); // the next question builds it again
      });
    }, Math.max(this.#options.rebuildMs, this.#options.rebuildPause * this.#buildMs)).unref();
  }

  #tellSoon(rebuilt = false): void {
    this.#rebuilt ||= rebuilt;
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      if (!this.#closed) this.#options.onChange(this.#rebuilt);
      this.#rebuilt = false;
    }, this.#options.tellMs).unref();
  }

  #run(message: FindingRequest): Promise<FindingReply> {
    return this.#workers.run({ message, deadlineMs: DEADLINE_MS });
  }
}
