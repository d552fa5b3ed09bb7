// Opening a folder that may hold photos of a known library: asks whose they are first, and does what the user chooses.

import type { Bridge, FolderLikeness, LibraryId } from '../../src-shared/contract.ts';

export interface RecognisingOptions {
  readonly bridge: Pick<Bridge, 'request' | 'of'>;
  /** Opens a folder as it is; a new library brings along what those of `bring` know of its photos. Tells failures itself. */
  readonly open: (folder: string, bring?: readonly LibraryId[]) => Promise<void>;
  /** Tells a failure and gives `undefined`. */
  readonly attempt: <T>(asked: Promise<T>) => Promise<T | undefined>;
}

/** A folder, and the libraries that know photos in it, the likeliest first. */
export interface Recognised {
  readonly folder: string;
  readonly likest: FolderLikeness;
  readonly candidates: readonly FolderLikeness[];
}

export class Recognising {
  #question = $state.raw<Recognised | null>(null);
  #looking = $state<string | null>(null);
  readonly #options: RecognisingOptions;

  constructor(options: RecognisingOptions) {
    this.#options = options;
  }

  /** What the user is asked. */
  get question(): Recognised | null { return this.#question; }
  /** The folder that is being compared. */
  get looking(): string | null { return this.#looking; }

  /** Opens a folder, after asking where it is not known and its photos are. */
  async open(folder: string): Promise<void> {
    if (this.#looking !== null) return;
    this.#looking = folder;
    // one that cannot be looked at fails to open too, and says so then
    const { library, candidates } = await this.#options.bridge.request('folders.recognise', { folder }).catch(() => ({ library: null, candidates: [] as FolderLikeness[] }));
    this.#looking = null;
    const [likest] = candidates;
    if (library !== null || likest === undefined) await this.#options.open(folder);
    else this.#question = { folder, likest, candidates };
  }

  close(): void {
    this.#question = null;
  }

  /** The folder was moved here: its library goes on. */
  async goOn(): Promise<void> {
    await this.#answer(async ({ folder, likest }) => {
      const done = await this.#options.attempt(this.#options.bridge.request('library.relocate', { library: likest.library, from: likest.folder, to: folder }));
      if (done !== undefined) await this.#options.open(folder);
    });
  }

  async openKnown(): Promise<void> {
    await this.#answer(({ likest }) => this.#options.open(likest.folder));
  }

  /** Takes the folder into the known library. */
  async add(): Promise<void> {
    await this.#answer(async ({ folder, likest }) => {
      await this.#options.open(likest.folder);
      await this.#options.attempt(this.#options.bridge.of(likest.library).request('folders.add', { folder }));
    });
  }

  async makeNew({ bring }: { readonly bring: boolean }): Promise<void> {
    await this.#answer(({ folder, candidates }) => this.#options.open(folder, bring ? [...new Set(candidates.map(({ library }) => library))] : []));
  }

  async #answer(does: (question: Recognised) => Promise<void>): Promise<void> {
    const question = this.#question;
    this.close();
    if (question) await does(question);
  }
}
