// Keeps the space of an open library up to date: makes it in a worker thread, one at a time, and tells when a new one is there. Where a large library has
// neither a space nor groups that could be looked at meanwhile, one of some of its photos comes first.

import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { CodedError } from '../../failure.ts';
import type { DescriptorVersions } from '../../store/descriptors.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import type { MadeSpace } from './space.ts';
import { isSpaceKept } from './space-cache.ts';

/** What the worker is asked: to make this space. */
export interface SpaceRequest {
  /** Where the library's stored state lies. */
  readonly stored: string;
  readonly versions: DescriptorVersions;
  /** Only of so many photos from all over the library; none where there are stored groups to look at meanwhile. */
  readonly sketch?: number;
}

export interface SpaceKeeperOptions {
  /** Photos that there are to place: the more, the longer the worker may take. */
  readonly photos?: () => number;
  /** Photos of a sketch. */
  readonly sketched?: number;
  /** The worker's script, in place of the usual one. */
  readonly file?: URL;
  /** How long it may take at least. */
  readonly patienceMs?: number;
}

/** From this many photos on, a space of some of them is made before the first of all, and of how many. */
const SKETCHED_FROM = 20_000;
const SKETCHED = 4000;

/** Ten times what a photo takes on a slow machine. */
const MS_A_PHOTO = 10;

export class SpaceKeeper {
  #data: SpaceRequest;
  readonly #onChange: (revision: number) => void;
  readonly #deadline: () => number;
  readonly #photos: () => number;
  readonly #sketched: number;
  /** Who waits for the first space. */
  readonly #firsts: ((space: PhotoSpace) => void)[] = [];
  /** One, which ends with each answer: what it held is of no more use. */
  readonly #workers: WorkerPool<MadeSpace | null>;
  #space: PhotoSpace | null = null;
  #making: Promise<PhotoSpace> | null = null;
  #stale = false;
  #closed = false;

  constructor(data: SpaceRequest, onChange: (revision: number) => void, { photos = () => 0, sketched = SKETCHED, file, patienceMs = 120_000 }: SpaceKeeperOptions = {}) {
    this.#data = data;
    this.#photos = photos;
    this.#sketched = sketched;
    this.#onChange = onChange;
    this.#deadline = () => patienceMs + MS_A_PHOTO * photos();
    this.#workers = WorkerPool.lazy(file ?? workerFile('space-worker', import.meta.url), {}, 1, { idleMs: 0 });
  }

  /** Photos in the space as it is now; 0 before the first. */
  get size(): number {
    return this.#space?.ids.length ?? 0;
  }

  get busy(): boolean {
    return this.#making !== null;
  }

  /** What spaces are made of from now on; the next `refresh` makes the first. */
  useVersions(versions: DescriptorVersions): void {
    this.#data = { ...this.#data, versions };
  }

  /** The newest space that is made; waits for the first. Rejects with `engine-failed` where it could not be made, and with `no-library` once closed. */
  async read(): Promise<PhotoSpace> {
    this.#needOpen();
    return this.#space ?? new Promise((resolve, reject) => {
      this.#firsts.push(resolve);
      this.#make().then(resolve, reject);
    });
  }

  /**
   * Before anybody asks for the first: where one is kept it is read meanwhile, and where a sketch comes first that is made now. Resolves when the sketch is there.
   * What cannot be made, whoever reads is told.
   */
  async begin(): Promise<void> {
    if (this.#isSketchDue()) await this.read().catch(() => {});
    else if (!this.#closed && !this.#space && isSpaceKept(this.#data.stored)) void this.#make().catch(() => {});
  }

  /** Makes the space again; asked again meanwhile, once more after that. Resolves when the newest is there, and when it is closed. */
  async refresh(): Promise<void> {
    this.#stale = true;
    try {
      while (this.#stale && !this.#closed) {
        if (this.#making) {
          await this.#making;
          continue;
        }
        this.#stale = false;
        await this.#make();
      }
    } catch (error) {
      if (!this.#closed) throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#workers.close();
  }

  #make(): Promise<PhotoSpace> {
    this.#making ??= this.#run().finally(() => (this.#making = null));
    return this.#making;
  }

  async #run(): Promise<PhotoSpace> {
    try {
      if (this.#isSketchDue()) await this.#makeNow({ ...this.#data, sketch: this.#sketched });
      return (await this.#makeNow(this.#data))!; // only a sketch may be left out
    } catch (error) {
      this.#needOpen();
      throw new CodedError('engine-failed', `The photos could not be compared: ${error instanceof Error ? error.message : String(error)}. Close the library and open it again.`, { cause: error });
    }
  }

  #isSketchDue(): boolean {
    return !this.#closed && !this.#space && this.#photos() >= SKETCHED_FROM && !isSpaceKept(this.#data.stored);
  }

  async #makeNow(message: SpaceRequest): Promise<PhotoSpace | null> {
    const made = await this.#workers.run({ message, deadlineMs: this.#deadline() });
    this.#needOpen();
    if (!made) return null;
    const space: PhotoSpace = { revision: (this.#space?.revision ?? 0) + 1, ...made };
    this.#space = space;
    for (const resolve of this.#firsts.splice(0)) resolve(space);
    this.#onChange(space.revision);
    return space;
  }

  #needOpen(): void {
    if (this.#closed) throw new CodedError('no-library', 'The library was closed. Open it again.');
  }
}
