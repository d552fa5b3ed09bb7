// Which files the decisions about duplicates let go. Sets lie in each other (identical files within those of the same picture, these within those
// of the same shot), so several decisions can be about one file: the one about the widest set counts. Removes nothing.
import { DUPLICATE_KINDS, type DuplicateFile, type DuplicateSet } from './duplicate-set.ts';

/** How much goes. */
export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** Each file that goes, once. Sets that are not decided, or were said to be none, let nothing go. */
export function filesToGo(sets: readonly Pick<DuplicateSet, 'kind' | 'files' | 'decision'>[]): DuplicateFile[] {
  const goes = new Map<number, DuplicateFile | null>();
  for (const kind of DUPLICATE_KINDS) {
    for (const { files, decision } of sets.filter((set) => set.kind === kind)) {
      if (decision?.kind !== 'keep') continue;
      const kept = new Set(decision.files);
      for (const file of files) goes.set(file.id, kept.has(file.id) ? null : file);
    }
  }
  return [...goes.values()].filter((file) => file !== null);
}

export function amountOf(files: readonly Pick<DuplicateFile, 'bytes'>[]): Amount {
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}
