// The worker thread that checks a library.db from a backup: whether it is one of Kindred's, of a version it knows, and sound. On a large one
// that takes seconds. Only reads.

import { isFullDisk, isUnreadable } from '../store/error.ts';
import { knownVersionOf } from '../store/migrations/migration.ts';
import { libraryMigrations, thumbnailMigrations } from '../store/migrations/list.ts';
import { connect, type Database } from '../store/sqlite.ts';
import { openWorkerSide } from '../workers/worker-side.ts';

export interface DatabaseRequest {
  readonly path: string;
  readonly kind: 'library' | 'thumbnails';
}

/** `too-new`: of a version that this Kindred does not know; `unread`: what kept it from being looked at; otherwise what is wrong, or nothing. */
export type DatabaseReply = { readonly kind: 'unread'; readonly reason: string; readonly isFull: boolean } | { readonly kind: 'sound' | 'too-new' } | { readonly kind: 'wrong'; readonly reason: string };

async function answer({ path, kind }: DatabaseRequest): Promise<DatabaseReply> {
  let db: Database | null = null;
  try {
    db = connect(path, { readonly: true, fileMustExist: true });
    // whatever is in its schema is not run
    db.pragma('trusted_schema = OFF');
    const version = knownVersionOf(db, kind === 'library' ? libraryMigrations : thumbnailMigrations);
    if (version === 'newer') return { kind: 'too-new' };
    if (version === null) return { kind: 'wrong', reason: 'it has other tables than a library' };
    const found = db.pragma('integrity_check(1)', { simple: true });
    return found === 'ok' ? { kind: 'sound' } : { kind: 'wrong', reason: String(found) };
  } catch (error) {
    if (isUnreadable(error)) return { kind: 'unread', reason: (error as Error).message, isFull: isFullDisk(error) }; // SQLite throws errors
    return { kind: 'wrong', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    db?.close();
  }
}

const side = await openWorkerSide();
side.serve(answer);
