// The maps of an open library: one per lens and method, made in a worker thread, kept in memory and on disk. Tells how far it is, can be
// cancelled, places new photos on the map that is there, and lays a new map onto the last.

import type { LensId, LibraryEmit, Output, PhotoSpace } from '../../../src-shared/contract.ts';
import { MAP_METHODS, type MapMethod, type MapProgress } from '../../../src-shared/mapping/map.ts';
import { CodedError } from '../../failure.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import { footprintOf, standingOf } from './footprint.ts';
import type { Before } from './made-map.ts';
import { dropMapCaches, type KeptMap, readMapCache, writeMapCache } from './map-cache.ts';
import type { MapReply, MapRequest } from './map-worker.ts';

export interface MapsOptions {
  /** Where the library's stored state lies. */
  readonly stored: string;
  readonly space: (lensId: LensId) => Promise<PhotoSpace>;
  readonly emit: LibraryEmit;
  /** The worker's script, in place of the usual one. */
  readonly file?: URL;
}

interface Job {
  readonly lensId: LensId;
  readonly method: MapMethod;
  readonly control: Int32Array;
  progress: MapProgress;
}

const TELL_MS = 250;

export class Maps {
  readonly #options: MapsOptions;
  readonly #workers: WorkerPool<MapReply>;
  readonly #kept = new Map<string, KeptMap>();
  /** What was made or read last: what the next map is laid onto. */
  #last: Before | null = null;
  #job: Job | null = null;
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: MapsOptions) {
    this.#options = options;
    this.#workers = WorkerPool.lazy(options.file ?? workerFile('map-worker', import.meta.url), {}, 1, { idleMs: 0 });
  }

  /** The map as it is, and whether it is that of the space as it is now. Rejects as the space does. */
  async read(lensId: LensId, method: MapMethod): Promise<Output<'map.read'>> {
    const kept = await this.#read(lensId, method);
    const space = await this.#options.space(lensId);
    const progress = this.#job?.lensId === lensId && this.#job.method === method ? this.#job.progress : null;
    if (!kept) return { map: null, current: false, progress };
    this.#last = kept.map;
    return { map: kept.map, current: standingOf(kept.map, kept.footprint, space) === 'current', progress };
  }

  /** Starts, or returns what is being made already. How it ends is told by events. */
  start(lensId: LensId, method: MapMethod): MapProgress {
    if (this.#job?.lensId === lensId && this.#job.method === method && this.#job.control[1] === 0) return this.#job.progress;
    this.cancel();
    const job: Job = { lensId, method, control: new Int32Array(new SharedArrayBuffer(8)), progress: { lensId, method, phase: 'running', share: 0, reason: null } };
    this.#job = job;
    this.#turn = this.#turn.then(() => this.#run(job));
    return job.progress;
  }

  /** Cancels what is being made; what was there stays. */
  cancel(): void {
    if (this.#job) Atomics.store(this.#job.control, 1, 1);
  }

  /** Drops the maps of a lens that was deleted: restored, it has them made again. */
  drop(lensId: LensId): Promise<void> {
    if (this.#job?.lensId === lensId) this.cancel();
    // behind what is being made, which would keep it
    return (this.#turn = this.#turn.then(async () => {
      for (const method of MAP_METHODS) this.#kept.delete(nameOf(lensId, method));
      await dropMapCaches(this.#options.stored, lensId);
    }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.cancel();
    await this.#workers.close();
    await this.#turn;
  }

  async #run(job: Job): Promise<void> {
    const watch = setInterval(() => this.#tell(job, { phase: 'running', share: Atomics.load(job.control, 0) / 1000 }), TELL_MS);
    let end: Partial<MapProgress> = { phase: 'cancelled' };
    try {
      if (await this.#make(job)) end = { phase: 'done', share: 1 };
    } catch (error) {
      if (!this.#closed && !(error instanceof CodedError && error.code === 'no-library')) console.error(error);
      end = { phase: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
    clearInterval(watch);
    if (this.#job === job) this.#job = null;
    this.#tell(job, end);
    if (end.phase === 'done' && !this.#closed) this.#options.emit('map.changed', { lensId: job.lensId, method: job.method });
  }

  /** Whether the map is there now. */
  async #make({ lensId, method, control }: Job): Promise<boolean> {
    if (Atomics.load(control, 1) !== 0) return false;
    const kept = await this.#read(lensId, method);
    const space = await this.#options.space(lensId);
    const standing = kept ? standingOf(kept.map, kept.footprint, space) : 'outdated';
    if (standing === 'current') return true;
    const { ids, dims, points, k, neighbours, distances, metric } = space;
    const message: MapRequest = {
      control: control.buffer as SharedArrayBuffer, method, before: kept && beforeOf(kept.map), onto: kept ? beforeOf(kept.map) : this.#last && beforeOf(this.#last), placing: standing === 'lacking',
      space: { ids, dims, points, k, neighbours, distances, ...(metric && { metric }) }
    };
    const made = Atomics.load(control, 1) === 0 ? await this.#workers.run({ message }) : null;
    if (!made || this.#closed) return false;
    // a map on which photos were placed keeps the footprint and the seconds of when it was made
    const fresh: KeptMap = {
      map: { method, ids, ...made, ...(kept && standing === 'lacking' && { seconds: kept.map.seconds, placed: kept.map.placed + made.placed }) },
      footprint: kept && standing === 'lacking' ? kept.footprint : footprintOf(space)
    };
    this.#kept.set(nameOf(lensId, method), fresh);
    this.#last = fresh.map;
    await writeMapCache(this.#options.stored, lensId, fresh);
    return true;
  }

  async #read(lensId: LensId, method: MapMethod): Promise<KeptMap | null> {
    const name = nameOf(lensId, method);
    const known = this.#kept.get(name) ?? (await readMapCache(this.#options.stored, lensId, method));
    if (known) this.#kept.set(name, known);
    return known;
  }

  #tell(job: Job, change: Partial<MapProgress>): void {
    job.progress = { ...job.progress, ...change };
    if (!this.#closed) this.#options.emit('map.progress', job.progress);
  }
}

const nameOf = (lensId: LensId, method: MapMethod): string => `${lensId} ${method}`;

function beforeOf({ ids, positions }: Before): Before {
  return { ids, positions };
}
