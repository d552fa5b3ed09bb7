// `kindred backup` and `kindred restore-backup`, through the command line itself.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { kindredIn, type Ran } from './kindred.ts';


it('writes a backup, says what is in it, and restores it here and elsewhere', async () => {
  const root = await mkdtemp(join(tmpdir(), 'kindred-backup-command-'));
  const kindred = (data: string, ...args: string[]): Promise<Ran> => kindredIn(() => ({ KINDRED_DATA: join(root, data) }))(...args);
  const json = async (data: string, ...args: string[]) => JSON.parse((await kindred(data, ...args, '--json')).stdout) as Record<string, unknown>;
  const [photos, file] = [join(root, 'photos'), join(root, 'mine.kindred')];
  await makeLibrary(photos, { groups: 2, perGroup: 3, width: 160, height: 120 });
  await json('data', 'index', photos);
  expect(await json('data', 'backup', photos, join(root, 'mine'))).toMatchObject({ file, photos: 6, answers: 0, missing: [] });
  expect(await kindred('data', 'backup', photos, file)).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') as string });
  expect(await kindred('data', 'backup', photos, file, '--yes', '--with-thumbnails')).toMatchObject({ code: 0, stdout: expect.stringContaining('6 photos') as string });

  const listening = process.listenerCount('SIGINT');
  const stopped = kindred('data', 'backup', photos, join(root, 'stopped'));
  await expect.poll(() => process.listenerCount('SIGINT'), { interval: 1, timeout: 20_000 }).toBeGreaterThan(listening);
  process.emit('SIGINT');
  expect(await stopped).toMatchObject({ code: 1, stderr: expect.stringContaining('no backup was written') as string });
  expect((await readdir(root)).sort()).toEqual(['data', 'mine.kindred', 'photos']);

  expect(await json('elsewhere', 'restore-backup', file, '--list')).toMatchObject({ photos: 6, thumbnails: true, here: [] });
  expect(existsSync(join(root, 'elsewhere'))).toBe(false);
  expect(await json('elsewhere', 'restore-backup', file)).toMatchObject({ folders: [{ path: photos, missing: false }], setAside: [] });
  expect(await json('elsewhere', 'index', photos)).toMatchObject({ photos: 6, new: 0, unchanged: 6, missing: 0 });

  expect(await kindred('data', 'restore-backup', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('--set-aside') as string });
  const { setAside } = await json('data', 'restore-backup', file, '--set-aside') as { setAside: string[] };
  expect(existsSync(join(setAside[0]!, 'library.db'))).toBe(true);
  expect((await json('data', 'library', 'list')).libraries).toMatchObject([{ photos: 6 }]);
  expect(await kindred('data', 'restore-backup', join(photos, 'photo-0000.jpg'))).toMatchObject({ code: 1, stderr: expect.stringContaining('not a backup of Kindred') as string });
  await rm(root, { recursive: true, force: true });
}, 240_000);
