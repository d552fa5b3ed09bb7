import { expect, it } from 'vitest';
import { levelsOf, setsShown } from '../../../src-renderer/exchange/found-list.ts';
import type { FoundKind, FoundSet } from '../../../src-shared/exchange/import.ts';

const set = (at: number, kind: FoundKind, name: string, path = '', level = 0): FoundSet => ({ at, kind, name, path, level, photos: 1, some: [], album: null });
const sets = [set(0, 'album', 'Korea'), set(1, 'keyword', 'Seoul', 'Places / Korea'), set(2, 'keyword', 'dog'), set(3, 'folder', '2024'), set(4, 'folder', 'Trip', 'Photos / 2024'), set(5, 'level', '2024', 'Photos', 1), set(6, 'level', 'Trip', 'Photos / 2024', 2)];
const shown = (kind: 'album' | 'group' | 'keyword' | 'folder', words = '', level = 0) => setsShown(sets, { kind, words, level }, (text) => text.toLowerCase()).map(({ at }) => at);

it('shows one kind, and of folders one level', () => {
  expect([shown('album'), shown('group'), shown('keyword'), shown('folder'), shown('folder', '', 1), shown('folder', '', 2)]).toEqual([[0], [], [1, 2], [3, 4], [5], [6]]);
  expect(levelsOf(sets)).toEqual([0, 1, 2]);
});

it('finds all words of a search in names and what they are part of', () => {
  expect([shown('keyword', 'KOREA seo'), shown('keyword', 'korea dog'), shown('keyword', '  ')]).toEqual([[1], [], [1, 2]]);
});
