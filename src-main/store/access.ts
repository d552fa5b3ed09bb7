// How the store's modules use its database: statements prepared once, one transaction per write, errors as `CodedError`.
import type { Store } from './database.ts';
import { asStoreError, isDamage } from './error.ts';
import type { Database } from './sqlite.ts';
import { areThumbnailsAtFault } from './thumbnails-file.ts';

/** Returns a function that prepares the statements on first use of each store, and returns the same ones from then on. */
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

/**
 * Caches what `compute` derives from a whole store until the next write by any connection: a library's counts are requested many times
 * while it opens, and each looks at every file.
 */
export function keptUntilWritten<T>(compute: (store: Store) => T): (store: Store) => T {
  const prepared = preparedOnce((db) => db.prepare<[], string>('SELECT total_changes() || \' \' || data_version FROM pragma_data_version').pluck());
  const kept = new WeakMap<Store, { readonly at: string | undefined; readonly value: T }>();
  return (store) => {
    const at = read(store, () => prepared(store).get());
    const known = kept.get(store);
    if (known !== undefined && known.at === at) return known.value;
    const value = compute(store);
    if (!store.db.inTransaction) kept.set(store, { at, value }); // what is rolled back still counts as a change
    return value;
  };
}

/** Runs `work`, which only reads. If damaged thumbnails stop it, resets them and runs it again. @throws {CodedError} */
export function read<T>(store: Store, work: () => T): T {
  return outlivingThumbnails(store, work, () => areThumbnailsAtFault(store.db));
}

/**
 * Runs `work` in one transaction: all of it is on disk when this returns, and nothing is stored if it throws.
 * If damaged thumbnails stop it, runs it again. @throws {CodedError}
 */
export function write<T>(store: Store, work: () => T): T {
  return outlivingThumbnails(store, () => store.db.transaction(work).immediate(), () => areThumbnailsAtFault(store.db));
}

/**
 * Like `write`, for data that can be derived from the photo files again: a power cut may lose the last of these transactions, each as a
 * whole, so that indexing need not wait for the disk.
 */
export function writeDerived<T>(store: Store, work: () => T): T {
  if (store.db.inTransaction) return write(store, work); // committed with the enclosing one
  store.db.pragma('main.synchronous = NORMAL');
  try {
    return write(store, work);
  } finally {
    store.db.pragma('main.synchronous = FULL');
  }
}

/** Like `read` or `writeDerived`, for work that touches only thumbnails: any damage is theirs. */
export function onThumbnails<T>(store: Store, work: () => T): T {
  return outlivingThumbnails(store, work, () => true);
}

function outlivingThumbnails<T>(store: Store, work: () => T, areAtFault: () => boolean): T {
  try {
    return work();
  } catch (error) {
    if (!isDamage(error) || store.db.inTransaction || !areAtFault() || !store.renewThumbnails()) throw asStoreError(error, store.folder);
  }
  try {
    return work();
  } catch (error) {
    throw asStoreError(error, store.folder);
  }
}
