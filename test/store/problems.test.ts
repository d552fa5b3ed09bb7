import { expect, it } from 'vitest';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readProblemFiles, readProblems } from '../../src-main/store/problems.ts';
import { madeFile, madeStore, madeVersions } from './made-store.ts';

it('lists problems with their reasons, and the files to read again', () => {
  const store = madeStore();
  const files = (['too-large', 'empty'] as const).map((code) => ({ ...madeFile(`${code}.jpg`), outcome: { status: 'problem', code, detail: `${code} it is` } as const }));
  writeIndexed(store, madeVersions(store), [madeFile('good.jpg'), ...files], 0);
  expect(readProblems(store)).toEqual([
    { path: 'empty.jpg', code: 'empty', detail: 'empty it is', attempts: 1 },
    { path: 'too-large.jpg', code: 'too-large', detail: 'too-large it is', attempts: 1 }
  ]);
  expect(readProblemFiles(store)).toEqual([{ path: 'empty.jpg', size: 10, modifiedMs: 1000.25 }, { path: 'too-large.jpg', size: 10, modifiedMs: 1000.25 }]);
});
