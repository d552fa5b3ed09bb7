// What an open library writes to the registry: how many photos and answers it has, and when it was opened. Only a convenience for the list
// of libraries, so a failure must not stop anything: it is reported once, and the write is retried.
import { failureOf } from '../failure.ts';
import { type LibraryNote, noteLibrary } from '../store/libraries.ts';

const RETRY_MS = 30_000;

export class Noted {
  readonly #dataFolder: string;
  readonly #id: string;
  readonly #retryMs: number;
  readonly #tell: (message: string) => void;
  #waiting: LibraryNote = {};
  #timer: NodeJS.Timeout | null = null;
  #told = false;

  constructor(dataFolder: string, id: string, { retryMs = RETRY_MS, tell = (message: string) => console.error(message) }: { readonly retryMs?: number; readonly tell?: (message: string) => void } = {}) {
    this.#dataFolder = dataFolder;
    this.#id = id;
    this.#retryMs = retryMs;
    this.#tell = tell;
  }

  /** Writes now or, if that fails, later. Never throws, and never waits for another process. */
  note(changes: LibraryNote): void {
    this.#waiting = { ...this.#waiting, ...changes };
    this.#write(0);
  }

  /** Last try; what cannot be written now is written when the library is next opened. */
  close(): void {
    if (this.#timer !== null) this.#write(1000);
    this.#stop();
  }

  #write(timeoutMs: number): void {
    try {
      noteLibrary(this.#dataFolder, this.#id, this.#waiting, { timeoutMs });
      this.#waiting = {};
      this.#told = false;
      this.#stop();
    } catch (error) {
      if (!this.#told) this.#tell(`The list of libraries is not up to date: ${failureOf(error).message}`);
      this.#told = true;
      this.#timer ??= setInterval(() => this.#write(0), this.#retryMs).unref();
    }
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
