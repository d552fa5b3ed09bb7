// The bookkeeping of a scan: which files are unchanged, which have to be read, which are gone. Kept in memory until
// the scan is complete, so a rescan without changes writes nothing and a killed one leaves no trace.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PhotoId, ProblemCode } from '../../src-shared/contract.ts';
import { preparedOnce, read, writeDerived } from './access.ts';
import type { Store } from './database.ts';
import { FIRST_FOLDER, type FolderId } from './folder-id.ts';
import { pairWritten } from './pairs.ts';
import { showPresent } from './shown.ts';

/** A file in the scanned folder, as found. */
export interface ScannedFile {
  /** Relative to the folder, `/`-separated. */
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

/** The same, among the files of all folders. */
export interface FoundFile extends ScannedFile {
  readonly folder: FolderId;
}

export interface Scan {
  /** Photo files that were there last time, and how many of them were found so far, changed or not. */
  readonly expected: number;
  readonly found: number;
  /**
   * Separates found files that are unchanged since last read from those to read: new or changed ones, and those
   * that failed for a temporary reason. Unchanged files that had been missing are back at once.
   */
  compare(found: readonly ScannedFile[]): { readonly unchanged: FoundFile[]; readonly toRead: FoundFile[] };
  /**
   * Ends a complete scan of the folder: known files that it did not find are missing from now on.
   * An incomplete scan is simply dropped. Files read before this call cannot be recognised as moved.
   * @param unknown paths the scan could not examine: files at or below them stay as they are
   * @param elsewhere files of which only a placeholder is here: those are not missing, and back if they were
   * @param now milliseconds since 1970
   * @returns how many photo files became missing, and how many problems disappeared with their files; the former decreases as some
   * turn out to have moved: `countMissingSince(store, now)`
   */
  finish(now: number, unknown?: readonly string[], elsewhere?: readonly string[]): { readonly missing: number; readonly problems: number };
}

interface Known {
  readonly id: number;
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly photo: PhotoId | null;
  readonly problem: ProblemCode | null;
  readonly attempts: number;
  readonly missing: 0 | 1;
}

/** These depend on the moment, not on the content: a scan retries them, but not forever. */
const PASSING: readonly (ProblemCode | null)[] = ['vanished', 'unreadable', 'timeout'];
const MAX_ATTEMPTS = 3;

const KNOWN = `SELECT id, path, size, modified_ms AS modifiedMs, photo_id AS photo, problem_code AS problem, attempts, missing_since IS NOT NULL AS missing
  FROM files`;

const statements = preparedOnce((db) => ({
  known: db.prepare<[FolderId, after: number, limit: number], Known>(`${KNOWN} NOT INDEXED WHERE folder_id = ? AND id > ? ORDER BY id LIMIT ?`), // by an index of folders all files would be sorted for every slice
  knownAt: db.prepare<[FolderId, path: string], Known>(`${KNOWN} WHERE folder_id = ? AND path = ?`),
  // '0' comes after '/'
  knownBelow: db.prepare<[FolderId, path: string, path: string], Known>(`${KNOWN} WHERE folder_id = ? AND path > ? || '/' AND path < ? || '0'`),
  markBack: db.prepare<[FolderId, path: string]>('UPDATE files SET missing_since = NULL WHERE folder_id = ? AND path = ?'),
  missingSince: db.prepare<[now: number], number>('SELECT count(*) FROM files WHERE missing_since >= ?').pluck(),
  markMissing: db.prepare<[now: number, FolderId, path: string]>('UPDATE files SET missing_since = ? WHERE folder_id = ? AND path = ? AND missing_since IS NULL'),
  dropProblem: db.prepare<[FolderId, path: string]>('DELETE FROM files WHERE folder_id = ? AND path = ? AND problem_code IS NOT NULL')
}));

/** Starts a scan of one whole folder. */
export function beginScan(store: Store, folder: FolderId = FIRST_FOLDER): Scan {
  return scanOf(store, folder, new Map(read(store, () => statements(store).known.all(folder, 0, -1)).map((file) => [file.path, file]))); // -1: all
}

/**
 * The same, reading known files in slices with a turn of the event loop in between, so that a large library does not block anything else.
 * @param only scan only these paths, each a file or a folder with everything in it
 */
export async function beginScanInSlices(store: Store, folder: FolderId, { only = null, slice = 200 }: { readonly only?: readonly string[] | null; readonly slice?: number } = {}): Promise<Scan> {
  const known = new Map<string, Known>();
  if (only !== null && only.length < slice) {
    for (const path of only) for (const file of knownAt(store, folder, path)) known.set(file.path, file);
    return scanOf(store, folder, known);
  }
  const isMeant = only === null ? () => true : isAmong(new Set(only));
  for (let last = 0; ; await nextTurn()) {
    const files = read(store, () => statements(store).known.all(folder, last, slice));
    for (const file of files) if (isMeant(file.path)) known.set(file.path, file);
    last = files.at(-1)?.id ?? last;
    if (files.length < slice) return scanOf(store, folder, known);
  }
}

/** Found files are removed from `unseen`. */
function scanOf(store: Store, folder: FolderId, unseen: Map<string, Known>): Scan {
  const isPresent = ({ photo, missing }: Known): boolean => photo !== null && missing === 0;
  const expected = [...unseen.values()].filter(isPresent).length;
  let seen = 0;

  return {
    expected,
    get found() {
      return seen;
    },

    compare(found) {
      const unchanged: FoundFile[] = [];
      const toRead: FoundFile[] = [];
      const back: Known[] = [];
      for (const file of found) {
        const known = unseen.get(file.path);
        unseen.delete(file.path);
        if (known !== undefined && isPresent(known)) seen++;
        if (known === undefined || hasChanged(known, file)) {
          toRead.push({ folder, ...file });
          continue;
        }
        unchanged.push({ folder, ...file });
        if (known.missing) back.push(known);
      }
      if (back.length > 0) {
        writeDerived(store, () => {
          for (const { path } of back) statements(store).markBack.run(folder, path);
          showPresent(store, photosOf(back));
          pairWritten(store, back.map(({ path }) => ({ folder, path })));
        });
      }
      return { unchanged, toRead };
    },

    finish(now, unknown = [], elsewhere = []) {
      return writeDerived(store, () => {
        const { markMissing, dropProblem } = statements(store);
        const isUnknown = isAmong(new Set(unknown));
        let problems = 0;
        const missing: Known[] = [];
        const away = new Set(elsewhere);
        const back: Known[] = [];
        for (const file of unseen.values()) {
          const { path, problem } = file;
          if (away.has(path) && file.missing) back.push(file);
          if (away.has(path) || isUnknown(path)) continue;
          // nobody needs the record of a file that was never a photo and is gone
          if (problem !== null) problems += dropProblem.run(folder, path).changes;
          else if (markMissing.run(now, folder, path).changes > 0) missing.push(file);
        }
        for (const { path } of back) statements(store).markBack.run(folder, path);
        showPresent(store, photosOf([...missing, ...back]));
        return { missing: missing.length, problems };
      });
    }
  };
}

function knownAt(store: Store, folder: FolderId, path: string): Known[] {
  return read(store, () => [...statements(store).knownAt.all(folder, path), ...statements(store).knownBelow.all(folder, path, path)]);
}

/** Whether a path is one of `paths`, or below one. */
function isAmong(paths: ReadonlySet<string>): (path: string) => boolean {
  return (path) => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) if (paths.has(path.slice(0, end))) return true;
    return false;
  };
}

/** How many files became missing at or after that time (milliseconds since 1970), and neither came back nor moved. */
export function countMissingSince(store: Store, time: number): number {
  return read(store, () => statements(store).missingSince.get(time) ?? 0);
}

function hasChanged(known: Known, found: ScannedFile): boolean {
  if (known.size !== found.size || known.modifiedMs !== found.modifiedMs) return true;
  return PASSING.includes(known.problem) && known.attempts < MAX_ATTEMPTS;
}

function photosOf(files: readonly Known[]): PhotoId[] {
  return files.flatMap(({ photo }) => photo ?? []);
}
