// What a store holds at one moment, to be read a slice at a time while it is written to: a second connection that stays in one read
// transaction (WAL: neither waits for the other). Knows no table.
import { CodedError } from '../failure.ts';
import type { Store } from './database.ts';
import { asStoreError } from './error.ts';
import { connect } from './sqlite.ts';

/** library.db as it was at the first read; without thumbnails. */
export type Snapshot = Store;

/**
 * Runs `read` with a snapshot, which ends with it. `check` is to be called after each pause.
 * @throws {CodedError} `no-library` by `check` where the store was closed meanwhile
 */
export async function withSnapshot<T>(store: Store, read: (snapshot: Snapshot, check: () => void) => Promise<T>): Promise<T> {
  const check = (): void => {
    if (!store.db.open) throw new CodedError('no-library', 'The library was closed. Open it again.');
  };
  check();
  try {
    const db = connect(store.db.name, { readonly: true, fileMustExist: true });
    try {
      db.exec('BEGIN');
      return await read({ ...store, db, readOnly: true, renewThumbnails: () => false }, check);
    } finally {
      db.close();
    }
  } catch (error) {
    throw asStoreError(error, store.folder);
  }
}
