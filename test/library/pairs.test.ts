// A raw file and the picture beside it, read as they are, from the first run on and through the setting.
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { PhotoId } from '../../src-shared/contract.ts';
import { said } from '../../src-shared/marks/packed.ts';
import type { Library } from '../../src-main/library/library.ts';
import { readMark, writeMarks } from '../../src-main/store/marks.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import { makeLibrary } from '../made-library.ts';
import { madeRaw } from '../photos/made-raw.ts';
import { index, openLibrary, photos, root } from './opened-library.ts';
import { plainEngine } from './plain-engine.ts';

let together = true;

/** Photos as `IMG_1.JPG` and so on, and raw files that show them a little darker. */
async function makePairs(): Promise<void> {
  const { truth } = await makeLibrary(photos, { groups: 3, perGroup: 1, width: 900, height: 600 });
  for (const [at, name] of Object.keys(truth).sort().entries()) {
    await rename(join(photos, name), join(photos, `IMG_${at}.JPG`));
    const shown = await sharp(join(photos, `IMG_${at}.JPG`)).linear(0.85, 4).jpeg({ quality: 85 }).toBuffer();
    await writeFile(join(photos, `IMG_${at}.CR2`), madeRaw(shown, at));
  }
}

/** The photo of the file at that path. */
function idAt({ store }: Library, path: string): PhotoId {
  return readFiles(store).find((file) => file.path === path)!.id; // it is there
}

it('are one photo in every count, and two where the user wants that', async () => {
  await makePairs();
  const library = await openLibrary({ engine: plainEngine({ prints: true }), pairs: async () => together });
  const progress = await index(library);
  expect(progress.counts).toMatchObject({ new: 6, problems: 0 });
  expect(library.state).toMatchObject({ photos: 3, files: 6, problems: 0 });
  const table = await library.photos();
  expect([table.ids.length, table.paired?.length]).toEqual([3, 3]);
  const id = idAt(library, 'IMG_0.JPG');
  expect(library.photo(id)).toMatchObject({ format: 'jpeg', width: 900, files: [{ path: 'IMG_0.JPG' }, { path: 'IMG_0.CR2', raw: true }] });
  expect((await sharp(await library.render(id)).metadata()).width).toBe(900);
  writeMarks(library.store, [id], () => 2, 1);

  together = false;
  expect((await index(library)).counts).toMatchObject({ new: 0, changed: 0, unchanged: 6 });
  expect(library.state).toMatchObject({ photos: 6, files: 6 });
  expect((await library.photos()).paired).toBeUndefined();
  const raw = idAt(library, 'IMG_0.CR2');
  expect([readMark(library.store, raw), readMark(library.store, id)]).toEqual([said(2), said(2)]);

  together = true;
  await library.close();
  const again = await openLibrary({ engine: plainEngine({ prints: true }), pairs: async () => together });
  await index(again);
  expect(again.state).toMatchObject({ photos: 3, files: 6 });
  expect(await index(again)).toMatchObject({ done: 0 });
});

it('stay one while files come, go and change places, and never join another picture', async () => {
  await makePairs();
  const library = await openLibrary({ engine: plainEngine({ prints: true }), pairs: async () => together });
  await index(library);
  const id = idAt(library, 'IMG_0.JPG');
  const away = join(root, 'away');
  await mkdir(away);

  await rename(join(photos, 'IMG_0.JPG'), join(away, 'IMG_0.JPG'));
  await index(library);
  expect(library.state).toMatchObject({ photos: 3, files: 5 });
  expect(library.photo(id)).toMatchObject({ format: 'raw', files: [{ path: 'IMG_0.CR2' }] });
  expect((await sharp(await library.render(id)).metadata()).format).toBe('jpeg');

  await copyFile(join(photos, 'IMG_1.JPG'), join(photos, 'IMG_0.JPG')); // a file of another shot under its name
  await index(library);
  expect(library.state).toMatchObject({ photos: 3, files: 6 });
  expect(library.photo(id).files).toMatchObject([{ path: 'IMG_0.CR2' }]);

  await rm(join(photos, 'IMG_0.JPG'));
  await mkdir(join(photos, 'sorted'));
  await rename(join(away, 'IMG_0.JPG'), join(photos, 'sorted', 'IMG_0.JPG'));
  await rename(join(photos, 'IMG_0.CR2'), join(photos, 'sorted', 'IMG_0.CR2'));
  await index(library);
  expect(library.photo(id).files).toMatchObject([{ path: 'sorted/IMG_0.JPG' }, { path: 'sorted/IMG_0.CR2', raw: true }]);
  expect(await readFile(join(photos, 'sorted', 'IMG_0.CR2'))).toBeInstanceOf(Buffer);
  expect(library.state).toMatchObject({ photos: 3, files: 6, problems: 0 });
});
