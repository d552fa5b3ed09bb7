// The space of each lens: that of the prior metric under what the lens's judgments ask for. Learns in a worker thread, after answers
// have paused for a moment or kept coming for a while, and tells when a newer space is there.

import type { Judgment, LensId, PhotoSpace } from '../../../src-shared/contract.ts';
import { CodedError } from '../../failure.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import type { SectionMap } from '../../../src-shared/learning/metric/section-map.ts';
import type { LensWorkerReply, LensWorkerRequest } from './lens-worker.ts';

export interface LensSpacesOptions {
  /** Where the library's stored state lies: what is learned is kept there. */
  readonly stored: string;
  /** The space of the prior metric as it is now; the same object until it changes. */
  readonly prior: () => Promise<PhotoSpace>;
  /** Those in force, oldest first. */
  readonly judgments: (lensId: LensId) => readonly Judgment[];
  readonly onChange: (lensId: LensId, revision: number) => void;
  /** How long answers have to pause before they are learned from, and how long they may keep coming. */
  readonly pauseMs?: number;
  readonly patienceMs?: number;
  /** The worker's script, in place of the usual one. */
  readonly file?: URL;
  /** How long learning may take at least. */
  readonly learningMs?: number;
}

/** Ten times what a photo takes on a slow machine. */
const MS_A_PHOTO = 5;

/** Spaces kept: that of the lens in use and of the one before it, so that going back is quick. Each is tens of MB in a large library. */
const KEPT = 2;

/** The space of a lens, and what it was made of. */
export interface LearnedSpace {
  readonly prior: PhotoSpace;
  readonly space: PhotoSpace;
  /** From the prior's points to its own; `null` where they are the same. */
  readonly maps: readonly SectionMap[] | null;
}

interface Known extends LearnedSpace {
  readonly judgments: readonly Judgment[];
}

export class LensSpaces {
  readonly #options: LensSpacesOptions;
  /** The one used last stands last. */
  readonly #known = new Map<LensId, Known>();
  readonly #waiting = new Map<LensId, { timer: ReturnType<typeof setTimeout>; readonly since: number }>();
  readonly #workers: WorkerPool<LensWorkerReply>;
  #workerHolds: PhotoSpace | null = null;
  /** One is learned at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #revision = 0;
  #closed = false;

  constructor(options: LensSpacesOptions) {
    this.#options = options;
    this.#workers = WorkerPool.lazy(options.file ?? workerFile('lens-worker', import.meta.url), {}, 1);
  }

  /** The space of a lens as it was last learned; waits for the first. Rejects as the prior does, and with `engine-failed`. */
  async read(lensId: LensId): Promise<PhotoSpace> {
    return (await this.readLearned(lensId)).space;
  }

  /** The same with what it was made of. */
  async readLearned(lensId: LensId): Promise<LearnedSpace> {
    this.#needOpen();
    const prior = await this.#options.prior();
    const known = this.#known.get(lensId);
    if (known?.prior !== prior) return (await this.#learn(lensId)).known;
    this.#keep(lensId, known);
    return known;
  }

  /** Judgments of a lens changed: its space follows once they pause. */
  judged(lensId: LensId): void {
    const { pauseMs = 1200, patienceMs = 8000 } = this.#options;
    const before = this.#waiting.get(lensId);
    clearTimeout(before?.timer);
    const since = before?.since ?? Date.now();
    const wait = Math.max(0, Math.min(pauseMs, since + patienceMs - Date.now()));
    const timer = setTimeout(() => {
      this.#waiting.delete(lensId);
      this.refresh(lensId);
    }, wait);
    this.#waiting.set(lensId, { timer, since });
  }

  /** Learns again now, in the background. A failure stays that of whoever reads next. */
  refresh(lensId: LensId): void {
    this.#learn(lensId).then(
      ({ changed, known: { space } }) => {
        if (changed && !this.#closed) this.#options.onChange(lensId, space.revision);
      },
      (error: unknown) => {
        if (!this.#closed) console.error(error);
      }
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    await this.#workers.close();
  }

  #learn(lensId: LensId): Promise<{ readonly known: Known; readonly changed: boolean }> {
    const learned = this.#turn.then(async () => {
      const prior = await this.#options.prior();
      const judgments = this.#options.judgments(lensId);
      const known = this.#known.get(lensId);
      if (known?.prior === prior && isSame(known.judgments, judgments)) return { known, changed: false };
      const { maps = null, ...learnedSpace } = (judgments.length === 0 ? null : await this.#ask(prior, lensId, judgments)) ?? {};
      const now: Known = { prior, judgments, maps, space: { ...prior, ...learnedSpace, revision: ++this.#revision } };
      this.#keep(lensId, now);
      return { known: now, changed: true };
    });
    this.#turn = learned.catch(() => {}); // the one who asked is told
    return learned;
  }

  #keep(lensId: LensId, known: Known): void {
    this.#known.delete(lensId);
    this.#known.set(lensId, known);
    for (const oldest of this.#known.keys()) if (this.#known.size > KEPT) this.#known.delete(oldest);
  }

  async #ask(prior: PhotoSpace, lensId: LensId, judgments: readonly Judgment[]): Promise<LensWorkerReply> {
    this.#needOpen();
    const deadlineMs = (this.#options.learningMs ?? 300_000) + MS_A_PHOTO * prior.ids.length;
    const ask = (message: LensWorkerRequest): Promise<LensWorkerReply> => this.#workers.run({ message, deadlineMs });
    try {
      if (this.#workerHolds !== prior) {
        await ask({ kind: 'space', space: prior });
        this.#workerHolds = prior;
      }
      return await ask({ kind: 'learn', lensId, judgments, stored: this.#options.stored });
    } catch (error) {
      this.#workerHolds = null; // another worker may take the place of this one
      this.#needOpen();
      throw new CodedError('engine-failed', `Your answers could not be learned from: ${error instanceof Error ? error.message : String(error)}. They are kept. Close the library and open it again.`, { cause: error });
    }
  }

  #needOpen(): void {
    if (this.#closed) throw new CodedError('no-library', 'The library was closed. Open it again.');
  }
}

function isSame(a: readonly Judgment[], b: readonly Judgment[]): boolean {
  return a === b || (a.length === b.length && a.every(({ id }, at) => b[at]?.id === id));
}
