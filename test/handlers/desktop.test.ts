// What a window hands to the system: which files of which photos, and what is refused in words.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { desktopHandlers, clipboardHandlers } from '../../src-main/handlers/desktop.ts';
import type { Outside } from '../../src-main/hosts/host.ts';
import type { Library } from '../../src-main/library/library.ts';
import { readStoredCovers } from '../../src-main/store/covers.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readFiles, readFirstFiles } from '../../src-main/store/photos.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { madeFile, madeStore, madeVersions } from '../store/made-store.ts';

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'kindred-outside-'))));
afterEach(() => rm(root, { recursive: true }));

/** Writes down what it is asked. */
function made(): { outside: Outside; asked: unknown[] } {
  const asked: unknown[] = [];
  const note = (what: string) => (...given: unknown[]) => void asked.push([what, ...given]);
  return { asked, outside: { copyText: async (text) => note('text')(text), copyImage: async (picture) => note('image')(picture), open: async (path) => note('open')(path), showInFolder: note('show'), share: note('share'), drag: note('drag'), notify: note('notify') } };
}

it('hands over the first files of photos and their picture, and says so where a file is not there', async () => {
  const store = madeStore();
  writeIndexed(store, madeVersions(store), [madeFile('a.jpg', 'x'), madeFile('b.jpg', 'y')], 0);
  const [a, b] = ['a.jpg', 'b.jpg'].map((path) => readFiles(store).find((file) => file.path === path)!.id) as [PhotoId, PhotoId];
  const { folder } = readFirstFiles(store, [a])[0]!;
  const { outside, asked } = made();
  const handlers = desktopHandlers(outside);
  const library = { store, thumbnail: () => Uint8Array.of(7), render: async () => Uint8Array.of(8) } as unknown as Library; // what handing over needs of it
  await expect(handlers['desktop.open'](library, { id: a })).rejects.toMatchObject({ code: 'photo-missing' }); // made files are nowhere on disk
  await handlers['desktop.copyImage'](library, { id: a });
  await handlers['desktop.drag'](library, { ids: [a, b, 99 as PhotoId] });
  expect(asked).toEqual([['image', Uint8Array.of(8)], ['drag', [join(folder, 'a.jpg'), join(folder, 'b.jpg')], Uint8Array.of(7)]]);
  store.close();
});

it('shares the files that are there, and says so where none is or the system has no menu for it', async () => {
  const store = madeStore();
  writeIndexed(store, madeVersions(store), [madeFile('a.jpg', 'x'), madeFile('b.jpg', 'y')], 0);
  const [a, b] = ['a.jpg', 'b.jpg'].map((path) => readFiles(store).find((file) => file.path === path)!.id) as [PhotoId, PhotoId];
  const library = { store } as unknown as Library; // what sharing needs of it
  const { outside, asked } = made();
  await expect(desktopHandlers(outside)['desktop.share'](library, { ids: [a, b] })).rejects.toMatchObject({ code: 'photo-missing' });
  store.db.prepare('UPDATE folders SET path = ?').run(root);
  await writeFile(join(root, 'b.jpg'), '');
  await desktopHandlers(outside)['desktop.share'](library, { ids: [a, b] });
  expect(asked).toEqual([['share', [join(root, 'b.jpg')]]]);
  const { share, ...without } = outside;
  expect(share).toBeDefined();
  for (const other of [without, null]) await expect(desktopHandlers(other)['desktop.share'](library, { ids: [b] })).rejects.toMatchObject({ code: 'bad-request' });
  store.close();
});

it('is refused in a browser', async () => {
  await expect(clipboardHandlers(null)['desktop.copyText']({ text: 'a' })).rejects.toMatchObject({ code: 'bad-request' });
  const { outside, asked } = made();
  await clipboardHandlers(outside)['desktop.notify']({ title: 'Learning · done', text: 'photos' });
  expect(asked).toEqual([['notify', 'Learning · done', 'photos']]);
});

it('has no covers of a library that holds nothing', async () => {
  await writeFile(join(root, 'no-library'), '');
  expect(() => readStoredCovers(join(root, 'nowhere'), 3)).toThrow();
});
