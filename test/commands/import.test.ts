// `kindred import`, of what `kindred export` wrote for other programs: nothing that was decided is lost on the way.
import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addAlbum, readAlbumPhotos, readAlbums, writeAlbumPhotos } from '../../src-main/store/albums.ts';
import { openStore, type Store } from '../../src-main/store/database.ts';
import { readJudgmentLog } from '../../src-main/store/judgments.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { listLibraries, storedAt } from '../../src-main/store/libraries.ts';
import { readMark, writeMarks } from '../../src-main/store/marks.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import { NO_MARK, packMark, unpackMark } from '../../src-shared/marks/packed.ts';
import type { Mark } from '../../src-shared/contract.ts';
import { makeLibrary } from '../made-library.ts';
import { writeGroups } from '../store/made-grouping.ts';
import { kindredIn, type Ran } from './kindred.ts';


it('takes over the flags, stars, labels, favourites, albums and groups that an export wrote into sidecars', async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'kindred-round-trip-')));
  const kindred = (data: string, ...args: string[]): Promise<Ran> => kindredIn(() => ({ KINDRED_DATA: join(root, data) }))(...args);
  const stored = (data: string): Store => openStore(storedAt(join(root, data), listLibraries(join(root, data))[0]!.id));
  const [photos, out] = [join(root, 'photos'), join(root, 'out')];
  await mkdir(out);
  const { truth } = await makeLibrary(photos, { groups: 2, perGroup: 3, width: 160, height: 120 });
  expect(await kindred('one', 'index', photos)).toMatchObject({ code: 0 });
  const before = stored('one');
  const files = new Map(readFiles(before).map(({ path, id }) => [id, path]));
  const ids = [...files.keys()] as [PhotoId, PhotoId, PhotoId, PhotoId, PhotoId, PhotoId];
  const marks: Mark[] = [
    { ...NO_MARK, flag: 'picked', stars: 5, label: 'green' }, { ...NO_MARK, flag: 'rejected', stars: 2 }, { ...NO_MARK, label: 'purple', favourite: true }, { ...NO_MARK, stars: 1 }
  ];
  marks.forEach((mark, at) => writeMarks(before, [ids[at]!], () => packMark(mark), 0));
  const albums: Record<string, number[]> = { 'Jeju & "Seoul" | 2024': [0, 1, 5], 'Die schönsten': [2, 3] };
  for (const [name, photosOf] of Object.entries(albums)) writeAlbumPhotos(before, addAlbum(before, name, null, 0), photosOf.map((at) => ids[at]!));
  const groups = ['Hut', 'Lake'].map((name, number) => ({ name, at: ids.flatMap((id, at) => (truth[files.get(id)!] === `group-${number}` ? [at] : [])) }));
  writeGroups(before, DEFAULT_LENS, { height: null, groups: groups.map(({ name, at }, number) => ({ id: (number + 1) as GroupId, name, cover: ids[at[0]!]!, photos: Uint32Array.from(at, (each) => ids[each]!) })) });
  before.close();
  const exported = await kindred('one', 'export', photos, '--to', out, '--groups', '--pattern', '{name}', '--sidecars', '--yes');
  expect([exported.code, exported.stderr]).toEqual([0, expect.any(String)]);
  expect((await readdir(out, { recursive: true })).filter((name) => name.endsWith('.xmp'))).toHaveLength(6);

  expect(await kindred('two', 'index', out)).toMatchObject({ code: 0 });
  const seen = JSON.parse((await kindred('two', 'import', out, '--dry-run', '--json')).stdout) as { sets: { kind: string; name: string; photos: number }[] };
  expect(seen.sets.filter(({ kind }) => kind === 'group').map(({ name, photos: count }) => [name, count])).toEqual([['Hut', 3], ['Lake', 3]]);
  const taken = JSON.parse((await kindred('two', 'import', out, '--marks', '--as-groups', 'first', '--json')).stdout) as Record<string, unknown>;
  expect(taken).toMatchObject({ albums: 4, marks: expect.any(Number) as number, left: 0, unreadable: 0 });
  const after = stored('two');
  const byName = new Map(readFiles(after).map(({ path, id }) => [path.split('/').at(-1), id]));
  const idOf = (at: number): PhotoId => byName.get(files.get(ids[at]!)!.split('/').at(-1))!;
  expect(ids.map((_, at) => unpackMark(readMark(after, idOf(at))))).toEqual([...marks, NO_MARK, NO_MARK]);
  const names = Object.fromEntries(readAlbums(after).map(({ id, name }) => [name, [...readAlbumPhotos(after, id)].sort()]));
  const expected = (at: readonly number[]): number[] => at.map(idOf).sort();
  expect(names).toEqual({ 'Jeju & "Seoul" ｜ 2024': expected([0, 1, 5]), 'Die schönsten': expected([2, 3]), Hut: expected(groups[0]!.at), Lake: expected(groups[1]!.at) });
  // the albums, which share photos with both groups, say nothing about likeness
  expect(readJudgmentLog(after, DEFAULT_LENS).judgments.map(({ statement }) => [statement.kind, [...statement.photos].sort()])).toEqual(groups.map(({ at }) => ['together', expected(at)]));
  after.close();
  const again = JSON.parse((await kindred('two', 'import', out, '--marks', '--as-groups', 'first', '--json')).stdout) as Record<string, unknown>;
  expect(again).toMatchObject({ albums: 0, marks: 0, left: 0, groups: { said: 0 } });
  await rm(root, { recursive: true, force: true });
}, 240_000);
