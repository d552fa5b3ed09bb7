// Settles an unpacked library before it is registered: migrated by the usual migrations, without what was true of the moment or the computer of
// its backup only.

import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { countAnswers } from '../store/answers.ts';
import { openStore, type Store } from '../store/database.ts';
import { forgetDevices, moveFolder, readFolders, settleFolders } from '../store/folders.ts';
import { writeEntry } from '../store/library-entry.ts';
import { readCounts } from '../store/photos.ts';
import { isInside, realFolder } from '../store/places.ts';
import { changeStep, readInterrupted } from '../store/plans.ts';
import { damagedBackup } from './manifest.ts';

export interface SettleOptions {
  /** Where the library was unpacked. */
  readonly folder: string;
  /** The backup, for messages. */
  readonly file: string;
  /** Folders as the manifest has them, for libraries from before databases named them. */
  readonly registered: readonly string[];
  /** Folders that belong to other libraries. */
  readonly taken: readonly string[];
  readonly now: number;
}

/**
 * @returns the folders it has now
 * @throws {CodedError} `backup-damaged` where the database names files outside its folders
 */
export function settleRestored({ folder, file, registered, taken, now }: SettleOptions): readonly string[] {
  const store = openStore(folder);
  try {
    refuseOutside(store, file);
    settleFolders(store, registered, now);
    forgetDevices(store);
    // how an interrupted step stands now, nobody knows: what its journal says is of another time
    for (const step of readInterrupted(store)) {
      changeStep(store, step, { state: 'refused', refusal: { code: 'changed', message: 'This was being done when the backup was made that the library was restored from. Look at the file itself.' } });
    }
    if (taken.length > 0) leaveTo(store, taken);
    const folders = readFolders(store).map(({ path }) => path);
    writeEntry(folder, { folders, photos: readCounts(store).photos, answers: countAnswers(store), openedAt: now });
    return folders;
  } finally {
    store.close();
  }
}

/** Everything that is done with a file starts from its path, of an earlier plan too, which can be taken back or gone on with. */
function refuseOutside({ db }: Store, file: string): void {
  for (const path of db.prepare<[], string>('SELECT path FROM files UNION ALL SELECT path FROM plan_steps').pluck().iterate()) {
    const names = process.platform === 'win32' ? path.split(/[/\\]/) : path.split('/');
    if (isAbsolute(path) || names.includes('..')) throw damagedBackup(file, `it names a file outside its folders (${JSON.stringify(path.slice(0, 100))})`);
  }
}

/** A folder belongs to one library: where another has it, this one's is offline under a name that nothing has, until the user points to a copy. */
function leaveTo(store: Store, taken: readonly string[]): void {
  const theirs = taken.map(realFolder);
  for (const { id, path } of readFolders(store)) {
    if (!theirs.some((other) => isInside(realFolder(path), other) || isInside(other, realFolder(path)))) continue;
    let free = `${path} (restored)`;
    for (let copy = 2; existsSync(free) || theirs.includes(free); copy++) free = `${path} (restored ${copy})`;
    moveFolder(store, id, free);
  }
}
