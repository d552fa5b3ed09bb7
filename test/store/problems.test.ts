import { expect, it } from 'vitest';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readProblemFiles, readProblems } from '../../src-main/store/problems.ts';
import { madeFile, madeStore, madeVersions } from './made-store.ts';

it('lists problems with their reasons, and the files to read again', () => {
  const store = madeStore();
  const files = (['too-large', 'empty'] as const).map((code) => ({ ...madeFile(`${code}.jpg`), outcome: { status: 'problem', code, detail: `${code} it is` } as const }));
  writeIndexed(store, madeVersions(store), [madeFile('good.jpg'), ...files], 0);
  expect(readProblems(store)).toEqual([
    { folder: '', path: 'empty.jpg', code: 'empty', detail: 'empty it is', attempts: 1 },
    { folder: '', path: 'too-large.jpg', code: 'too-large', detail: 'too-large it is', attempts: 1 }
  ]);
  expect(readProblemFiles(store)).toEqual([{ folder: FIRST_FOLDER, path: 'empty.jpg', size: 10, modifiedMs: 1000.25 }, { folder: FIRST_FOLDER, path: 'too-large.jpg', size: 10, modifiedMs: 1000.25 }]);
});
