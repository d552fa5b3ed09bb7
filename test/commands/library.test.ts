// `kindred library …`, and how other commands handle moved folders, through the command line itself.
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { kindredIn } from './kindred.ts';

/** Only a hang reaches it: each command is a process of its own, and takes seconds to start where others are at work. */
const LIMIT_MS = 240_000;

let root: string;
let photos: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-libraries-'));
  photos = join(root, 'A', 'photos');
  await makeLibrary(photos, { groups: 2, perGroup: 3, width: 160, height: 120 });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const kindred = kindredIn(() => ({ KINDRED_DATA: join(root, 'data') }));
const json = async (...args: string[]): Promise<Record<string, unknown>> => JSON.parse((await kindred(...args, '--json')).stdout) as Record<string, unknown>;
const libraries = async () => (await json('library', 'list')).libraries as { id: string; folders: { path: string; missing: boolean }[]; photos: number; answers: number }[];

async function judge(folder: string): Promise<void> {
  const file = join(root, 'judgments.jsonl');
  await writeFile(file, JSON.stringify({ lens: null, kind: 'similar', photos: ['a', 'b'].map((digit) => digit.repeat(64)), madeAt: 1 }));
  expect(await json('judgments', 'import', folder, file)).toMatchObject({ added: 1 });
}

it('a folder that is moved keeps its library, and a missing one is reported as offline', async () => {
  expect(await json('index', photos)).toMatchObject({ photos: 6, new: 6, offline: 0 });
  await judge(photos);
  const [before] = await libraries();
  expect(before).toEqual({ id: expect.any(String) as string, folders: [{ path: photos, missing: false }], photos: 6, answers: 1, damaged: false });
  const moved = join(root, 'B', 'photos');
  await mkdir(join(root, 'B'));
  await rename(photos, moved);
  expect(await json('index', photos)).toMatchObject({ photos: 6, offline: 6, missing: 0 });
  expect(await libraries()).toMatchObject([{ folders: [{ path: photos, missing: true }] }]);
  const { stdout, stderr } = await kindred('index', moved, '--json');
  expect(stderr).toContain(`These are the photos of ${photos}`);
  expect(JSON.parse(stdout)).toMatchObject({ photos: 6, new: 0, unchanged: 6, offline: 0 });
  expect(await libraries()).toEqual([{ ...before, folders: [{ path: moved, missing: false }] }]);
}, 90_000);

it('folders are relocated, added, removed and left out by name, and the groups of each are printed by path', async () => {
  const b = join(root, 'b');
  await makeLibrary(b, { groups: 1, perGroup: 2, width: 160, height: 120, seed: 4 });
  await json('index', photos);
  expect(await kindred('library', 'add', photos, b)).toMatchObject({ code: 0 });
  expect(await json('index', b)).toMatchObject({ photos: 8, new: 2 });
  const paths = async (folder: string) => ((await json('groups', folder)).groups as { photos: string[] }[]).flatMap((group) => group.photos).sort();
  expect((await paths(b)).filter((path) => path.startsWith(photos))).toHaveLength(6);
  expect((await paths(b)).filter((path) => path.startsWith('photo-'))).toHaveLength(2);
  expect((await paths(join(root, 'A', 'photos'))).filter((path) => path.startsWith(b))).toHaveLength(2);
  await judge(b);
  const moved = join(root, 'moved');
  await rename(photos, moved);
  expect(await kindred('library', 'relocate', photos, moved)).toMatchObject({ code: 0 });
  expect(await kindred('library', 'remove', b)).toMatchObject({ code: 0 });
  expect(await libraries()).toMatchObject([{ folders: [{ path: moved, missing: false }], photos: 6, answers: 1 }]);
  await mkdir(join(moved, 'covers'));
  await rename(join(moved, 'photo-0000.jpg'), join(moved, 'covers', 'photo-0000.jpg'));
  expect(await json('library', 'leave-out', moved, 'covers')).toMatchObject({ patterns: ['covers'] });
  expect(await json('index', moved)).toMatchObject({ photos: 5, missing: 1 });
  expect((await kindred('library', 'remove', moved)).stderr).toContain('only folder');
  expect((await kindred('library', 'relocate', join(root, 'nobody'), moved)).code).toBe(1);
  for (const args of [[], ['list', 'x'], ['relocate', moved], ['move', moved, b]]) expect((await kindred('library', ...args)).code).toBe(2);
}, 90_000);

it('a library with answers is not forgotten before they are saved or explicitly discarded', async () => {
  await mkdir(join(root, 'empty'));
  await judge(join(root, 'empty'));
  const refused = await kindred('library', 'forget', join(root, 'empty'));
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('holds 1 answer.') as string]);
  const file = join(root, 'saved.jsonl');
  expect(await kindred('library', 'forget', join(root, 'empty'), '--export', file)).toMatchObject({ code: 0 });
  expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(2);
  expect(await libraries()).toEqual([]);
}, LIMIT_MS);
