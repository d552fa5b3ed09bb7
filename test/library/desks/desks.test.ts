// Desks in real threads: messages in the order in which they were sent, pages that come and go, threads that end.

import { rm, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import type { Distances, Grouped, GroupId, GroupsRequest, LensId, PhotoSpace, SavedColumns } from '../../../src-shared/contract.ts';
import { CodedError } from '../../../src-main/failure.ts';
import type { DeskOptions } from '../../../src-main/library/desks/desk.ts';
import { Desks } from '../../../src-main/library/desks/desks.ts';
import { sharedSpace } from '../../../src-main/library/spaces/shared-space.ts';
import { toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { madeSpace } from '../../desk/made-space.ts';

const lensId = 1 as LensId;
const none = toSavedColumns({ height: null, groups: [] });
/** Two clusters of three photos. */
const space: PhotoSpace = sharedSpace(madeSpace([0, 0.01, 0.02, 10, 10.01, 10.02].map((x) => [x, 0])));
const start: GroupsRequest = { kind: 'start', judgments: [] };

let desks: Desks;
const open = (options: Partial<DeskOptions> = {}): Desks => (desks = new Desks({ space: async () => space, saved: () => none, ...options }));
const ask = (turn: number, message: GroupsRequest, { desk = 'one', page = 'a page' } = {}) => desks.ask({ page, desk, turn, lensId, message });
const groupsOf = (answer: unknown): number[] => [...(answer as Grouped).columns.ends];

afterEach(() => desks.close());

it('groups the photos of a space that is shared with it, and what is stored of them', async () => {
  open({ saved: () => toSavedColumns({ height: 0.5, groups: [{ id: 7 as GroupId, name: 'Lofoten', cover: 2 as never, photos: Uint32Array.of(1, 2, 3) }] }) });
  const started = (await ask(1, start)) as Grouped;
  expect(groupsOf(started)).toEqual([3, 6]);
  expect(started.columns.names).toEqual([{ group: 7, name: 'Lofoten' }]);
  expect(started.height).toBe(0.5);
  expect(((await ask(2, { kind: 'save' })) as SavedColumns).names).toEqual([{ group: 7, name: 'Lofoten' }]);
  expect(((await ask(3, { kind: 'distances' })) as Distances).counts.reduce((sum, each) => sum + each)).toBeGreaterThan(0);
});

it('answers messages as they were sent, however they arrive', async () => {
  open();
  await ask(1, start);
  const heights = [0.001, 20, 0.001, 0.5];
  const answers = await Promise.all([3, 2, 5, 4].map((turn) => ask(turn, { kind: 'height', height: heights[turn - 2]! })));
  expect(answers.map((answer) => (answer as Grouped).height)).toEqual([20, 0.001, 0.5, 0.001]);
  expect(((await ask(6, { kind: 'save' })) as SavedColumns).height).toBe(0.5);
  await expect(ask(6, { kind: 'save' })).rejects.toMatchObject({ code: 'bad-request' });
});

it('goes on where its points do not come, or a message fails', async () => {
  let fails = true;
  open({ space: async () => { if (fails) throw new CodedError('engine-failed', 'The photos could not be compared.'); return space; } });
  await expect(ask(1, start)).rejects.toMatchObject({ code: 'engine-failed' });
  await expect(ask(2, { kind: 'standing' })).rejects.toThrow('expected a space before anything is grouped');
  fails = false;
  expect(groupsOf(await ask(3, start))).toEqual([3, 6]);
});

it('answers what is asked while newer points are on their way', async () => {
  let arrive = (_: PhotoSpace): void => {};
  let first = true;
  open({ space: () => { const now = first ? Promise.resolve(space) : new Promise<PhotoSpace>((resolve) => (arrive = resolve)); first = false; return now; } });
  await ask(1, start);
  const newer = ask(2, { kind: 'space' });
  expect(groupsOf(await ask(3, { kind: 'height', height: 20 }))).toEqual([6]);
  arrive({ ...space, revision: 9 });
  expect(((await newer) as Grouped).revision).toBe(9);
});

it('says of a library without photos that there is nothing to group', async () => {
  open({ space: async () => ({ ...space, ids: new Uint32Array(), points: new Float32Array(), neighbours: new Uint32Array(), distances: new Float32Array() }) });
  expect(await ask(1, start)).toBeNull();
});

it('keeps a desk for each page and each name, until it is left, its page is gone or the library closes', async () => {
  open();
  await Promise.all([ask(1, start), ask(1, start, { desk: 'two' }), ask(1, start, { desk: 'three', page: 'another' })]);
  await ask(2, { kind: 'height', height: 20 });
  expect(groupsOf(await ask(2, { kind: 'compare' }, { desk: 'two' }))).toEqual([3, 6]);
  expect(desks.count).toBe(3);
  await desks.leave('two');
  await expect(ask(3, { kind: 'save' }, { desk: 'two' })).rejects.toMatchObject({ code: 'desk-gone' });
  await desks.left('a page');
  expect(desks.count).toBe(1);
  expect(groupsOf(await ask(2, { kind: 'compare' }, { desk: 'three', page: 'another' }))).toEqual([3, 6]);
  const last = ask(3, { kind: 'learn' }, { desk: 'three', page: 'another' }).catch((error: unknown) => error);
  await desks.close();
  expect(await last).toMatchObject({ code: 'desk-gone' });
  await expect(ask(1, start, { desk: 'four' })).rejects.toMatchObject({ code: 'desk-gone' });
});

it('is gone where an earlier message never comes', async () => {
  open({ waitMs: 50 });
  await ask(1, start);
  await expect(ask(3, { kind: 'save' })).rejects.toMatchObject({ code: 'desk-gone' });
  await expect(ask(2, { kind: 'save' })).rejects.toMatchObject({ code: 'desk-gone' });
  expect(groupsOf(await ask(1, start, { desk: 'another' }))).toEqual([3, 6]);
});

it('says that a thread ended, and begins another', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kindred-desk-'));
  const file = join(folder, 'ending.mjs');
  await writeFile(file, `import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ ready: true }); parentPort.on('message', () => { throw new Error('out of memory'); });`);
  open({ file: pathToFileURL(file) });
  await expect(ask(1, start)).rejects.toMatchObject({ code: 'engine-failed', message: expect.stringContaining('out of memory') });
  await vi.waitFor(() => expect(desks.count).toBe(0));
  await expect(ask(2, { kind: 'save' })).rejects.toMatchObject({ code: 'desk-gone' });
  await rm(folder, { recursive: true });
});

it('has a thread ready for the next page, and one alone', async () => {
  open();
  desks.prepare();
  desks.prepare();
  expect(desks.count).toBe(0);
  expect(groupsOf(await ask(1, start))).toEqual([3, 6]);
  expect(groupsOf(await ask(1, start, { desk: 'two' }))).toEqual([3, 6]);
  desks.prepare();
  await desks.close();
  desks.prepare(); // nothing any more
  await expect(ask(1, start, { desk: 'three' })).rejects.toMatchObject({ code: 'desk-gone' });
});
