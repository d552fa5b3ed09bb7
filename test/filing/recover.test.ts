// Interruptions at calls to the file system, by a disk that dies there: every sixth call, others for each kind; with
// KINDRED_EVERY_CALL=1 every single one. Kills of a real process: killed.test.ts.

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Disk, systemDisk } from '../../src-main/filing/disk.ts';
import { performPlan } from '../../src-main/filing/perform.ts';
import { recoverPlans } from '../../src-main/filing/recover.ts';
import { undoPlan } from '../../src-main/filing/undo.ts';
import { readCounts } from '../../src-main/store/photos.ts';
import { readPlan } from '../../src-main/store/plans.ts';
import type { PlanKind } from '../../src-shared/filing/plan.ts';
import { contentsIn, expectNothingLost, expectSettled } from './consistent.ts';
import { apart, apartAndPlain, mortal, plain, systemError } from './disks.ts';
import { type MadeLibrary, madeLibrary } from './made-files.ts';

const cases: [string, PlanKind, Partial<Disk>][] = [
  ['move', 'move', {}], ['move without hard links', 'move', plain], ['move to another disk', 'move', apart], ['move to another disk without hard links', 'move', apartAndPlain],
  ['copy', 'copy', {}], ['copy without hard links', 'copy', plain], ['trash', 'trash', {}], ['trash without hard links', 'trash', plain], ['hard link', 'hardlink', {}], ['symbolic link', 'symlink', {}]
];

const everywhere = (made: MadeLibrary): ReadonlyMap<string, number> => contentsIn(made.photos, made.out, join(made.root, 'data'));

const STRIDE = process.env.KINDRED_EVERY_CALL ? 1 : 6;

it.each(cases)('a %s and its undoing can be interrupted anywhere', async (name, kind, disk) => {
  const first = cases.findIndex(([each]) => each === name) % STRIDE;
  for (const undoing of [false, true]) {
    for (let calls = first; ; calls += STRIDE) {
      const made = madeLibrary({ 'a.jpg': 'one', 'trip/b.jpg': 'two' });
      const before = everywhere(made);
      const id = await made.plan(['a.jpg', 'trip/b.jpg'], { kind, pattern: '{folder}/{name}' });
      if (undoing) await performPlan(made.tools(disk), id);
      const dying = mortal(calls, { ...systemDisk, ...disk });
      const tools = { ...made.tools(), disk: dying, trash: made.trashOn(dying) };
      await (undoing ? undoPlan : performPlan)(tools, id);
      expectNothingLost(before, everywhere(made));

      // recovery may be interrupted too
      const dyingAgain = mortal(calls % 7, { ...systemDisk, ...disk });
      await quietly(() => recoverPlans({ ...made.tools(), disk: dyingAgain }));
      expectNothingLost(before, everywhere(made));
      await recoverPlans(made.tools(disk));
      expectNothingLost(before, everywhere(made));
      expectSettled(made.store, join(made.root, 'data', 'Trash'), made.photos, made.out);
      const { steps } = readPlan(made.store, id);
      const takenAway = steps.filter(({ state }) => state === 'done' && (kind === 'trash' || kind === 'move')).length;
      expect(readCounts(made.store).photos).toBe(2 - takenAway);

      await performPlan(made.tools(disk), id); // what is still planned
      await undoPlan(made.tools(disk), id);
      expect(made.files('photos')).toEqual({ 'a.jpg': 'one', 'trip/b.jpg': 'two' });
      made.close();
      rmSync(made.root, { recursive: true });
      if (!dying.dead) break;
      expect(calls, 'calls until it was through').toBeLessThan(200);
    }
  }
}, 240_000);

it('leaves what it cannot see for later, and says what is gone when the plan goes on', async () => {
  const made = madeLibrary({ 'a.jpg': 'one' });
  const id = await made.plan(['a.jpg']);
  const interrupted = await interrupt(made, id);
  rmSync(join(made.photos, 'a.jpg'));
  await recoverPlans(made.tools());
  expect(readPlan(made.store, id).steps[0]).toMatchObject({ state: 'doing' });
  renameSync(made.out, interrupted);
  await recoverPlans(made.tools());
  renameSync(interrupted, made.out);
  await performPlan(made.tools(), id);
  expect(readPlan(made.store, id).steps[0]).toMatchObject({ state: 'refused', refusal: { code: 'vanished' } });
});

it('takes nobody else\'s file for its own', async () => {
  const made = madeLibrary({ 'a.jpg': 'one' });
  const id = await made.plan(['a.jpg']);
  await interrupt(made, id);
  writeFileSync(join(made.out, 'a.jpg'), 'somebody else');
  await recoverPlans(made.tools());
  expect(readPlan(made.store, id).steps[0]).toMatchObject({ state: 'planned' });
  await performPlan(made.tools(), id);
  expect(made.files('out')).toEqual({ 'a (2).jpg': 'one', 'a.jpg': 'somebody else' });
});

it('keeps a whole copy whose source was removed in between', async () => {
  const made = madeLibrary({ 'a.jpg': 'one' });
  const id = await made.plan(['a.jpg']);
  // the copy is whole when it is to be named
  const link: Disk['link'] = async () => { throw systemError('EXDEV'); };
  const unlink: Disk['unlink'] = async () => { throw systemError('EIO'); };
  await performPlan(made.tools({ link, unlink, open: async (path, flags) => (flags === 'wx' ? Promise.reject(systemError('EIO')) : systemDisk.open(path, flags)) }), id);
  expect(Object.values(made.files('out'))).toEqual(['one']);
  rmSync(join(made.photos, 'a.jpg'));
  await recoverPlans(made.tools());
  expect(made.files('out')).toEqual({ 'a.jpg': 'one' });
  expect(readPlan(made.store, id).steps[0]).toMatchObject({ state: 'done' });
});

/** Interrupts a plan between its journal and its first change. @returns a path where nothing is */
async function interrupt(made: MadeLibrary, id: Parameters<typeof readPlan>[1]): Promise<string> {
  const fail = async (): Promise<never> => { throw systemError('EIO'); };
  let linked = false;
  await performPlan(made.tools({ link: async () => { linked = true; return fail(); }, lstat: ((...args: Parameters<Disk['lstat']>) => (linked ? fail() : systemDisk.lstat(...args))) as Disk['lstat'] }), id);
  expect(readPlan(made.store, id).steps[0]).toMatchObject({ state: 'doing' });
  mkdirSync(join(made.root, 'aside'));
  return join(made.root, 'aside', 'out');
}

async function quietly(work: () => Promise<unknown>): Promise<void> {
  const { error } = console;
  console.error = () => {};
  try {
    await work();
  } finally {
    console.error = error;
  }
}
