import { expect, it } from 'vitest';
import { readSkipped, writeSkipped } from '../../src-main/library/skipped-questions.ts';
import { openStore } from '../../src-main/store/database.ts';
import { addLens, DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import type { LensId, PhotoId } from '../../src-shared/contract.ts';
import { madeStore } from '../store/made-store.ts';

const photos = (...ids: number[]) => ids as PhotoId[]; // the brand has no other source in a test

it('keeps skipped questions of each lens over closing, whichever way round a pair stands, until they may be asked again', () => {
  const store = madeStore();
  const { id: place } = addLens(store, 'place', 0);
  expect(readSkipped(store, DEFAULT_LENS)).toEqual([]);
  writeSkipped(store, DEFAULT_LENS, photos(9, 2), true);
  writeSkipped(store, DEFAULT_LENS, photos(4, 5, 6), true);
  writeSkipped(store, DEFAULT_LENS, photos(2, 9), true);
  writeSkipped(store, place, photos(1, 2), true);
  store.close();
  const again = openStore(store.folder);
  expect(readSkipped(again, DEFAULT_LENS)).toEqual(['4 5 6', '2 9']);
  expect(readSkipped(again, place)).toEqual(['1 2']);
  writeSkipped(again, DEFAULT_LENS, photos(9, 2), false);
  expect(readSkipped(again, DEFAULT_LENS)).toEqual(['4 5 6']);
  again.close();
});

it('refuses a lens that there is not', () => {
  const store = madeStore();
  expect(() => readSkipped(store, 77 as LensId)).toThrow('There is no lens 77');
  expect(() => writeSkipped(store, 77 as LensId, photos(1, 2), true)).toThrow('There is no lens 77');
});
