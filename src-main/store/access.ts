// How the modules of the store use its database: statements prepared once, one transaction a write, errors as `StoreError`.
import type { Store } from './database.ts';
import { asStoreError } from './error.ts';
import type { Database } from './sqlite.ts';

/** Makes a function that prepares the statements at the first use of each store, and gives the same ones from then on. */
export function preparedOnce<S>(prepare: (db: Database) => S): (store: Store) => S {
  const prepared = new WeakMap<Store, S>();
  return (store) => {
    const known = prepared.get(store);
    if (known !== undefined) return known;
    const statements = prepare(store.db);
    prepared.set(store, statements);
    return statements;
  };
}

/** Runs `work`, which only reads. @throws {StoreError} */
export function read<T>(store: Store, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asStoreError(error, store.folder);
  }
}

/** Runs `work` in one transaction: all of it is on the disk when this returns, or nothing is stored when it throws. @throws {StoreError} */
export function write<T>(store: Store, work: () => T): T {
  try {
    return store.db.transaction(work).immediate();
  } catch (error) {
    throw asStoreError(error, store.folder);
  }
}

/**
 * As `write`, for what the photos' files can tell again: a power cut may take the last of these transactions, each of them whole,
 * so that indexing need not wait for the disk.
 */
export function writeDerived<T>(store: Store, work: () => T): T {
  if (store.db.inTransaction) return write(store, work); // it ends with the one around it
  store.db.pragma('main.synchronous = NORMAL');
  try {
    return write(store, work);
  } finally {
    store.db.pragma('main.synchronous = FULL');
  }
}
