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
  /** Downloads what was found. @param onDone bytes so far @throws the signal's reason, once nothing of it goes on */
  download(onDone: (bytes: number) => void, signal: AbortSignal): Promise<void>;
  /** Whether what was downloaded is installed when the app quits. */
  installAtQuit(on: boolean): void;
}

export interface AppUpdatesOptions {
  /** The host that is asked, for the user to see. */
  readonly feed: string;
  /** @param unheard told of what fails while nobody waits for it */
  readonly open: (unheard: (error: unknown) => void) => Promise<Updater>;
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
  /** How often it was turned on or off. */
  #turns = 0;
  #download: AbortController | null = null;

  constructor(options: AppUpdatesOptions) {
    this.#options = options;
  }

  get state(): UpdateState {
    return { ...this.#now, feed: this.#options.feed };
  }

  /** Turned on, it looks at once and every day; turned off, it asks nothing, ends a download and installs nothing. */
  async turn(on: boolean): Promise<void> {
    if (on === this.#on) return;
    this.#on = on;
    if (this.#again) clearInterval(this.#again);
    this.#again = null;
    const turn = ++this.#turns;
    if (!on) this.#download?.abort(new CodedError('bad-request', 'Looking for newer versions was turned off.'));
    const updater = await this.#updater?.catch(() => null); // one that did not open was told of
    if (turn !== this.#turns) return; // meanwhile it was turned again
    updater?.installAtQuit(on);
    if (!on) return this.#become(this.#now.phase === 'downloading' ? { phase: 'available', found: this.#now.found } : this.#now.phase === 'ready' ? this.#now : { phase: 'idle' });
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
      const found = this.#on ? await updater.check() : undefined; // it may be turned off while it is loaded, and while it asks
      if (found !== undefined && this.#on) this.#become(found ? { phase: 'available', found } : { phase: 'latest' });
    });
  }

  download(): void {
    if (!this.#on || this.#now.phase !== 'available') throw new CodedError('bad-request', 'There is no newer version to download. Look for one first.');
    const { found } = this.#now;
    const stopped = new AbortController();
    this.#download = stopped;
    this.#become({ phase: 'downloading', found, done: 0 });
    void this.#try(async (updater) => {
      let share = 0;
      const onDone = (done: number): void => {
        // the page is told each percent
        if (stopped.signal.aborted || Math.floor((100 * done) / found.bytes) === share) return;
        share = Math.floor((100 * done) / found.bytes);
        this.#become({ phase: 'downloading', found, done });
      };
      try {
        await updater.download(onDone, stopped.signal);
        this.#become({ phase: 'ready', found });
      } catch (error) {
        if (!stopped.signal.aborted) throw error;
        if (this.#now.phase === 'downloading' && this.#download === stopped) this.#become({ phase: 'available', found }); // turned on again before it ended
      }
    });
  }

  async #try(work: (updater: Updater) => Promise<void>): Promise<void> {
    this.#updater ??= this.#options.open((error) => this.#fail(error)).catch((error: unknown) => {
      this.#updater = null; // the next try opens it again
      throw error;
    });
    const [updater, before] = [this.#updater, this.#busy];
    // a download that was stopped may still be ending
    const mine = (before ? before.then(() => updater) : updater).then(work).catch((error: unknown) => this.#fail(error));
    this.#busy = mine;
    await mine;
    if (this.#busy === mine) this.#busy = null;
  }

  #fail(error: unknown): void {
    const { report = console.error } = this.#options;
    report(error);
    this.#become({ phase: 'failed', fault: faultOf(error), detail: error instanceof Error ? error.message.split('\n')[0]!.slice(0, 300) : String(error) });
  }

  #become(now: UpdatePhase): void {
    this.#now = now;
    this.#options.tell(this.state);
  }
}
