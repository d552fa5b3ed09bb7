import { expect, it } from 'vitest';
import type { PhotoId } from '../../src-shared/contract.ts';
import { findSets, type FoundFile } from '../../src-shared/duplicates/find-sets.ts';
import { USUAL_ORDER } from '../../src-shared/keepers/rules.ts';
import type { Difference, Verdict } from '../../src-shared/learning/copies/likeness.ts';
import type { Judged } from '../../src-shared/learning/copies/sets.ts';

const file = (id: number, photo: number, content: string, changes: Partial<FoundFile> = {}): FoundFile => ({
  id, photo: photo as PhotoId, content, folder: '/photos', path: `${id}.jpg`, width: 4000, height: 3000, bytes: 4e6, format: 'jpeg', takenAt: null, modifiedAt: 0, camera: null, hasPlace: false,
  sharpness: null, clipped: null, ...changes
});
const edge = (first: number, second: number, kind: Verdict['kind'], ...differences: Difference[]): Judged => ({ first: first as PhotoId, second: second as PhotoId, verdict: { kind, differences, certainty: 0.9 } });
const find = (files: readonly FoundFile[], judged: readonly Judged[] = [], apart: readonly (readonly [number, number])[] = []): ReturnType<typeof findSets> => findSets({
  files, judged, apart: apart.map(([a, b]) => ({ photos: [a as PhotoId], others: [b as PhotoId] })), order: USUAL_ORDER, learned: null
});
const brief = (sets: ReturnType<typeof findSets>): unknown => sets.map(({ kind, files }) => [kind, files.map(({ id }) => id)]);

it('finds the same bytes, the same picture with other metadata, and no set twice', () => {
  const files = [file(1, 1, 'a'), file(2, 1, 'a'), file(3, 2, 'b'), file(4, 2, 'c', { takenAt: 5 }), file(5, 3, 'd')];
  const sets = find(files);
  expect(brief(sets)).toEqual([['identical', [1, 2]], ['same-picture', [4, 3]]]);
  expect(sets[0]!.files[1]!.relations).toEqual(['same-bytes']);
  expect(sets[1]!.files[1]!.relations).toEqual(['other-metadata']);
  expect(sets[1]!.reasons).toEqual(['metadata']);
});

it('includes in each kind what the kinds before it join', () => {
  const files = [file(1, 1, 'a'), file(2, 1, 'a'), file(3, 2, 'b', { width: 2000, height: 1500 }), file(4, 3, 'c')];
  const sets = find(files, [edge(1, 2, 'same-picture'), edge(2, 3, 'same-shot', 'turned')]);
  expect(brief(sets)).toEqual([['identical', [1, 2]], ['same-picture', [1, 2, 3]], ['same-shot', [1, 2, 3, 4]]]);
  expect(sets[1]!.files.map(({ relations }) => relations)).toEqual([[], ['same-bytes'], ['smaller']]);
});

it('says how each file differs from the keeper, whichever of the two was compared first', () => {
  const files = [file(1, 1, 'a', { width: 1000, height: 750 }), file(2, 2, 'b'), file(3, 3, 'c', { format: 'png', camera: 'X' })];
  const [set] = find(files, [edge(1, 2, 'same-shot', 'unbordered', 'earlier'), edge(2, 3, 'same-shot', 'grey')]);
  expect(set!.files.map(({ id, relations, only }) => [id, relations, only])).toEqual([[2, [], []], [3, ['other-format', 'grey'], ['camera']], [1, ['smaller', 'bordered', 'later'], []]]);
});

it('takes an edit for a reason against a file', () => {
  const [set] = find([file(1, 1, 'a'), file(2, 2, 'b')], [edge(1, 2, 'same-picture', 'coloured')]);
  expect([set!.files[0]!.id, set!.reasons]).toEqual([2, ['original']]);
});

it('keeps apart what is not the same', () => {
  expect(brief(find([file(1, 1, 'a'), file(2, 2, 'b')], [edge(1, 2, 'same-picture')], [[1, 2]]))).toEqual([]);
});

it('takes the raw file of a picture for a duplicate of its copies alone', () => {
  const raw = { format: 'raw', rawOfPicture: true };
  expect(brief(find([file(1, 1, 'picture'), file(2, 1, 'raw', raw)]))).toEqual([]);
  expect(brief(find([file(1, 1, 'picture'), file(2, 1, 'raw', raw), file(3, 1, 'raw', raw), file(4, 2, 'other')], [edge(1, 2, 'same-picture')]))).toEqual([['identical', [2, 3]], ['same-picture', [1, 4]]]);
});

it('leaves out photos whose files are gone', () => {
  expect(brief(find([file(1, 1, 'a')], [edge(1, 2, 'same-picture')]))).toEqual([]);
});
