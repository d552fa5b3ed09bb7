// What a kill left of a list that was being written.
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeLeftOver, withTemporary } from '../../src-main/filing/left-over.ts';
import { openStored } from '../../src-main/library/open-stored.ts';
import { writeList } from '../../src-main/lists/write-list.ts';
import { readFact, writeFact } from '../../src-main/store/facts.ts';
import { madeLibrary, type MadeLibrary } from './made-files.ts';

const noted = (store: Parameters<typeof readFact>[0]) => readFact(store, 'listsUnderWay');

/** A list of which the beginning is there, as a killed process leaves it. */
function interrupted({ store, out }: Pick<MadeLibrary, 'store' | 'out'>): string {
  let left = '';
  void withTemporary(store, out, (temporary) => {
    writeFileSync((left = temporary), 'half of a list');
    return new Promise(() => {});
  });
  return left;
}

it('removes what was being written, and nothing else that looks like it', async () => {
  const library = madeLibrary({ 'a.jpg': 'a' });
  const others = ['.kindred-12345678-1234-1234-1234-123456789abc.part', 'list.csv'];
  for (const name of others) writeFileSync(join(library.out, name), 'of somebody else');
  interrupted(library);
  interrupted(library);
  expect(readdirSync(library.out)).toHaveLength(4);
  expect(await removeLeftOver(library.store)).toBe(2);
  expect([readdirSync(library.out).sort(), noted(library.store), await removeLeftOver(library.store)]).toEqual([others, [], 0]);
});

it('removes no file of another name, whatever is noted, and no folder', async () => {
  const { store, out } = madeLibrary({ 'a.jpg': 'a' });
  writeFileSync(join(out, 'photo.jpg'), 'a photo');
  const folder = join(out, '.kindred-12345678-1234-1234-1234-123456789abc.part');
  mkdirSync(folder);
  writeFact(store, 'listsUnderWay', [join(out, 'photo.jpg'), folder, 'relative.part', 5]);
  expect([await removeLeftOver(store), readdirSync(out).length, noted(store)]).toEqual([0, 2, []]);
  writeFact(store, 'listsUnderWay', 'damaged');
  expect(await removeLeftOver(store)).toBe(0);
});

it('is removed when the library is opened the next time', async () => {
  const { root, out } = madeLibrary({});
  const opened = () => openStored({ dataFolder: join(root, 'data'), folder: join(root, 'photos') }, { add: () => {} });
  const { store } = await opened();
  interrupted({ store, out });
  store.close();
  expect(readdirSync(out)).toHaveLength(1);
  (await opened()).store.close();
  expect(readdirSync(out)).toEqual([]);
});

it('waits for a disk that is not connected', async () => {
  const library = madeLibrary({ 'a.jpg': 'a' });
  const left = interrupted(library);
  renameSync(library.out, `${library.out} away`);
  expect([await removeLeftOver(library.store), noted(library.store)]).toEqual([0, [left]]);
  renameSync(`${library.out} away`, library.out);
  expect([await removeLeftOver(library.store), noted(library.store)]).toEqual([1, []]);
});

it('notes nothing once a list is written or was refused', async () => {
  const library = madeLibrary({ 'a.jpg': 'a' });
  const { store, out } = library;
  const request = { form: 'csv', chosen: [{ photo: library.photo('a.jpg') }], folder: out, name: 'list', replace: false, title: '', locale: 'en' } as const;
  await writeList(store, request);
  await writeList(store, request);
  expect([noted(store), readdirSync(out)]).toEqual([[], ['list.csv']]);
});
