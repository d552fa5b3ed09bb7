// Requests about backups: a library written to one file, open or not, and a library made of one.

import { basename } from 'node:path';
import type { AppHandlers, BackupProgress } from '../../src-shared/contract.ts';
import { BACKUP_ENDING } from '../backup/manifest.ts';
import { readBackup, restoreBackup } from '../backup/restore.ts';
import { writeBackup } from '../backup/write.ts';
import { CodedError } from '../failure.ts';
import type { Dialogs } from '../hosts/host.ts';
import type { Library } from '../library/library.ts';
import type { OpenLibraries } from '../library/open-libraries.ts';
import { listLibraries, storedAt } from '../store/libraries.ts';

export interface BackupsOptions {
  readonly dataFolder: string;
  readonly libraries: OpenLibraries<Library>;
  readonly dialogs: Dialogs;
  /** Of the app. */
  readonly version: string;
  readonly onProgress: (progress: BackupProgress) => void;
}

/** Progress is told this often: it is measured with every few kilobytes. */
const TELL_MS = 200;

export function backupHandlers({ dataFolder, libraries, dialogs, version, onProgress }: BackupsOptions): Pick<AppHandlers, 'backup.cancel' | 'backup.choose' | 'backup.read' | 'library.backup' | 'library.restoreBackup'> {
  /** Backups being written, by their file. */
  const writing = new Map<string, AbortController>();
  const told = (): ((progress: BackupProgress) => void) => {
    let last = 0;
    return (progress) => {
      if (Date.now() - last < TELL_MS) return;
      last = Date.now();
      onProgress(progress);
    };
  };
  return {
    'backup.choose': async ({ library }) => (library === null ? dialogs.openFile(BACKUP_ENDING.slice(1)) : dialogs.saveFile(`${basename(folderOf(dataFolder, library))}${BACKUP_ENDING}`)),
    'backup.read': ({ file }) => readBackup(dataFolder, file),
    'library.backup': async ({ library, file, thumbnails = false, replace = false }) => {
      folderOf(dataFolder, library);
      if (writing.has(file)) throw new CodedError('file-exists', `${file} is being written already.`);
      const stop = new AbortController();
      writing.set(file, stop);
      try {
        return await writeBackup({ stored: storedAt(dataFolder, library), library, file, app: version, now: Date.now(), thumbnails, replace, onProgress: told(), signal: stop.signal });
      } catch (error) {
        if (stop.signal.aborted && error === stop.signal.reason) return null;
        throw error;
      } finally {
        writing.delete(file);
      }
    },
    'backup.cancel': async ({ file }) => {
      const stop = writing.get(file);
      stop?.abort();
      return stop !== undefined;
    },
    'library.restoreBackup': ({ file, inTheWay }) => restoreBackup({ dataFolder, file, inTheWay, now: Date.now(), close: (id) => libraries.close(id), onProgress: told() })
  };
}

/** @throws {CodedError} `no-library` */
function folderOf(dataFolder: string, id: string): string {
  const known = listLibraries(dataFolder).find((library) => library.id === id);
  if (known === undefined) throw new CodedError('no-library', 'This library no longer exists.');
  return known.folders[0] ?? id;
}
