import { expect, it } from 'vitest';
import { isKnown } from '../../src-main/store/contents.ts';
import { readCompared, writeLikenesses } from '../../src-main/store/copies.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import { madeFile, madeHash, madePhoto, madeStore, madeVersions } from './made-store.ts';

it('what photos of one moment have in common is kept with each, and looked for where it was not', () => {
  const store = madeStore();
  const versions = madeVersions(store);
  const { moment: _, ...notLooked } = madePhoto('c');
  const outcomes = [{ ...madePhoto('a'), moment: 'burst 1' }, { ...madePhoto('b'), moment: null }, notLooked];
  writeIndexed(store, versions, outcomes.map((outcome, at) => ({ ...madeFile(`${at}.jpg`), outcome })), 0);
  const [first, second, third] = readFiles(store).sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ id }) => id);
  writeLikenesses(store, [{ first: first!, second: second!, measured: '{}' }, { first: second!, second: third!, measured: '{}' }], []);
  expect(readCompared(store).map(({ id, moment }) => [id, moment])).toEqual([[first, 'burst 1'], [second, null], [third, null]]);
  expect(['a', 'b', 'c'].map((name) => isKnown(store, versions, madeHash(name)))).toEqual([true, true, false]);
  // read once more, it is known; what was known is not lost where it is not looked for
  writeIndexed(store, versions, [{ ...madeFile('2.jpg'), outcome: { ...madePhoto('c'), moment: 'burst 2' } }], 0);
  writeIndexed(store, versions, [{ ...madeFile('2.jpg'), outcome: notLooked }], 0);
  expect(readCompared(store).at(-1)!.moment).toBe('burst 2');
});
