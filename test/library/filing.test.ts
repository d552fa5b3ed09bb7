// Plans in an open library: previews, runs one after the other, and an index that follows.

import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freedesktopTrash } from '../../src-main/filing/freedesktop.ts';
import { Library } from '../../src-main/library/library.ts';
import { writeMarks } from '../../src-main/store/marks.ts';
import { NO_MARK, packMark } from '../../src-shared/marks/packed.ts';
import type { DraftId, PlanId, PlanProgress, PlanRequest } from '../../src-shared/filing/plan.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { makeLibrary } from '../made-library.ts';
import { plainEngine } from './plain-engine.ts';

let root: string;
let photos: string;
let library: Library;
let told: PlanProgress[];
let heard: string[];

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'kindred-plans-')));
  photos = join(root, 'photos');
  await makeLibrary(photos, { groups: 2, perGroup: 3, width: 160, height: 120 });
  await mkdir(join(root, 'out'));
  told = [];
  heard = [];
  library = await Library.open({
    dataFolder: join(root, 'data'), folder: photos, engine: plainEngine(), trash: freedesktopTrash({ dataHome: join(root, 'home') }),
    emit: (name, payload) => { if (name === 'plans.progress') told.push(payload as PlanProgress); else heard.push(name); }
  });
  await library.startIndex().finished;
});
afterEach(async () => {
  await library.close();
  await rm(root, { recursive: true, force: true });
});

async function request(more: Partial<PlanRequest> = {}, count = 2): Promise<PlanRequest> {
  const { ids } = await library.photos();
  return { kind: 'move', why: 'a test', target: join(root, 'out'), lastToo: true, chosen: [...ids].slice(0, count).map((id) => ({ photo: id as PhotoId })), ...more };
}

const start = async (more: Partial<PlanRequest> = {}): Promise<PlanId> => library.filing.start((await library.filing.preview(await request(more))).draft).id;
const indexed = async (): Promise<void> => {
  await library.filing.settled;
  await expect.poll(() => library.progress.phase).toBe('done');
};

it('previews a plan, performs exactly that, and undoes it', async () => {
  const { filing } = library;
  const preview = await filing.preview(await request());
  expect(preview).toMatchObject({ files: 2, photos: 2, withoutFile: 2, refused: {} });
  expect(await readdir(photos)).toHaveLength(6);
  const begun = filing.start(preview.draft);
  expect(begun).toMatchObject({ phase: 'running', undoing: false });
  expect([library.busy, filing.busy]).toEqual([true, true]);
  expect(() => filing.start(preview.draft)).toThrow('Wait until');
  expect(await filing.settled).toMatchObject({ phase: 'ended', done: 2, refused: 0 });
  expect(library.state.photos).toBe(4); // before any index run
  expect(told.at(-1)).toMatchObject({ id: begun.id, phase: 'ended' });
  await indexed();
  expect(filing.list()).toMatchObject([{ id: begun.id, counts: { done: 2 } }]);
  expect(() => filing.start(preview.draft)).toThrow('no longer known');

  filing.undo(begun.id);
  expect(await filing.settled).toMatchObject({ phase: 'ended', undoing: true, done: 2 });
  expect(library.state.photos).toBe(6);
  await indexed();
  expect(library.state).toMatchObject({ photos: 6, files: 6 });
  expect(filing.read(begun.id).steps.map(({ state }) => state)).toEqual(['undone', 'undone']);
});

it('tells pages of albums and marks that go over to photos that are kept', async () => {
  const { filing, albums, store } = library;
  const [goes, , stays] = [...(await library.photos()).ids] as PhotoId[];
  const { id } = await albums.create('Holiday', null, Uint32Array.of(goes!));
  writeMarks(store, [goes!], () => packMark({ ...NO_MARK, stars: 3 }), 0);
  heard.length = 0;
  const plan = filing.start((await filing.preview(await request({}, 1))).draft, [{ photo: goes!, heir: stays! }]).id;
  await filing.settled;
  expect([...(await albums.photos(id))]).toEqual([stays]);
  expect(heard).toEqual(expect.arrayContaining(['albums.changed', 'marks.changed']));
  filing.undo(plan);
  await filing.settled;
  expect([...(await albums.photos(id))]).toEqual([goes]);
});

it('keeps photos that are moved within the library, and their answers with them', async () => {
  const before = [...(await library.photos()).ids];
  await mkdir(join(photos, 'sorted'));
  await start({ target: join(photos, 'sorted'), inLibrary: true, lastToo: false });
  await indexed();
  await expect.poll(async () => [...(await library.photos()).ids]).toEqual(before);
  expect(library.photo(before[0] as PhotoId).files).toMatchObject([{ path: expect.stringMatching(/^sorted\//) }]);
});

it('stops when it is cancelled, and goes on when that is asked for', async () => {
  const id = await start({ kind: 'trash', target: null });
  library.filing.cancel();
  const stopped = await library.filing.settled;
  expect(stopped).toMatchObject({ phase: 'stopped', stoppedBy: null });
  library.filing.resume(id);
  await library.filing.settled;
  expect(library.filing.list()[0]!.counts).toMatchObject({ done: 2, planned: 0 });
});

it('finishes the step in progress before it closes', async () => {
  const id = await start();
  await library.close();
  const again = await Library.open({ dataFolder: join(root, 'data'), folder: photos, engine: plainEngine(), emit: () => {} });
  try {
    const { counts } = again.filing.list().find((plan) => plan.id === id)!;
    expect([counts.doing, counts.done + counts.planned]).toEqual([0, 2]);
  } finally {
    await again.close();
  }
});

it('forgets old previews, and knows no plans that there are not', async () => {
  const first = await library.filing.preview(await request());
  for (let at = 0; at < 4; at++) await library.filing.preview(await request());
  expect(() => library.filing.start(first.draft)).toThrow('no longer known');
  expect(() => library.filing.start('x' as DraftId)).toThrow('no longer known');
  expect(() => library.filing.resume(9 as PlanId)).toThrow('There is no plan 9');
  expect(library.filing.busy).toBe(false);
});
