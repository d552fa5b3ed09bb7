// What the user said is not the same picture nor shot, whatever was measured.
import type { PhotoId } from '../../../src-shared/contract.ts';
import { type Decision, DUPLICATE_KINDS, type DuplicateSet } from '../../../src-shared/duplicates/duplicate-set.ts';
import type { NotTheSame } from '../../../src-shared/learning/copies/sets.ts';
import type { DuplicateFileRow } from '../../store/duplicate-files.ts';
import type { StoredChoice } from '../../store/keeper-choices.ts';

/** A decision as it is stored: what is not the same, as contents that still are one on each side. */
export type StoredDecision = Extract<Decision, { kind: 'keep' }> | { readonly kind: 'not-the-same'; readonly sides: readonly (readonly string[])[] };

/** What a set consists of: the narrower sets within it, of which nothing was said, and each other file. */
export function sidesOf(set: DuplicateSet, all: Iterable<DuplicateSet>): string[][] {
  const own = new Set(set.files.map(({ id }) => id));
  const width = ({ kind }: DuplicateSet): number => DUPLICATE_KINDS.indexOf(kind);
  const sides: string[][] = [];
  const placed = new Set<string>();
  // the widest of the narrower ones first
  for (const { files } of [...all].filter((other) => width(other) < width(set) && other.files.some(({ id }) => own.has(id))).sort((a, b) => width(b) - width(a))) {
    const contents = [...new Set(files.map(({ content }) => content))].filter((content) => !placed.has(content));
    if (contents.length === 0) continue;
    contents.forEach((content) => placed.add(content));
    sides.push(contents);
  }
  for (const { content } of set.files) if (!placed.has(content)) sides.push([content]);
  return sides;
}

/** By content, so that it holds when files are moved or renamed. */
export function notTheSame(choices: readonly StoredChoice[], files: readonly Pick<DuplicateFileRow, 'content' | 'photo'>[]): NotTheSame[] {
  const photoOf = new Map<string, PhotoId>(files.map(({ content, photo }) => [content, photo]));
  return choices.flatMap(({ decision }) => {
    const said = JSON.parse(decision) as StoredDecision; // only written by duplicates.ts
    if (said.kind !== 'not-the-same') return [];
    const sides = said.sides.map((contents) => [...new Set(contents.flatMap((content) => photoOf.get(content) ?? []))]).filter(({ length }) => length > 0);
    return sides.slice(1).map((photos, at) => ({ photos, others: sides.slice(0, at + 1).flat().filter((photo) => !photos.includes(photo)) })).filter(({ others }) => others.length > 0);
  });
}
