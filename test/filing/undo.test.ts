import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { undoPlan } from '../../src-main/filing/undo.ts';
import { readCounts } from '../../src-main/store/photos.ts';
import { readPlan } from '../../src-main/store/plans.ts';
import { madeLibrary } from './made-files.ts';

it.each(['move', 'trash'] as const)('brings back what a %s took, into folders that are gone too', async (kind) => {
  const made = madeLibrary({ 'a.jpg': 'one', 'trip/b.jpg': 'two' });
  made.write('trip/b.xmp', 'edits');
  const before = made.files('photos');
  const { mtimeMs } = statSync(join(made.photos, 'a.jpg'));
  const { plan } = await made.perform(['a.jpg', 'trip/b.jpg'], { kind });
  expect(readCounts(made.store).photos).toBe(0);
  rmSync(join(made.photos, 'trip'), { recursive: true });
  expect(await undoPlan(made.tools(), plan.id)).toMatchObject({ phase: 'ended', undoing: true, done: 3, refused: 0 });
  expect(made.files('photos')).toEqual(before);
  expect([made.files('out'), made.trashed]).toEqual([{}, { contents: [], from: [] }]);
  expect(statSync(join(made.photos, 'a.jpg')).mtimeMs).toBe(mtimeMs);
  expect(readCounts(made.store)).toMatchObject({ photos: 2, files: 2 });
  expect(readPlan(made.store, plan.id).steps.map(({ state }) => state)).toEqual(['undone', 'undone', 'undone']);
  expect(await undoPlan(made.tools(), plan.id)).toMatchObject({ total: 0 });
});

it.each(['copy', 'hardlink', 'symlink'] as const)('puts each %s into the trash, and leaves the originals', async (kind) => {
  const made = madeLibrary({ 'a.jpg': 'one' });
  const { plan } = await made.perform(['a.jpg'], { kind });
  await undoPlan(made.tools(), plan.id);
  expect([made.files('photos'), made.files('out')]).toEqual([{ 'a.jpg': 'one' }, {}]);
  expect(made.trashed).toEqual({ contents: [kind === 'symlink' ? `→ ${join(made.photos, 'a.jpg')}` : 'one'], from: [join(made.out, 'a.jpg')] });
});

it('leaves what is not as the plan left it, and overwrites nothing', async () => {
  const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two', 'c.jpg': 'three', 'd.jpg': 'four' });
  const { plan } = await made.perform(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
  writeFileSync(join(made.out, 'a.jpg'), 'edited');
  rmSync(join(made.out, 'b.jpg'));
  made.write('c.jpg', 'another');
  expect(await undoPlan(made.tools(), plan.id)).toMatchObject({ phase: 'ended', done: 4, refused: 3 });
  expect(readPlan(made.store, plan.id).steps.map(({ state, refusal }) => [state, refusal?.code])).toEqual([
    ['done', 'changed'], ['done', 'vanished'], ['done', 'exists'], ['undone', undefined]
  ]);
  expect([made.files('photos'), made.files('out')]).toEqual([{ 'c.jpg': 'another', 'd.jpg': 'four' }, { 'a.jpg': 'edited', 'c.jpg': 'three' }]);
  rmSync(join(made.photos, 'c.jpg'));
  await undoPlan(made.tools(), plan.id);
  expect(made.files('photos')).toEqual({ 'c.jpg': 'three', 'd.jpg': 'four' });
});

it('leaves a changed copy or link where it is', async () => {
  const made = madeLibrary({ 'a.jpg': 'one' });
  const { plan } = await made.perform(['a.jpg'], { kind: 'copy' });
  writeFileSync(join(made.out, 'a.jpg'), 'edited');
  await undoPlan(made.tools(), plan.id);
  expect(made.files('out')).toEqual({ 'a.jpg': 'edited' });
});

it('says what is no longer in the trash, and what only the user can take out of it', async () => {
  const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two' });
  const { plan: emptied } = await made.perform(['a.jpg'], { kind: 'trash' });
  rmSync(join(made.root, 'data'), { recursive: true });
  await undoPlan(made.tools(), emptied.id);
  expect(readPlan(made.store, emptied.id).steps[0]!.refusal).toMatchObject({ code: 'not-in-trash' });

  made.trash = { kind: 'system', put: async (path) => rmSync(path) };
  const { plan } = await made.perform(['b.jpg'], { kind: 'trash' });
  await undoPlan(made.tools(), plan.id);
  const { state, refusal } = readPlan(made.store, plan.id).steps[0]!;
  expect([state, refusal?.code]).toEqual(['done', 'not-restorable']);
  expect(refusal!.message).toContain('Put ');
});

it('waits for a folder of the library that is not there', async () => {
  const made = madeLibrary({ 'a.jpg': 'one' });
  const { plan } = await made.perform(['a.jpg']);
  rmSync(made.photos, { recursive: true });
  await undoPlan(made.tools(), plan.id);
  expect(readPlan(made.store, plan.id).steps[0]).toMatchObject({ state: 'done', refusal: { code: 'offline' } });
  mkdirSync(made.photos);
  await undoPlan(made.tools(), plan.id);
  expect(made.files('photos')).toEqual({ 'a.jpg': 'one' });
});
