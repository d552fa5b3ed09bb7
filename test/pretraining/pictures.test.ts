import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPictures } from '../../src-main/pretraining/pictures.ts';
import { makeZip } from './made-zip.ts';

let root: string;
const plain = (red: number, width = 20, height = 10): Promise<Buffer> => sharp({ create: { width, height, channels: 3, background: { r: red, g: 7, b: 9 } } }).png().toBuffer();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-pictures-'));
  await mkdir(join(root, 'photos/deep'), { recursive: true });
  await writeFile(join(root, 'photos/b.png'), await plain(2));
  await writeFile(join(root, 'photos/a.png'), await plain(1));
  await writeFile(join(root, 'photos/deep/c.png'), await plain(3));
  await writeFile(join(root, 'photos/notes.txt'), 'no picture');
  await writeFile(join(root, 'photos/more.zip'), makeZip({ 'x/d.png': await plain(4), '__MACOSX/._d.png': Buffer.from('no picture'), 'e.png': await plain(5) }));
  await writeFile(join(root, 'packed.zip'), makeZip({ 'f.png': await plain(6), 'broken.jpg': Buffer.from('no picture') }, { deflate: true }));
  await writeFile(join(root, 'cut.zip'), makeZip({ 'f.png': await plain(6) }).subarray(0, 40));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The red of every picture, `null` where there is none. */
async function reds(...paths: string[]): Promise<(number | null)[]> {
  const pictures = await openPictures(paths.map((path) => join(root, path)), 8);
  try {
    return await Promise.all(Array.from({ length: pictures.count }, async (_, at) => (await pictures.read(at))?.[0] ?? null));
  } finally {
    pictures.close();
  }
}

describe('pictures to learn from', () => {
  it('are those below a folder, in the order of their paths, then those of the zip files in it', async () => {
    expect(await reds('photos')).toEqual([1, 2, 3, 4, 5]);
  });

  it('are those of zip files, packed or not, in the order given; what cannot be decoded is none', async () => {
    expect(await reds('packed.zip', 'photos/more.zip')).toEqual([6, null, 4, 5]);
  });

  it('are squares of the side asked for, and their sources are counted', async () => {
    const pictures = await openPictures([join(root, 'photos'), join(root, 'packed.zip')], 8);
    expect(await pictures.read(0)).toEqual(Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => [1, 7, 9][i % 3]!));
    expect(pictures.sources.map(({ path, pictures: count }) => [path.slice(root.length + 1), count])).toEqual([['photos', 3], [join('photos', 'more.zip'), 2], ['packed.zip', 2]]);
    pictures.close();
  });

  it.each([['photos/notes.txt', 'No picture was found'], ['nowhere', 'cannot be read'], ['cut.zip', 'is not a readable zip file']])('are not to be had from %s', async (path, message) => {
    await expect(openPictures([join(root, path)], 8)).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining(message) });
  });
});
