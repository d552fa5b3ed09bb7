// The worker thread that copies a library.db through SQLite, while others use it, and checks the copy: on a large one both take seconds.
import { chmodSync, closeSync, fsyncSync, openSync, rmSync, utimesSync } from 'node:fs';
import { openWorkerSide } from '../workers/worker-side.ts';
import { isUnreadable } from './error.ts';
import { connect } from './sqlite.ts';

export interface KeepingRequest {
  readonly from: string;
  readonly to: string;
}

/** What is wrong with the library, `null` if nothing is. */
export interface KeepingReply {
  readonly wrong: string | null;
}

async function answer({ from, to }: KeepingRequest): Promise<KeepingReply> {
  rmSync(to, { force: true }); // of a run that was interrupted
  const start = new Date();
  const db = connect(from, { readonly: true, fileMustExist: true });
  try {
    db.exec('BEGIN'); // everything is of one moment, and writers do not make it start over
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    await db.backup(to, { progress: () => 10_000 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code))) return { wrong: error.message };
    throw error;
  } finally {
    db.close();
  }
  const copy = connect(to, {});
  try {
    copy.pragma('journal_mode = DELETE'); // one file
    const found = String(copy.pragma('integrity_check(1)', { simple: true }));
    if (found !== 'ok') return { wrong: found };
  } catch (error) {
    if (isUnreadable(error)) throw error; // the disk is full: that says nothing of the library
    return { wrong: error instanceof Error ? error.message : String(error) };
  } finally {
    copy.close();
  }
  chmodSync(to, 0o600);
  const file = openSync(to, 'r+');
  fsyncSync(file);
  closeSync(file);
  // what is written from now on is not in it
  utimesSync(to, start, start);
  return { wrong: null };
}

const side = await openWorkerSide();
side.serve(answer);
