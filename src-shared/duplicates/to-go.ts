// Which files are to go once sets of duplicates are decided. A decision about a larger set goes before those about sets within it, and of no
// set all files go.
import { DUPLICATE_KINDS, type DuplicateFile, type DuplicateSet } from './duplicate-set.ts';

/** How much goes. */
export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

type Decided = Pick<DuplicateSet, 'kind' | 'files' | 'decision'>;

/** Each file that goes, once. Sets that are not decided, or were said to be none, let nothing go. */
export function filesToGo(sets: readonly Decided[]): DuplicateFile[] {
  const going = new Map<number, DuplicateFile>();
  const inOrder = sets.toSorted((a, b) => DUPLICATE_KINDS.indexOf(a.kind) - DUPLICATE_KINDS.indexOf(b.kind));
  for (const { files, decision } of inOrder) {
    if (decision?.kind !== 'keep') continue;
    const kept = new Set(decision.files);
    for (const file of files) {
      if (kept.has(file.id)) going.delete(file.id);
      else going.set(file.id, file);
    }
  }
  // a smaller set may have lost the file that was kept of it
  for (const { files } of inOrder) if (files.every(({ id }) => going.has(id)) && !isCovered(files, sets, going)) going.delete(files[0]!.id);
  return [...going.values()];
}

/** Whether another file stays in a larger decided set around these. */
function isCovered(files: readonly DuplicateFile[], sets: readonly Decided[], going: ReadonlyMap<number, DuplicateFile>): boolean {
  const own = new Set(files.map(({ id }) => id));
  return sets.some(({ decision, files: around }) => decision?.kind === 'keep' && around.length > files.length && around.filter(({ id }) => own.has(id)).length === own.size && around.some(({ id }) => !going.has(id)));
}

export function amountOf(files: readonly Pick<DuplicateFile, 'bytes'>[]): Amount {
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}
