// Actions on the files of one library: previews them, performs and undoes them one plan at a time, and has the index follow. How files are
// moved: filing/.
import { randomUUID } from 'node:crypto';
import type { Heir } from '../../src-shared/duplicates/heirs.ts';
import type { DraftId, Plan, PlanId, PlanPreview, PlanProgress, PlanRequest, PlanSummary } from '../../src-shared/filing/plan.ts';
import { previewOf } from '../../src-shared/filing/plan.ts';
import { CodedError } from '../failure.ts';
import { type Disk, systemDisk } from '../filing/disk.ts';
import type { HandedOver } from '../filing/hand-over.ts';
import { performPlan } from '../filing/perform.ts';
import { type MadePlan, makePlan } from '../filing/plan.ts';
import { refusalOf } from '../filing/refusal.ts';
import { systemTrash } from '../filing/system-trash.ts';
import type { Trash } from '../filing/trash.ts';
import { undoPlan } from '../filing/undo.ts';
import type { Store } from '../store/database.ts';
import type { FolderId } from '../store/folder-id.ts';
import { readFolders } from '../store/folders.ts';
import { addPlan, readPlan, readPlanFacts, readPlans } from '../store/plans.ts';
import { relativeTo } from './folders/path-from.ts';
import type { ChangedFolders } from './indexing/scan-folders.ts';

export interface FilingOptions {
  readonly store: Store;
  /** Where files are put; by default this computer's. */
  readonly trash?: Trash;
  /** Called some times a second while a plan runs, and when it has ended. */
  readonly onProgress: (progress: PlanProgress) => void;
  /** A plan has ended or stopped, and changed files there. */
  readonly follow: (changed: ChangedFolders) => void;
  /** Albums or marks of photos that went are with those kept in their place, or no longer. */
  readonly onHandedOver?: (handed: HandedOver) => void;
  /** Replaces the file system and the clock, for tests. */
  readonly disk?: Disk;
  readonly now?: () => number;
}

/** Previews that can be started. */
const MOST_DRAFTS = 4;
const TOLD_EVERY_MS = 100;

export class Filing {
  readonly #options: Required<FilingOptions>;
  readonly #drafts = new Map<DraftId, MadePlan>();
  #stop: AbortController | null = null;
  #progress: PlanProgress | null = null;
  #settled: Promise<PlanProgress | null> = Promise.resolve(null);

  constructor(options: FilingOptions) {
    this.#options = { trash: systemTrash(), disk: systemDisk, now: Date.now, onHandedOver: () => {}, ...options };
  }

  /** Whether a plan is running. */
  get busy(): boolean {
    return this.#stop !== null;
  }

  /** Of the running plan, or the last one since the library was opened. */
  get progress(): PlanProgress | null {
    return this.#progress;
  }

  /** Resolves when no plan is running, with how the last one ended. */
  get settled(): Promise<PlanProgress | null> {
    return this.#settled;
  }

  /** What would be done; touches no file. Rejects with a `CodedError` as `makePlan`. */
  async preview(request: PlanRequest): Promise<PlanPreview> {
    const made = await makePlan(this.#options.store, request, this.#options.disk);
    const id = randomUUID() as string as DraftId;
    this.#drafts.set(id, made);
    for (const [oldest] of this.#drafts) if (this.#drafts.size > MOST_DRAFTS) this.#drafts.delete(oldest);
    return previewOf(id, made, made.steps);
  }

  /**
   * Performs exactly what that preview showed.
   * @param heirs who takes over albums and marks of photos that it takes away
   * @throws {CodedError} `bad-request` for one that is forgotten, `files-busy` while another plan runs
   */
  start(draft: DraftId, heirs: readonly Heir[] = []): PlanProgress {
    this.#refuseWhileBusy();
    const made = this.#drafts.get(draft);
    if (made === undefined) throw new CodedError('bad-request', 'This preview is no longer known. Look at it again, then start it.');
    this.#drafts.delete(draft);
    const { store, now } = this.#options;
    return this.#run(addPlan(store, made, made.steps, now(), heirs), performPlan);
  }

  /** Performs what is still planned. @throws {CodedError} `bad-request` for an unknown plan, `files-busy` while one runs */
  resume(id: PlanId): PlanProgress {
    return this.#run(id, performPlan);
  }

  /** Takes back what was done. @throws {CodedError} as `resume` */
  undo(id: PlanId): PlanProgress {
    return this.#run(id, undoPlan);
  }

  /** Stops the running plan after the step in progress. */
  cancel(): void {
    this.#stop?.abort();
  }

  /** All plans, the latest first. */
  list(): PlanSummary[] {
    return readPlans(this.#options.store);
  }

  /** @throws {CodedError} `bad-request` for an unknown plan */
  read(id: PlanId): Plan {
    return readPlan(this.#options.store, id);
  }

  /** Stops, and resolves when the step in progress is done. */
  async close(): Promise<void> {
    this.cancel();
    await this.#settled;
  }

  #run(id: PlanId, run: typeof performPlan): PlanProgress {
    this.#refuseWhileBusy();
    const { store, disk, trash, now } = this.#options;
    const { kind } = readPlanFacts(store, id);
    const undoing = run === undoPlan;
    const begun: PlanProgress = { id, kind, undoing, phase: 'running', done: 0, total: 0, refused: 0, doneBytes: 0, totalBytes: 0, stoppedBy: null };
    const stop = new AbortController();
    this.#stop = stop;
    this.#progress = begun;
    let toldAt = 0;
    const onProgress = (progress: PlanProgress): void => {
      this.#progress = progress;
      if (now() - toldAt < TOLD_EVERY_MS) return;
      toldAt = now();
      this.#options.onProgress(progress);
    };
    this.#settled = run({ store, disk, trash, now }, id, { signal: stop.signal, onProgress, onHandedOver: this.#options.onHandedOver })
      .catch((error: unknown): PlanProgress => {
        console.error(error); // the journal could not be written: what was being done is settled at the next opening
        return { ...(this.#progress ?? begun), phase: 'failed', stoppedBy: refusalOf(error, store.folder) };
      })
      .then((progress) => {
        this.#stop = null;
        this.#progress = progress;
        this.#options.onProgress(progress);
        if (store.db.open && progress.done > 0) this.#options.follow(this.#changedBy(id));
        return progress;
      });
    return begun;
  }

  /** Where files of a plan came from and went to, in the folders of the library. */
  #changedBy(id: PlanId): ChangedFolders {
    const folders = readFolders(this.#options.store);
    const changed = new Map<FolderId, string[]>();
    const note = (folder: FolderId | undefined, path: string): void => {
      if (folder === undefined) return;
      const paths = changed.get(folder);
      if (paths) paths.push(path);
      else changed.set(folder, [path]);
    };
    for (const { from, to, state } of this.read(id).steps) {
      if (state !== 'done' && state !== 'undone') continue;
      note(folders.find(({ path }) => path === from.folder)?.id, from.path);
      for (const { id: folder, path } of folders) {
        const below = to === null ? null : relativeTo(path, to);
        if (below !== null) note(folder, below);
      }
    }
    return changed;
  }

  #refuseWhileBusy(): void {
    if (this.busy) throw new CodedError('files-busy', 'Files are being moved already. Wait until that is done, or cancel it.');
  }
}
