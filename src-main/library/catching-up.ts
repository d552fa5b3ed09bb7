// Has photos indexed once more that came to lack something: their thumbnails were damaged, or another encoder is in use.
import type { Store } from '../store/database.ts';
import type { DescriptorVersions } from '../store/descriptors.ts';
import { filesToDescribe } from './indexing/left-over.ts';

export interface CatchingUpOptions {
  readonly store: Store;
  readonly versions: () => DescriptorVersions;
  /** The end of the index run under way; `undefined` where none is. */
  readonly running: () => Promise<unknown> | undefined;
  readonly start: () => void;
}

export class CatchingUp {
  readonly #options: CatchingUpOptions;
  #settled: Promise<void> = Promise.resolve();

  constructor(options: CatchingUpOptions) {
    this.#options = options;
  }

  /** Once nothing is looked at any more. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Starts a run if anything is lacking after the one under way, which may have looked too early. `first` is done before that. */
  soon(first: () => Promise<unknown> = () => Promise.resolve()): void {
    const { store, versions, running, start } = this.#options;
    const run = running();
    this.#settled = this.#settled.then(async () => {
      await run;
      await first();
      if (store.db.open && (await filesToDescribe(store, versions())).length > 0) start();
    });
  }
}
