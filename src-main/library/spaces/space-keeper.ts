// Keeps the space of an open library up to date: makes it in a worker thread, one at a time, and tells when a new one is there.

import { Worker } from 'node:worker_threads';
import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { CodedError } from '../../failure.ts';
import type { DescriptorVersions } from '../../store/descriptors.ts';
import type { MadeSpace } from './space.ts';

/** What the worker is started with. */
export interface SpaceWorkerData {
  /** Where the library's stored state lies. */
  readonly stored: string;
  readonly versions: DescriptorVersions;
}

export class SpaceKeeper {
  #data: SpaceWorkerData;
  readonly #onChange: (revision: number) => void;
  #space: PhotoSpace | null = null;
  #making: Promise<PhotoSpace> | null = null;
  #worker: Worker | null = null;
  #stale = false;
  #closed = false;

  constructor(data: SpaceWorkerData, onChange: (revision: number) => void) {
    this.#data = data;
    this.#onChange = onChange;
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

  /** The newest space that is made; waits for the first. Rejects with `engine-failed` where it could not be made. */
  async read(): Promise<PhotoSpace> {
    return this.#space ?? this.#make();
  }

  /** Makes the space anew; asked again meanwhile, once more after that. Resolves when the newest is there. */
  async refresh(): Promise<void> {
    this.#stale = true;
    while (this.#stale && !this.#closed) {
      if (this.#making) {
        await this.#making;
        continue;
      }
      this.#stale = false;
      await this.#make();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
  }

  #make(): Promise<PhotoSpace> {
    this.#making ??= this.#run().finally(() => (this.#making = null));
    return this.#making;
  }

  async #run(): Promise<PhotoSpace> {
    const worker = new Worker(workerFile('space-worker', import.meta.url), { workerData: this.#data });
    this.#worker = worker;
    try {
      const made = await new Promise<MadeSpace>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.once('exit', () => reject(new Error('the worker ended without an answer')));
      });
      this.#space = { revision: (this.#space?.revision ?? 0) + 1, ...made };
    } catch (error) {
      if (this.#closed) throw new CodedError('no-library', 'The library was closed. Open it again.');
      throw new CodedError('engine-failed', `The photos could not be compared: ${error instanceof Error ? error.message : String(error)}. Close the library and open it again.`, { cause: error });
    } finally {
      this.#worker = null;
      void worker.terminate();
    }
    this.#onChange(this.#space.revision);
    return this.#space;
  }
}
