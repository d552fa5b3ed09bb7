// How the modules of the store use its database: statements prepared once, one transaction a write, errors as `CodedError`.
import type { Store } from './database.ts';
import { asStoreError, isDamage } from './error.ts';
import type { Database } from './sqlite.ts';
import { areThumbnailsAtFault } from './thumbnails-file.ts';

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

/**
 * Makes a function that computes something from all of a store, and again only after something was written, by whichever connection: a library's
 * counts are asked for many times as it opens, and each takes a look at every file.
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

/** Runs `work`, which only reads; once more where damaged thumbnails stopped it, which are empty then. @throws {CodedError} */
export function read<T>(store: Store, work: () => T): T {
  return outlivingThumbnails(store, work, () => areThumbnailsAtFault(store.db));
}

/**
 * Runs `work` in one transaction: all of it is on the disk when this returns, or nothing is stored when it throws.
 * Once more where damaged thumbnails stopped it. @throws {CodedError}
 */
export function write<T>(store: Store, work: () => T): T {
  return outlivingThumbnails(store, () => store.db.transaction(work).immediate(), () => areThumbnailsAtFault(store.db));
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

/** As `read` or `writeDerived`, for work that touches nothing but thumbnails: what is damaged is they. */
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
