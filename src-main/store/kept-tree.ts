// The tree that a lens's groups were cut from, as a file beside the database: linking a large library again takes seconds.
import { join } from 'node:path';
import type { LensId, SettledTree } from '../../src-shared/contract.ts';
import { keep, readKept } from './kept-file.ts';

/** The tree that was kept under that name; `null` where there is none, or it is not what was written. */
export function readTree(folder: string, lensId: LensId, of: string): SettledTree | null {
  const kept = readKept(pathOf(folder, lensId)) as ({ readonly of: string } & SettledTree) | null; // written below alone
  return kept?.of === of ? { children: kept.children.slice(), heights: kept.heights.slice() } : null;
}

/** Keeps a tree under the name of what it is of. */
export function keepTree(folder: string, lensId: LensId, of: string, { children, heights }: SettledTree): Promise<void> {
  return keep(pathOf(folder, lensId), { of, children, heights });
}

function pathOf(folder: string, lensId: LensId): string {
  return join(folder, `tree-${lensId}.bin`);
}
