import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it, vi } from 'vitest';
import { FieldFiles } from '../../src-main/filing/exiftool.ts';
import { makePlan } from '../../src-main/filing/plan.ts';
import { performPlan } from '../../src-main/filing/perform.ts';
import { recoverPlans } from '../../src-main/filing/recover.ts';
import { undoPlan } from '../../src-main/filing/undo.ts';
import { writeGrouping } from '../../src-main/store/groups.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { writeMarks } from '../../src-main/store/marks.ts';
import { addPlan, readPlan } from '../../src-main/store/plans.ts';
import type { GroupId } from '../../src-shared/contract.ts';
import { factsOf, type XmpFacts } from '../../src-shared/exchange/xmp-fields.ts';
import type { PlanRequest } from '../../src-shared/filing/plan.ts';
import { toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { packMark } from '../../src-shared/marks/packed.ts';
import { xmpPacket } from '../photos/made-xmp.ts';
import { forbidWriting } from '../read-only.ts';
import { mortal, systemError } from './disks.ts';
import { type MadeFiles, type MadeLibrary, madeLibrary } from './made-files.ts';

const fields = new FieldFiles();
afterAll(() => fields.close());
const factsIn = async (path: string): Promise<XmpFacts> => factsOf(await fields.read(path));

/** Pictures as text, as `made-files` keeps them, would be no JPEGs: sidecars do not mind. */
const FILES: MadeFiles = { 'a.jpg': 'photo a', 'deep/b.jpg': 'photo b', 'c.jpg': 'photo c' };
const MARK = { flag: 'picked', stars: 4, label: 'green', favourite: true } as const;

function marked(files = FILES): MadeLibrary {
  const made = madeLibrary(files);
  writeMarks(made.store, [made.photo('a.jpg'), made.photo('deep/b.jpg')], () => packMark(MARK), 0);
  const photos = Uint32Array.of(made.photo('a.jpg'), made.photo('c.jpg'));
  writeGrouping(made.store, DEFAULT_LENS, toSavedColumns({ height: null, groups: [{ id: 1 as GroupId, name: 'The beach', cover: made.photo('a.jpg'), photos }] }));
  return made;
}

const writing = { sidecars: true, files: false, lensId: DEFAULT_LENS };
const prepared = ({ store }: MadeLibrary): string[] => (existsSync(join(store.folder, 'prepared')) ? readdirSync(join(store.folder, 'prepared')) : []);
const all = ['a.jpg', 'deep/b.jpg', 'c.jpg'];

it.each(['copy', 'hardlink', 'symlink', 'move'] as const)('writes sidecars beside what a %s makes, and takes them back', async (kind) => {
  const made = marked();
  const before = made.files('photos');
  const { phase, plan } = await made.perform(all, { kind, writing, pattern: '{folder}/{name}' });
  expect([phase, plan.steps.map(({ state, refusal }) => refusal?.message ?? state)]).toEqual(['ended', Array(6).fill('done')]);
  expect(Object.keys(made.files('out'))).toEqual(['a.jpg', 'a.jpg.xmp', 'c.jpg', 'c.jpg.xmp', 'deep/b.jpg', 'deep/b.jpg.xmp']);
  const group = { lens: null, group: 'The beach' };
  expect(await factsIn(join(made.out, 'a.jpg.xmp'))).toEqual({ albums: [], groups: [group], keywords: [], mark: MARK, place: null });
  expect(await factsIn(join(made.out, 'deep/b.jpg.xmp'))).toMatchObject({ groups: [], mark: MARK });
  expect(await factsIn(join(made.out, 'c.jpg.xmp'))).toMatchObject({ groups: [group], mark: null });
  if (kind !== 'move') expect(made.files('photos')).toEqual(before);
  expect(prepared(made)).toEqual([]);

  expect((await undoPlan(made.tools(), plan.id)).refused).toBe(0);
  expect(made.files('photos')).toEqual(before);
  expect(made.files('out')).toEqual({});
});

it('writes none where nothing is known, and the chosen group instead of the stored one', async () => {
  const made = madeLibrary({ 'a.jpg': 'a' });
  expect((await made.perform(['a.jpg'], { kind: 'copy', writing })).plan.steps).toHaveLength(1);
  const request = { ...made.request(['a.jpg'], { kind: 'copy', writing }), pattern: 'again/{group}' } satisfies PlanRequest;
  const plan = await makePlan(made.store, { ...request, chosen: request.chosen.map((one) => ({ ...one, group: '1 May', album: 'Sea' })) });
  await performPlan(made.tools(), addPlan(made.store, plan, plan.steps, 0));
  expect(await factsIn(join(made.out, 'again/1 May/a.jpg.xmp'))).toMatchObject({ albums: ['Sea'], groups: [{ lens: null, group: '1 May' }] });
});

it('merges into the copy of a sidecar that is there, and leaves the original alone', async () => {
  const made = marked();
  const edits = xmpPacket('xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.50" xmp:Rating="2"');
  made.write('a.xmp', edits);
  made.write('a.jpg.json', '{}');
  await made.perform(['a.jpg'], { kind: 'copy', writing });
  expect(Object.keys(made.files('out'))).toEqual(['a.jpg', 'a.jpg.json', 'a.xmp']);
  expect(readFileSync(join(made.out, 'a.xmp'), 'utf8')).toContain('Exposure2012');
  expect((await factsIn(join(made.out, 'a.xmp'))).mark).toEqual(MARK);
  expect(readFileSync(join(made.photos, 'a.xmp'), 'utf8')).toBe(edits);
});

it('moves a sidecar that is there as it is', async () => {
  const made = marked();
  made.write('a.jpg.xmp', xmpPacket('xmp:Rating="2"'));
  await made.perform(['a.jpg'], { kind: 'move', writing });
  expect(made.files('out')).toEqual({ 'a.jpg': 'photo a', 'a.jpg.xmp': xmpPacket('xmp:Rating="2"') });
});

it('writes into copies, never into the originals, and takes them back', async () => {
  const picture = (await sharp({ create: { width: 32, height: 24, channels: 3, background: '#a63' } }).jpeg().toBuffer()).toString('latin1');
  const made = madeLibrary({ 'a.jpg': 'text', 'b.jpg': 'b' });
  writeFileSync(join(made.photos, 'a.jpg'), picture, 'latin1');
  made.store.db.prepare('UPDATE files SET size = ?, content_hash = ? WHERE path = ?').run(picture.length, await import('./made-files.ts').then(({ sha256 }) => sha256(Buffer.from(picture, 'latin1'))), 'a.jpg');
  writeMarks(made.store, [made.photo('a.jpg'), made.photo('b.jpg')], () => packMark(MARK), 0);
  const { plan, refused } = await made.perform(['a.jpg', 'b.jpg'], { kind: 'copy', writing: { ...writing, sidecars: false, files: true } });
  expect([refused, plan.steps.map(({ refusal }) => refusal?.code)]).toEqual([1, [undefined, 'not-written']]); // the second is no picture
  expect((await factsIn(join(made.out, 'a.jpg'))).mark).toEqual(MARK);
  expect(readFileSync(join(made.photos, 'a.jpg'), 'latin1')).toBe(picture);
  await expect(makePlan(made.store, made.request(['a.jpg'], { kind: 'move', writing: { ...writing, files: true } }))).rejects.toMatchObject({ code: 'bad-request' });
  await expect(makePlan(made.store, { ...made.request(['a.jpg'], { kind: 'trash' }), writing })).rejects.toMatchObject({ code: 'bad-request' });
  expect((await undoPlan(made.tools(), plan.id)).refused).toBe(0);
  expect(made.files('out')).toEqual({});
});

it('numbers a photo whose name is taken by a sidecar of another, so that the sidecar stays with its own', async () => {
  const made = marked();
  writeFileSync(join(made.out, 'a.jpg.xmp'), 'of another photo');
  await made.perform(['a.jpg'], { kind: 'copy', writing });
  expect(Object.keys(made.files('out'))).toEqual(['a (2).jpg', 'a (2).jpg.xmp', 'a.jpg.xmp']);
});

it('fits names of the greatest length, right to left ones, and those that Windows reserves', async () => {
  const names = [`${'가'.repeat(83)}aa.jpg`, 'שלום\u202Egpj.jpg', 'con.jpg'];
  const made = madeLibrary(Object.fromEntries(names.map((name) => [name, name])));
  writeMarks(made.store, names.map((name) => made.photo(name)), () => packMark(MARK), 0);
  const { plan } = await made.perform(names, { kind: 'copy', writing });
  expect(plan.steps.map(({ state, refusal }) => refusal?.message ?? state)).toEqual(Array(6).fill('done'));
  expect(Object.keys(made.files('out')).sort()).toEqual([names[0]!, `${'가'.repeat(83)}aa.xmp`, 'con_.jpg', 'con_.jpg.xmp', 'שלוםgpj.jpg', 'שלוםgpj.jpg.xmp'].sort());
});

it('stops at a full disk with nothing half written, and goes on when there is room', async () => {
  const made = marked();
  let full = true;
  const disk = { copyFile: async (...args: Parameters<ReturnType<MadeLibrary['tools']>['disk']['copyFile']>) => {
    if (full && String(args[1]).startsWith(made.out) && String(args[0]).endsWith('.xmp')) throw systemError('ENOSPC');
    return made.tools().disk.copyFile(...args);
  } };
  const { phase, stoppedBy, plan } = await made.perform(all, { kind: 'copy', writing }, disk);
  expect([phase, stoppedBy?.code, Object.keys(made.files('out'))]).toEqual(['stopped', 'disk-full', ['a.jpg']]);
  full = false;
  expect((await performPlan(made.tools(disk), plan.id)).refused).toBe(0);
  expect(Object.keys(made.files('out'))).toHaveLength(6);
});

it('stops at a target that can only be read, and leaves nothing prepared', async ({ skip }) => {
  const made = marked();
  const id = await made.plan(all, { kind: 'copy', writing });
  const allow = forbidWriting(made.out);
  if (allow === null) return skip();
  const { phase } = await performPlan(made.tools(), id).finally(allow);
  expect([phase, made.files('out'), prepared(made)]).toEqual([expect.stringMatching(/stopped|ended/), {}, []]);
  expect(readPlan(made.store, id).steps.every(({ state }) => state === 'planned' || state === 'refused')).toBe(true);
});

it('refuses a target inside the library before anything is written', async () => {
  const made = marked();
  const { plan } = await made.perform(['a.jpg'], { kind: 'copy', writing, target: made.photos, pattern: 'copies' });
  expect(plan.steps.map(({ refusal }) => refusal?.code)).toEqual(['target-in-library']);
});

it('can be interrupted anywhere: what is done is whole, and the rest follows', { timeout: 240_000 }, async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const made = marked();
  made.write('c.jpg.xmp', xmpPacket('xmp:Rating="1"'));
  const before = made.files('photos');
  for (let calls = 0, ended = false; !ended; calls += process.env.KINDRED_EVERY_CALL ? 5 : 37) {
    const id = await made.plan(all, { kind: 'copy', writing, pattern: `${calls}` });
    const disk = mortal(calls);
    await performPlan({ ...made.tools(), disk }, id).catch(() => {});
    ended = !disk.dead;
    await recoverPlans(made.tools());
    const states = readPlan(made.store, id).steps.map(({ state }) => state);
    const out = existsSync(join(made.out, `${calls}`)) ? made.files(`out/${calls}`) : {};
    expect(Object.keys(out)).toHaveLength(states.filter((state) => state === 'done').length);
    expect((await performPlan(made.tools(), id)).refused).toBe(0);
    // a dying disk may have had steps refused, which later ones then belong to
    for (const { to, state } of readPlan(made.store, id).steps) {
      if (state === 'done' && to?.endsWith('.xmp')) expect((await factsIn(to)).mark !== null || to.endsWith('c.jpg.xmp')).toBe(true);
    }
    expect(made.files('photos')).toEqual(before);
    expect(prepared(made)).toEqual([]);
  }
  said.mockRestore();
});
