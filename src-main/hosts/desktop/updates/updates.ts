// Looking for a newer version, downloading and installing it: each only because the user wanted it. Until the setting is turned on nothing is loaded that
// could connect, and nothing is asked.

import type { NewerVersion, UpdatePhase, UpdateState } from '../../../../src-shared/contract.ts';
import { CodedError } from '../../../failure.ts';
import type { Updates } from '../../host.ts';
import { faultOf } from './refusal.ts';

/** What does the work: electron-updater, or a stand-in. */
export interface Updater {
  /** Asks the feed. @returns a version newer than this one, `null` if there is none */
  check(): Promise<NewerVersion | null>;
  /** Downloads what was found. @param onDone bytes so far */
  download(onDone: (bytes: number) => void): Promise<void>;
  /** Whether what was downloaded is installed when the app quits. */
  installAtQuit(on: boolean): void;
}

export interface AppUpdatesOptions {
  /** The host that is asked, for the user to see. */
  readonly feed: string;
  readonly open: () => Promise<Updater>;
  readonly tell: (state: UpdateState) => void;
  readonly report?: (error: unknown) => void;
}

/** How often an app that stays open looks again. */
const EVERY_MS = 24 * 3600_000;

export class AppUpdates implements Updates {
  readonly #options: AppUpdatesOptions;
  #now: UpdatePhase = { phase: 'idle' };
  #on = false;
  #updater: Promise<Updater> | null = null;
  #again: NodeJS.Timeout | null = null;
  #busy: Promise<void> | null = null;

  constructor(options: AppUpdatesOptions) {
    this.#options = options;
  }

  get state(): UpdateState {
    return { ...this.#now, feed: this.#options.feed };
  }

  /** Turned on, it looks at once and every day; turned off, it asks nothing and installs nothing. */
  async turn(on: boolean): Promise<void> {
    if (on === this.#on) return;
    this.#on = on;
    if (this.#again) clearInterval(this.#again);
    this.#again = null;
    (await this.#updater?.catch(() => null))?.installAtQuit(on); // one that did not open was told of
    if (!on) return this.#become(this.#now.phase === 'downloading' || this.#now.phase === 'ready' ? this.#now : { phase: 'idle' });
    this.#again = setInterval(() => void this.check(), EVERY_MS);
    this.#again.unref();
    void this.check();
  }

  /** A look or a download that is under way is waited for; what was downloaded stays. */
  async check(): Promise<void> {
    if (!this.#on) throw new CodedError('bad-request', 'Looking for newer versions is turned off in the settings.');
    if (this.#busy || this.#now.phase === 'ready') return this.#busy ?? undefined;
    this.#become({ phase: 'checking' });
    await this.#try(async (updater) => {
      const found = await updater.check();
      this.#become(found ? { phase: 'available', found } : { phase: 'latest' });
    });
  }

  download(): void {
    if (!this.#on || this.#now.phase !== 'available') throw new CodedError('bad-request', 'There is no newer version to download. Look for one first.');
    const { found } = this.#now;
    this.#become({ phase: 'downloading', found, done: 0 });
    void this.#try(async (updater) => {
      let share = 0;
      await updater.download((done) => {
        // the page is told each percent
        if (Math.floor((100 * done) / found.bytes) === share) return;
        share = Math.floor((100 * done) / found.bytes);
        this.#become({ phase: 'downloading', found, done });
      });
      this.#become({ phase: 'ready', found });
    });
  }

  async #try(work: (updater: Updater) => Promise<void>): Promise<void> {
    this.#updater ??= this.#options.open().catch((error: unknown) => {
      this.#updater = null; // the next try opens it again
      throw error;
    });
    const { report = console.error } = this.#options;
    this.#busy = this.#updater.then(work).catch((error: unknown) => {
      report(error);
      this.#become({ phase: 'failed', fault: faultOf(error), detail: error instanceof Error ? error.message.split('\n')[0]!.slice(0, 300) : String(error) });
    });
    await this.#busy;
    this.#busy = null;
  }

  #become(now: UpdatePhase): void {
    this.#now = now;
    this.#options.tell(this.state);
  }
}
