// One run of the index job: scan the folders, read what is new or changed, describe it, store it in batches. Stops between photos for pause and cancel; everything stored stays, and the next run continues from there.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Failure, IndexPhase, IndexProgress, ProblemCode } from '../../../src-shared/contract.ts';
import type { Engine } from '../../compute/engine.ts';
import { failureOf } from '../../failure.ts';
import type { FileCalls } from '../../photos/file-calls.ts';
import { checkFolder, isFolderFailure } from '../../photos/folder.ts';
import { isRawName } from '../../photos/formats.ts';
import { readApart } from '../../photos/readers.ts';
import type { Store } from '../../store/database.ts';
import { knownPhotos } from '../../store/contents.ts';
import type { DescriptorVersions } from '../../store/descriptors.ts';
import { writeIndexedAt } from '../../store/facts.ts';
import type { FolderId } from '../../store/folder-id.ts';
import { noteFolder, type StoredFolder } from '../../store/folders.ts';
import { writeIndexed, type IndexedCounts } from '../../store/indexed.ts';
import { readProblemFiles } from '../../store/problems.ts';
import { countMissingSince, type FoundFile } from '../../store/scan.ts';
import { countInTurns } from '../counts.ts';
import { Describer } from './describer.ts';
import { LeftOverLook } from './left-over-look.ts';
import { Gate, idle, Meter } from './progress.ts';
import { type ChangedFolders, keyOf, scanFolders } from './scan-folders.ts';
import { soonAfter } from './soon-after.ts';

export interface IndexRun {
  readonly progress: IndexProgress;
  pause(): void;
  resume(): void;
  cancel(): void;
  /** The last progress: `done`, `cancelled` or `failed`. Never rejects. */
  readonly finished: Promise<IndexProgress>;
}

export interface IndexRunOptions {
  readonly store: Store;
  readonly engine: Engine;
  readonly versions: DescriptorVersions;
  /** Read every problem file again, changed or not. */
  readonly retryProblems?: boolean;
  /** If given, looks only where something changed. */
  readonly only?: ChangedFolders | null;
  /** The scan begins when this resolves. */
  readonly ready?: Promise<void>;
  /** Photos in flight. */
  readonly lanes?: number;
  /** The file system calls, made by this process; the default ones, made by those that read photos, if left out. */
  readonly calls?: FileCalls;
  /** Called a few times a second, and at every change of phase. */
  readonly onProgress?: (progress: IndexProgress) => void;
  /** Called after every stored batch. */
  readonly onStored?: () => void;
}

const PROGRESS_EVERY_MS = 200;
/** How long photos being read may still take once the run is cancelled: an unresponsive drive must not delay closing. */
const END_WITHIN_MS = 2000;

/** File problems that may concern the whole folder. */
const OF_THE_DRIVE: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['vanished', 'unreadable', 'timeout']);

/** Starts a run. Problems with single files are recorded; a failure of the whole run is in `progress.error`. */
export function startIndexRun(options: IndexRunOptions): IndexRun {
  const run = new Run(options);
  return { get progress() { return run.progress; }, pause: () => run.pause(), resume: () => run.resume(), cancel: () => run.cancel(), finished: run.start() };
}

class Run {
  readonly #options: IndexRunOptions;
  readonly #abort = new AbortController();
  readonly #gate = new Gate();
  readonly #meter = new Meter();
  readonly #counts = { ...idle.counts };
  readonly #startedAt = Date.now();
  #phase: IndexPhase = 'scanning';
  #pausedFrom: IndexPhase = 'scanning';
  #found = 0;
  #total = 0;
  #done = 0;
  #error: Failure | null = null;
  #reportedAt = 0;
  #scannedAt = 0;
  #problemsGone = 0;
  /** The folders that are there. */
  #online = new Map<FolderId, StoredFolder>();

  constructor(options: IndexRunOptions) {
    this.#options = options;
  }

