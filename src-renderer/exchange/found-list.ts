// What of the found sets a list shows: one kind of them, one level of folders, and those whose names hold some words.
import type { FoundKind, FoundSet } from '../../src-shared/exchange/import.ts';

/** What can be chosen between; folders of any level are one. */
export type ShownKind = Exclude<FoundKind, 'level'>;
export const SHOWN_KINDS: readonly ShownKind[] = ['album', 'group', 'keyword', 'folder'];

export interface Shown {
  readonly kind: ShownKind;
  /** 0: each folder with the photos directly in it. */
  readonly level: number;
  readonly words: string;
}

export function setsShown(sets: readonly FoundSet[], { kind, level, words }: Shown, lowerCase: (text: string) => string): FoundSet[] {
  const wanted = kind === 'folder' && level > 0 ? 'level' : kind;
  const parts = lowerCase(words).split(/\s+/).filter((part) => part !== '');
  return sets.filter((set) => set.kind === wanted && (wanted !== 'level' || set.level === level) && parts.every((part) => lowerCase(`${set.path} ${set.name}`).includes(part)));
}

/** The levels of folders that there are, from 0. */
export function levelsOf(sets: readonly FoundSet[]): number[] {
  return [...new Set(sets.map(({ level }) => level))].sort((a, b) => a - b);
}
