// Replaces a damaged library.db by one with everything that can still be read from it. The damaged one is kept next to it.
import { copyFileSync, existsSync, linkSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUpToDate, LIBRARY_FILE, LOCK_FILE, openStore, type Store } from '../database.ts';
import { syncFolder } from '../durable-folder.ts';
import { asStoreError } from '../error.ts';
import { keptCopies } from '../kept-copies.ts';
import { holdLock } from '../lock.ts';
import { COMPANIONS, connect } from '../sqlite.ts';
import { completeFrom, isWhole } from './complete.ts';
import { noteRepaired, type Repaired } from './repaired.ts';
import { salvageInto } from './salvage.ts';

/** How much of the log of judgments was recovered. */
export interface Salvaged {
  /** Entries that could be read. */
  readonly entries: number;
  /** Entries that are lost, inferred from the ids of the others. */
  readonly lost: number;
  /** Entries that only a kept copy still had. */
  readonly restored?: number;
  /** When the copy was made that a damaged library was completed from, in milliseconds since 1970: what is newer may be lost. */
  readonly keptAt?: number;
}

/**
 * Repairs the library stored in `folder`. Photos whose rows are lost come back with the next index run.
 * @throws {CodedError} `library-in-use` while it is open, `disk-full`, `unexpected`; then nothing is changed
 */
export function repairStore(folder: string): Salvaged {
  const path = join(folder, LIBRARY_FILE);
  const made = `${path}.new`;
  try {
    const release = holdLock(join(folder, LOCK_FILE), folder);
    try {
      removeDatabase(made);
      const { isWhole: wasWhole, ...salvaged } = makeSalvaged(folder, made);
      keepDamaged(path);
      // the damaged one's log must not be mistaken for the new one's
      for (const suffix of COMPANIONS) rmSync(path + suffix, { force: true });
      renameSync(made, path);
      syncFolder(folder);
      if (!wasWhole) tryToNote(folder, { keptAt: salvaged.keptAt ?? null, restored: salvaged.restored ?? 0, lost: salvaged.lost });
      return salvaged;
    } finally {
      removeDatabase(made);
      release();
    }
  } catch (error) {
    throw asStoreError(error, folder);
  }
}

/** The library is repaired, whether or not there is room to note it. */
function tryToNote(folder: string, repaired: Repaired): void {
  try {
    noteRepaired(folder, repaired);
  } catch (error) {
    console.error(`${folder} was repaired, and what it lost could not be noted: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What can be read of a damaged library, as a read-only store; `folder` is not changed. */
export function openSalvaged(folder: string): Store & { readonly salvaged: Salvaged } {
  const copy = mkdtempSync(join(tmpdir(), 'kindred-salvaged-'));
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  try {
    const { isWhole: _, ...salvaged } = makeSalvaged(folder, join(copy, LIBRARY_FILE), 'OFF');
    const store = openStore(copy, { readOnly: true });
    return { ...store, salvaged, close: () => (store.close(), remove()) };
  } catch (error) {
    remove();
    throw asStoreError(error, folder);
  }
}

function makeSalvaged(folder: string, path: string, synchronous: 'FULL' | 'OFF' = 'FULL'): Salvaged & { readonly isWhole: boolean } {
  bringUpToDate(path, synchronous);
  const db = connect(path, {});
  try {
    db.pragma(`synchronous = ${synchronous}`);
    salvageInto(db, folder, LIBRARY_FILE);
    const wasWhole = isWhole(folder, LIBRARY_FILE);
    // the newest first: only when it is damaged too, an older one says from when on something may be lost
    const used = wasWhole ? [] : keptCopies(folder).flatMap((copy) => {
      const restored = completeFrom(db, copy);
      return restored === null ? [] : [{ restored, keptAt: Math.round(statSync(copy).mtimeMs) }];
    });
    const found = db.prepare<[], Salvaged>('SELECT count(*) AS entries, COALESCE(max(id), 0) - count(*) AS lost FROM judgments').get() ?? { entries: 0, lost: 0 };
    const restored = used.reduce((sum, each) => sum + each.restored, 0);
    return { ...found, ...(restored > 0 && { restored }), ...(used[0] && { keptAt: used[0].keptAt }), isWhole: wasWhole };
  } finally {
    db.close();
  }
}

/** Hard-links the damaged files under second names, which remain when the first ones are removed. */
function keepDamaged(path: string): void {
  let kept = `${path}.damaged`;
  for (let copy = 2; existsSync(kept) || existsSync(`${kept}-wal`); copy++) kept = `${path}.damaged-${copy}`;
  for (const suffix of ['', '-wal', '-journal']) {
    if (!existsSync(path + suffix)) continue;
    try {
      linkSync(path + suffix, kept + suffix);
    } catch {
      copyFileSync(path + suffix, kept + suffix); // on file systems without hard links; a failure to copy is reported
    }
  }
}

function removeDatabase(path: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(path + suffix, { force: true });
}
