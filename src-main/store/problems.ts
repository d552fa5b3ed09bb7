// Files that could not be read, each with its reason.
import type { Problem } from '../../src-shared/contract.ts';
import { preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';
import type { FoundFile } from './scan.ts';

const statements = preparedOnce((db) => ({
  list: db.prepare<[], Problem>(
    `SELECT d.path AS folder, f.path, problem_code AS code, problem_detail AS detail, attempts FROM files f JOIN folders d ON d.id = f.folder_id
     WHERE problem_code IS NOT NULL AND missing_since IS NULL ORDER BY folder_id, f.path`
  ),
  files: db.prepare<[], FoundFile>(
    `SELECT folder_id AS folder, path, size, modified_ms AS modifiedMs FROM files
     WHERE problem_code IS NOT NULL AND missing_since IS NULL ORDER BY folder_id, path`
  )
}));

/** All problems, by path. */
export function readProblems(store: Store): Problem[] {
  return read(store, () => statements(store).list.all());
}

/** The same files as the last scan found them, to read again. */
export function readProblemFiles(store: Store): FoundFile[] {
  return read(store, () => statements(store).files.all());
}
