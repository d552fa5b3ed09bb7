// Files that could not be read, each with its reason.
import type { Problem } from '../../src-shared/contract.ts';
import { preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';
import type { FoundFile } from './scan.ts';

const statements = preparedOnce((db) => ({
  list: db.prepare<[], Problem>(
    `SELECT path, problem_code AS code, problem_detail AS detail, attempts FROM files
     WHERE problem_code IS NOT NULL AND missing_since IS NULL ORDER BY path`
  ),
  files: db.prepare<[], FoundFile>(
    `SELECT path, size, modified_ms AS modifiedMs FROM files WHERE problem_code IS NOT NULL AND missing_since IS NULL ORDER BY path`
  )
}));

/** All problems, by path. */
export function readProblems(store: Store): Problem[] {
  return read(store, () => statements(store).list.all());
}

/** The same files as the last scan found them, to be read again. */
export function readProblemFiles(store: Store): FoundFile[] {
  return read(store, () => statements(store).files.all());
}
