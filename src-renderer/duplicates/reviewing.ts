// What reviewing a set comes down to: which pictures stand side by side, which set is next, which files are kept. Pure.

import type { PhotoId } from '../../src-shared/contract.ts';
import type { Decision, DuplicateFile, DuplicateSet, DuplicateSummary } from '../../src-shared/duplicates/duplicate-set.ts';

/** A picture of a set, and the files that show it: identical files look alike by definition, and are drawn once. */
export interface SetPicture {
  readonly photo: PhotoId;
  /** Positions in the set, from 0. */
  readonly files: readonly number[];
}

export function picturesOf(files: readonly Pick<DuplicateFile, 'photo'>[]): SetPicture[] {
  const of = Map.groupBy(files.map(({ photo }, at) => ({ photo, at })), ({ photo }) => photo);
  return [...of].map(([photo, members]) => ({ photo, files: members.map(({ at }) => at) }));
}

/** The file the keeper is compared to first: one that shows another picture, if any does. */
export function firstOther(files: readonly Pick<DuplicateFile, 'photo'>[]): number {
  const at = files.findIndex(({ photo }) => photo !== files[0]?.photo);
  return at < 0 ? 1 : at;
}

/** More pictures than that are compared with the keeper one by one. */
const SIDE_BY_SIDE = 3;

/** The pictures to draw large: all of a few; of many the keeper's and that of the file it is compared to. The keeper's first. */
export function shownPictures(pictures: readonly SetPicture[], other: number): readonly SetPicture[] {
  const [keeper, ...rest] = pictures;
  if (!keeper || pictures.length <= SIDE_BY_SIDE) return pictures;
  return [keeper, rest.find(({ files }) => files.includes(other)) ?? rest[0]!];
}

/** Whether the user can say that it is no set: what has the same picture data is the same. */
export function canBeParted({ kind, files }: Pick<DuplicateSet, 'kind' | 'files'>): boolean {
  return kind !== 'identical' && picturesOf(files).length > 1;
}

/** The next undecided set of a list after one, from the top again after the last; `null` where there is no other. */
export function nextUndecided(sets: readonly Pick<DuplicateSummary, 'id' | 'decision'>[], id: string): string | null {
  const at = sets.findIndex((set) => set.id === id);
  const others = [...sets.slice(at + 1), ...sets.slice(0, Math.max(0, at))];
  return others.find(({ decision }) => decision === null)?.id ?? null;
}

/** The undecided sets that come next, to be read ahead. */
export function upcoming(sets: readonly Pick<DuplicateSummary, 'id' | 'decision'>[], id: string, count: number): string[] {
  const at = sets.findIndex((set) => set.id === id);
  const next: string[] = [];
  for (let step = 1; step < sets.length && next.length < count; step++) {
    const set = sets[(at + step) % sets.length]!;
    if (set.decision === null) next.push(set.id);
  }
  return next;
}

/** The files that are marked to be kept: the user's, those decided before, or the proposed one. Ids. */
export function marked({ files, decision }: Pick<DuplicateSet, 'files' | 'decision'>, chosen: readonly number[] | null): readonly number[] {
  if (chosen) return chosen;
  if (decision?.kind === 'keep') return decision.files.filter((id) => files.some((file) => file.id === id));
  return decision === null && files[0] ? [files[0].id] : [];
}

/** The mark of one file turned on or off; the last one stays. */
export function toggled(kept: readonly number[], id: number): readonly number[] {
  if (!kept.includes(id)) return [...kept, id];
  return kept.length === 1 ? kept : kept.filter((other) => other !== id);
}

/** How many files of a set stay and go by its decision. */
export function outcomeOf({ files, decision }: { readonly files: number; readonly decision: Decision }): { readonly kept: number; readonly going: number } {
  const kept = decision.kind === 'keep' ? Math.min(files, decision.files.length) : files;
  return { kept, going: files - kept };
}
