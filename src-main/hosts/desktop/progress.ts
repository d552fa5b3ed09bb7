// How far long work is, on the dock or the taskbar.
import type { IndexProgress, TrainProgress } from '../../../src-shared/contract.ts';

/** No bar, and one that only says that something is going on. */
const [NONE, SOMEHOW] = [-1, 2];
const AT_WORK = new Set<IndexProgress['phase'] | TrainProgress['phase']>(['scanning', 'indexing', 'preparing', 'training', 'scoring', 'encoding']);

/** Of all libraries together: what is said of one replaces what was said of it before. */
export class WindowProgress {
  readonly #shares = new Map<string, number>();
  #shown = NONE;
  readonly #show: (share: number) => void;

  /** @param show as `BrowserWindow.setProgressBar` */
  constructor(show: (share: number) => void) {
    this.#show = show;
  }

  /** Hears an event of a library. */
  hear(name: string, payload: unknown, library: string | null): void {
    if (name === 'index.progress') this.#set(`index ${library}`, indexed(payload as IndexProgress)); // as the event says
    else if (name === 'train.progress') this.#set(`train ${library}`, trained(payload as TrainProgress)); // as above
    else if (name === 'library.closed') for (const what of ['index', 'train']) this.#set(`${what} ${library}`, NONE);
  }

  #set(what: string, share: number): void {
    if (share === NONE) this.#shares.delete(what);
    else this.#shares.set(what, share);
    const shares = [...this.#shares.values()];
    const known = shares.filter((each) => each !== SOMEHOW);
    const shown = shares.length === 0 ? NONE : known.length === 0 ? SOMEHOW : Math.round(100 * Math.min(...known)) / 100;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#show(shown);
  }
}

function indexed({ phase, watched, total, done }: IndexProgress): number {
  if (!AT_WORK.has(phase) || watched) return NONE; // a look at what changed is no long work
  return phase === 'scanning' || total === 0 ? SOMEHOW : done / total;
}

function trained({ phase, seconds, budget, secondsLeft }: TrainProgress): number {
  if (!AT_WORK.has(phase)) return NONE;
  const left = secondsLeft ?? budget - seconds;
  return seconds + left <= 0 ? SOMEHOW : Math.min(1, seconds / (seconds + Math.max(0, left)));
}