  get progress(): IndexProgress {
    const running = this.#phase === 'indexing';
    return {
      phase: this.#phase, startedAt: this.#startedAt, watched: (this.#options.only ?? null) !== null, found: this.#found, total: this.#total, done: this.#done,
      speed: running ? this.#meter.speed : 0, secondsLeft: running ? this.#meter.secondsLeft(this.#total - this.#done) : null,
      counts: { ...this.#counts }, error: this.#error
    };
  }

  pause(): void {
    if (this.#phase !== 'scanning' && this.#phase !== 'indexing') return;
    this.#pausedFrom = this.#phase;
    this.#gate.close();
    this.#enter('paused');
  }

  resume(): void {
    if (this.#phase !== 'paused') return;
    this.#meter.reset();
    this.#enter(this.#pausedFrom);
    this.#gate.open();
  }

  cancel(): void {
    this.#abort.abort();
    this.#gate.open();
  }

  async start(): Promise<IndexProgress> {
    this.#report(true);
    const { store, versions } = this.#options;
    const leftOver = new LeftOverLook(store, versions);
    try {
      await this.#options.ready;
      const toRead = await this.#scan();
      this.#enter('indexing');
      await this.#readAll(toRead, 'found');
      for await (const { files, why } of leftOver.find()) await this.#readAll(files, why);
      if (this.#abort.signal.aborted) this.#enter('cancelled');
      else {
        if (this.#online.size > 0) writeIndexedAt(store, Date.now(), this.#done > 0 || this.#counts.removed > 0);
        await countInTurns(store); // whoever is told of the end asks for the counts
        this.#enter('done');
      }
    } catch (error) {
      if (this.#abort.signal.aborted && error === this.#abort.signal.reason) this.#enter('cancelled');
      else {
        this.#error = failureOf(error);
        this.#enter('failed');
      }
    } finally { await leftOver.close(); }
    return this.progress;
  }

  async #scan(): Promise<FoundFile[]> {
    const { store, versions, retryProblems = false, only = null, calls } = this.#options;
    const scanned = await scanFolders(store, {
      only, signal: this.#abort.signal, ...(calls && { calls }),
      onFound: async ({ found, unchanged }) => {
        this.#counts.unchanged += unchanged;
        this.#found += found;
        this.#report();
        await this.#gate.pass();
      }
    });
    this.#online = new Map(scanned.online.map((folder) => [folder.id, folder]));
    this.#scannedAt = scanned.at;
    this.#problemsGone = scanned.problemsGone;
    this.#lose(scanned.missing);
    if (scanned.unreadable.length > 0) this.#count(writeIndexed(store, versions, scanned.unreadable, Date.now()), 'found');

    const toRead = new Map(scanned.toRead.map((file) => [keyOf(file), file]));
    if (retryProblems) for (const file of readProblemFiles(store)) if (!scanned.isUnknown(file)) toRead.set(keyOf(file), file);
    // pictures first: then a raw file finds the one that it belongs to
    return [...toRead.values()].sort((a, b) => Number(isRawName(a.path)) - Number(isRawName(b.path)));
  }

  /** @param why files the scan found; those of photos that lack something; unchanged ones read only for their picture hash */
  async #readAll(files: readonly FoundFile[], why: 'found' | 'lacking' | 'pictures'): Promise<void> {
    const { store, engine, versions, onStored, calls } = this.#options;
    // nobody is waiting for picture hashes: one file at a time leaves the disk free
    const lanes = why === 'pictures' ? 1 : (this.#options.lanes ?? availableParallelism());
    const known = knownPhotos(store, versions);
    this.#total += files.length;
    this.#meter.mark(this.#done);
    const describer = new Describer({
      engine, store, versions,
      onStored: (counts, count) => {
        this.#count(counts, why);
        this.#done += count;
        this.#meter.mark(this.#done);
        this.#report();
        onStored?.();
      }
    });
    let next = 0;
    const lane = async (): Promise<void> => {
      for (;;) {
        await this.#gate.pass();
        const file = files[next++];
        if (file === undefined || this.#abort.signal.aborted) return;
        const folder = this.#online.get(file.folder);
        if (folder === undefined) continue; // it went away after the scan
        const outcome = await soonAfter(this.#abort.signal, readApart(join(folder.path, file.path), { known, beforeLarge: async () => this.#options.engine.rest?.(), ...(calls && { calls }) }), END_WITHIN_MS);
        if (outcome === null) return;
        if (outcome.status === 'problem' && OF_THE_DRIVE.has(outcome.code) && !(await this.#isThere(folder))) continue;
        // it was a photo, and stays one until its file changes
        if (why === 'pictures' && outcome.status === 'problem') this.#done++;
        else await describer.add(file, outcome);
      }
    };
    try {
      await Promise.all(Array.from({ length: lanes }, lane));
    } catch (error) {
      next = files.length; // the other lanes stop after their current photo
      throw error;
    } finally {
      await describer.finish();
    }
  }

  /** If the whole folder went away it is not the file's fault: an unplugged drive must not become a list of problems. */
  async #isThere(folder: StoredFolder): Promise<boolean> {
    const { calls } = this.#options;
    try {
      await checkFolder(folder.path, { signal: this.#abort.signal, ...(folder.device !== null && { device: folder.device }), ...(calls && { calls }) });
      return true;
    } catch (error) {
      if (!isFolderFailure(error)) throw error;
      noteFolder(this.#options.store, folder.id, { problem: error.code });
      this.#online.delete(folder.id);
      return false;
    }
  }

  #count(counts: IndexedCounts, why: 'found' | 'lacking' | 'pictures'): void {
    for (const name of ['new', 'changed', 'moved', 'problems'] as const) this.#counts[name] += counts[name];
    if (why === 'found') this.#counts.unchanged += counts.same; // the scan has already counted the others
    if (counts.moved > 0) this.#lose(countMissingSince(this.#options.store, this.#scannedAt));
  }

  #lose(missing: number): void {
    this.#counts.missing = missing;
    this.#counts.removed = missing + this.#problemsGone;
  }

  #enter(phase: IndexPhase): void {
    this.#phase = phase;
    this.#report(true);
  }

  #report(always = false): void {
    const now = Date.now();
    if (!always && now - this.#reportedAt < PROGRESS_EVERY_MS) return;
    this.#reportedAt = now;
    this.#options.onProgress?.(this.progress);
  }
}
