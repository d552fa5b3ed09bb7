// Ways to open, damage and look at stores, for the tests of opening one. Not a test.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { CodedError } from '../../src-main/failure.ts';
import { openStore, type Store } from '../../src-main/store/database.ts';
import { connect } from '../../src-main/store/sqlite.ts';

/** The failure that `work` throws. */
export function failureOf(work: () => unknown): CodedError {
  try {
    work();
  } catch (error) {
    if (error instanceof CodedError) return error as CodedError; // of whichever code
    throw error;
  }
  throw new Error('expected a CodedError, nothing was thrown');
}

/** A digest of each database of a folder, and of the write-ahead logs that hold anything. */
export function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => /\.db(-wal)?$/.test(name) && statSync(join(folder, name)).size > 0);
  return Object.fromEntries(names.map((name) => [name, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]));
}

export function setVersion(path: string, version: number): void {
  const db = connect(path, {});
  db.pragma(`user_version = ${version}`);
  db.close();
}

export function openReader(folder: string): Store {
  const store = openStore(folder, { readOnly: true });
  onTestFinished(() => store.close());
  return store;
}

/** A table that this version does not know. */
export function makeNewer(path: string, version: number): void {
  const db = connect(path, {});
  db.exec(`CREATE TABLE IF NOT EXISTS newer (a); PRAGMA user_version = ${version}`);
  db.close();
}

export const damages: [string, (path: string) => void][] = [
  ['overwritten', (path) => writeFileSync(path, 'not a database, but long enough to have a header of a hundred bytes. '.repeat(99))],
  ['cut short', (path) => truncateSync(path, Math.floor(statSync(path).size / 2))]
];

/** What is mended is told on stderr, which says nothing here. */
export function quietly(work: () => void): void {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    work();
  } finally {
    told.mockRestore();
  }
}
