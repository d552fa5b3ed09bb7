// Indexes photos again that now lack something: their thumbnails were damaged, or another encoder is in use.
import type { Store } from '../store/database.ts';
import type { DescriptorVersions } from '../store/descriptors.ts';
import { filesToDescribe } from './indexing/left-over.ts';

export interface CatchingUpOptions {
  readonly store: Store;
  readonly versions: () => DescriptorVersions;
  /** The end of the current index run; `undefined` if there is none. */
  readonly running: () => Promise<unknown> | undefined;
  readonly start: () => void;
}

export class CatchingUp {
  readonly #options: CatchingUpOptions;
  #settled: Promise<void> = Promise.resolve();

  constructor(options: CatchingUpOptions) {
    this.#options = options;
  }

  /** Resolves when nothing is being checked any more. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Starts a run if anything is lacking after the current one, which may have looked too early. `first` runs before that. */
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
