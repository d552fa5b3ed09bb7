import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { performPlan } from '../../src-main/filing/perform.ts';
import { readCounts } from '../../src-main/store/photos.ts';
import { readPlan } from '../../src-main/store/plans.ts';
import type { PlanProgress } from '../../src-shared/filing/plan.ts';
import { forbidWriting } from '../read-only.ts';
import { apart, plain, systemError } from './disks.ts';
import { madeLibrary } from './made-files.ts';

describe.each([['on one disk', {}], ['without hard links', plain], ['to another disk', apart]])('moving %s', (_, disk) => {
  it('moves files with their times, marks them missing, and can be read in the log', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'trip/b.jpg': 'two' });
    utimesSync(join(made.photos, 'a.jpg'), 1_000_000, 1_500_000.25);
    const { phase, done, refused, doneBytes, plan } = await made.perform(['a.jpg', 'trip/b.jpg'], {}, disk);
    expect({ phase, done, refused, doneBytes }).toEqual({ phase: 'ended', done: 2, refused: 0, doneBytes: 6 });
    expect([made.files('photos'), made.files('out')]).toEqual([{}, { 'a.jpg': 'one', 'b.jpg': 'two' }]);
    expect(statSync(join(made.out, 'a.jpg')).mtimeMs).toBeCloseTo(1_500_000_250, 1);
    expect(readCounts(made.store)).toMatchObject({ photos: 0, files: 0 });
    expect(plan.steps.map(({ state, to }) => [state, to])).toEqual([['done', join(made.out, 'a.jpg')], ['done', join(made.out, 'b.jpg')]]);
  });

  it('never overwrites a file that appeared meanwhile', async () => {
    const made = madeLibrary({ 'a.jpg': 'one' });
    made.write('a.xmp', 'edits');
    const id = await made.plan(['a.jpg']);
    writeFileSync(join(made.out, 'a.jpg'), 'somebody else');
    await performPlan(made.tools(disk), id);
    expect(made.files('out')).toEqual({ 'a (2).jpg': 'one', 'a (2).xmp': 'edits', 'a.jpg': 'somebody else' });
    expect(readPlan(made.store, id).steps[0]!.to).toBe(join(made.out, 'a (2).jpg'));
  });

  it('takes another name if somebody is faster than that', async () => {
    const made = madeLibrary({ 'a.jpg': 'one' });
    const id = await made.plan(['a.jpg']);
    let raced = false;
    const { disk: used, ...tools } = made.tools(disk);
    const readdir = (async (folder: string) => {
      const names = readdirSync(folder);
      if (!raced) writeFileSync(join(made.out, 'a.jpg'), 'one'); // even with the same content
      raced = true;
      return names;
    }) as never;
    await performPlan({ ...tools, disk: { ...used, readdir } }, id);
    expect(made.files('out')).toEqual({ 'a (2).jpg': 'one', 'a.jpg': 'one' });
    expect(made.files('photos')).toEqual({});
  });
});

describe('other actions', () => {
  it('copy files and leave the originals as they are', async () => {
    const made = madeLibrary({ 'a.jpg': 'one' });
    const before = statSync(join(made.photos, 'a.jpg'));
    await made.perform(['a.jpg'], { kind: 'copy', pattern: 'x/y/{name}' });
    expect(made.files('out')).toEqual({ 'x/y/a.jpg': 'one' });
    const after = statSync(join(made.photos, 'a.jpg'));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
    expect(readCounts(made.store).photos).toBe(1);
  });

  it('link files', async () => {
    const made = madeLibrary({ 'a.jpg': 'one' });
    await made.perform(['a.jpg'], { kind: 'hardlink', pattern: 'hard/{name}' });
    await made.perform(['a.jpg'], { kind: 'symlink', pattern: 'soft/{name}' });
    expect(statSync(join(made.out, 'hard/a.jpg')).ino).toBe(statSync(join(made.photos, 'a.jpg')).ino);
    expect(made.files('out')).toEqual({ 'hard/a.jpg': 'one', 'soft/a.jpg': `→ ${join(made.photos, 'a.jpg')}` });
  });

  it('put files into the trash, which says where they came from', async () => {
    const made = madeLibrary({ '여행/100% #1.jpg': 'one' });
    made.write('여행/100% #1.xmp', 'edits');
    await made.perform(['여행/100% #1.jpg'], { kind: 'trash' });
    expect(made.files('photos')).toEqual({});
    expect(made.trashed).toEqual({ contents: ['edits', 'one'], from: [join(made.photos, '여행/100% #1.jpg'), join(made.photos, '여행/100% #1.xmp')] });
  });

  it('use the trash of the system where it takes files by itself', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two' });
    made.trash = { kind: 'system', put: async (path) => path.endsWith('a.jpg') ? rmSync(path) : Promise.reject(new Error('it is on a network')) };
    const { plan } = await made.perform(['a.jpg', 'b.jpg'], { kind: 'trash' });
    expect(plan.steps.map(({ state, refusal }) => [state, refusal?.code])).toEqual([['done', undefined], ['refused', 'no-trash']]);
    expect(plan.steps[1]!.refusal!.message).toContain('it is on a network');
    expect(made.files('photos')).toEqual({ 'b.jpg': 'two' });
  });
});

describe('a step is refused', () => {
  it('for a file that is gone, changed, or a link, and the others are done', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two', 'c.jpg': 'three', 'd.jpg': 'four', 'e.jpg': 'five' });
    for (const name of ['c.xmp', 'e.xmp']) made.write(name, `edits of ${name}`);
    const id = await made.plan(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg']);
    rmSync(join(made.photos, 'a.jpg'));
    made.write('b.jpg', 'two and more');
    const { atimeMs, mtimeMs } = statSync(join(made.photos, 'c.jpg'));
    made.write('c.jpg', 'THREE'); // neither its size nor its time tells
    utimesSync(join(made.photos, 'c.jpg'), atimeMs / 1000, mtimeMs / 1000);
    rmSync(join(made.photos, 'd.jpg'));
    writeFileSync(join(made.root, 'elsewhere.jpg'), 'four');
    symlinkSync(join(made.root, 'elsewhere.jpg'), join(made.photos, 'd.jpg'));
    expect(await performPlan(made.tools(), id)).toMatchObject({ phase: 'ended', done: 7, refused: 5 });
    expect(readPlan(made.store, id).steps.map(({ from, state, refusal }) => [from.path, state, refusal?.code])).toEqual([
      ['a.jpg', 'refused', 'vanished'], ['b.jpg', 'refused', 'changed'], ['c.jpg', 'refused', 'changed'], ['c.xmp', 'refused', 'companion'],
      ['d.jpg', 'refused', 'is-link'], ['e.jpg', 'done', undefined], ['e.xmp', 'done', undefined]
    ]);
    expect(made.files('out')).toEqual({ 'e.jpg': 'five', 'e.xmp': 'edits of e.xmp' });
  });

  it('if the other files of its photo are not there any more, or are the same file by another path', async () => {
    const made = madeLibrary({ 'a.jpg': ['one', 'p'], 'b.jpg': ['one', 'p'], 'c.jpg': ['three', 'q'] });
    const id = await made.plan(['a.jpg'], { kind: 'trash', lastToo: false });
    rmSync(join(made.photos, 'b.jpg'));
    await performPlan(made.tools(), id);
    expect(readPlan(made.store, id).steps[0]).toMatchObject({ state: 'refused', refusal: { code: 'last-file' } });

    symlinkSync(made.photos, join(made.root, 'again'));
    symlinkSync(join(made.root, 'again'), join(made.photos, 'linked'));
    made.index({ 'linked/c.jpg': ['three', 'q'] });
    const { plan } = await made.perform(['c.jpg'], { kind: 'trash', lastToo: false });
    expect(plan.steps[0]).toMatchObject({ remain: 1, state: 'refused', refusal: { code: 'last-file' } });
    expect(made.trashed.contents).toEqual([]);
  });

  it('unless another file of its photo is as it was indexed, or holds the same at least', async () => {
    const made = madeLibrary({ 'a.jpg': ['one', 'p'], 'b.jpg': ['two', 'p'], 'c.jpg': ['six', 'p'] });
    utimesSync(join(made.photos, 'c.jpg'), 1, 1);
    const { plan: first } = await made.perform(['b.jpg'], { kind: 'trash', lastToo: false });
    expect(first.steps[0]).toMatchObject({ state: 'done' });
    made.write('a.jpg', 'new');
    utimesSync(join(made.photos, 'a.jpg'), 2, 2);
    const second = await made.plan(['c.jpg'], { kind: 'trash', lastToo: false });
    await performPlan(made.tools(), second);
    expect(readPlan(made.store, second).steps[0]).toMatchObject({ state: 'refused', refusal: { code: 'last-file' } });
    made.write('a.jpg', 'one');
    const { plan: third } = await made.perform(['c.jpg'], { kind: 'trash', lastToo: false });
    expect(third.steps[0]).toMatchObject({ state: 'done' });
  });

  it('where names are too long for the disk, or writing is not allowed', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two' });
    const mkdir = (async (path: string) => { throw systemError(path.includes('long') ? 'ENAMETOOLONG' : 'EACCES'); }) as never;
    const chosen = [{ photo: made.photo('a.jpg'), as: 'long/a.jpg' }, { photo: made.photo('b.jpg'), as: 'secret/b.jpg' }];
    const { plan, phase } = await made.perform([], { chosen }, { mkdir });
    expect(plan.steps.map(({ state, refusal }) => [state, refusal?.code])).toEqual([['refused', 'name-too-long'], ['refused', 'no-access']]);
    expect(phase).toBe('ended');
  });

  it('if its source cannot be removed, and then it is only where it was', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two' });
    const unlink = (async (path: string) => { if (path.startsWith(made.photos)) throw systemError('EACCES'); rmSync(path); }) as never;
    for (const disk of [{ unlink }, { ...apart, unlink }]) {
      const { plan } = await made.perform(['a.jpg', 'b.jpg'], {}, disk);
      expect(plan.steps.map(({ state, refusal }) => [state, refusal?.code])).toEqual([['refused', 'no-access'], ['refused', 'no-access']]);
      expect([made.files('photos'), made.files('out')]).toEqual([{ 'a.jpg': 'one', 'b.jpg': 'two' }, {}]);
    }
  });

  it('if another program has it open to save it, and then both its versions are there', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two' });
    // in use once; by the next try it was saved: into the same file to another disk, as a new file on one
    const saving = (save: (path: string) => void): never => {
      const tried = new Set<string>();
      return (async (path: string) => {
        if (!path.startsWith(made.photos) || tried.has(path)) return rmSync(path);
        tried.add(path);
        save(path);
        throw systemError('EBUSY');
      }) as never;
    };
    const replaced = saving((path) => {
      writeFileSync(`${path}.new`, 'edited');
      renameSync(`${path}.new`, path);
    });
    const { plan } = await made.perform(['a.jpg'], {}, { unlink: replaced });
    expect(plan.steps.map(({ refusal }) => refusal?.code)).toEqual(['changed']);
    expect([made.files('photos'), made.files('out')]).toEqual([{ 'a.jpg': 'edited', 'b.jpg': 'two' }, { 'a.jpg': 'one' }]);

    const other = await made.perform(['b.jpg'], {}, { ...apart, unlink: saving((path) => writeFileSync(path, 'longer by now')) });
    expect(other.plan.steps.map(({ refusal }) => refusal?.code)).toEqual(['changed']);
    expect([made.files('photos')['b.jpg'], made.files('out')['b.jpg']]).toEqual(['longer by now', undefined]);
  });

  it('though another program has it open for a moment', async () => {
    const made = madeLibrary({ 'a.jpg': 'one' });
    let tries = 0;
    const unlink = (async (path: string) => { if (path.startsWith(made.photos) && tries++ === 0) throw systemError('EBUSY'); rmSync(path); }) as never;
    const { plan } = await made.perform(['a.jpg'], {}, { unlink });
    expect([plan.steps.map(({ state }) => state), made.files('photos'), made.files('out')]).toEqual([['done'], {}, { 'a.jpg': 'one' }]);
  });
});

describe('a plan stops', () => {
  it('when the disk is full in the middle of a copy, leaves nothing half, and goes on later', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two', 'c.jpg': 'three' });
    let copies = 0;
    const full = (async (from: string, to: string, mode: number) => {
      if (copies++ === 0) return copyFile(from, to, mode);
      writeFileSync(to, 't');
      throw systemError('ENOSPC');
    }) as never;
    const { phase, stoppedBy, done, plan } = await made.perform(['a.jpg', 'b.jpg', 'c.jpg'], {}, { ...apart, copyFile: full });
    expect({ phase, code: stoppedBy?.code, done }).toEqual({ phase: 'stopped', code: 'disk-full', done: 1 });
    expect(plan.steps.map(({ state, refusal }) => [state, refusal?.code])).toEqual([['done', undefined], ['planned', 'disk-full'], ['planned', undefined]]);
    expect([made.files('photos'), made.files('out')]).toEqual([{ 'b.jpg': 'two', 'c.jpg': 'three' }, { 'a.jpg': 'one' }]);
    expect(await performPlan(made.tools(apart), plan.id)).toMatchObject({ phase: 'ended', done: 2, refused: 0 });
    expect(made.files('out')).toEqual({ 'a.jpg': 'one', 'b.jpg': 'two', 'c.jpg': 'three' });
  });

  it('when the target can only be read', async ({ skip }) => {
    const made = madeLibrary({ 'a.jpg': 'one' });
    const id = await made.plan(['a.jpg']);
    const allow = forbidWriting(made.out);
    if (allow === null) return skip('needs the right to mount');
    try {
      const progress = await performPlan(made.tools(), id);
      // for root it is mounted read-only, for others its mode forbids writing
      expect([['stopped', 'read-only'], ['ended', undefined]]).toContainEqual([progress.phase, progress.stoppedBy?.code]);
    } finally {
      allow();
    }
    expect(made.files('photos')).toEqual({ 'a.jpg': 'one' });
  });

  it('when the target is not there, and refuses nothing for that', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two' });
    const id = await made.plan(['a.jpg', 'b.jpg']);
    rmSync(made.out, { recursive: true });
    expect(await performPlan(made.tools(), id)).toMatchObject({ phase: 'stopped', stoppedBy: { code: 'target-missing' } });
    mkdirSync(made.out);
    expect(await performPlan(made.tools(), id)).toMatchObject({ phase: 'ended', done: 2 });
  });

  it('between steps when it is cancelled, and goes on later', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two', 'c.jpg': 'three' });
    const id = await made.plan(['a.jpg', 'b.jpg', 'c.jpg']);
    const stop = new AbortController();
    const told: PlanProgress[] = [];
    const first = await performPlan(made.tools(), id, { signal: stop.signal, onProgress: (progress) => { told.push(progress); if (progress.done === 2) stop.abort(); } });
    expect(first).toMatchObject({ phase: 'stopped', done: 2, total: 3, stoppedBy: null });
    expect(told.map(({ doneBytes, totalBytes }) => [doneBytes, totalBytes])).toEqual([[3, 11], [6, 11]]);
    expect(await performPlan(made.tools(), id)).toMatchObject({ phase: 'ended', done: 1, total: 1 });
    expect(Object.keys(made.files('out'))).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    expect(lstatSync(join(made.out, 'a.jpg')).nlink).toBe(1);
  });
});

it.skipIf(process.platform === 'win32')('puts nothing through a link into the library that was made since the preview', async () => {
  const made = madeLibrary({ 'a.jpg': 'one', 'sub/b.jpg': 'two' });
  const id = await made.plan(['a.jpg'], { kind: 'copy', chosen: [{ photo: made.photo('a.jpg'), as: 'later/a.jpg' }] });
  symlinkSync(join(made.photos, 'sub'), join(made.out, 'later'));
  expect(await performPlan(made.tools(), id)).toMatchObject({ phase: 'ended', refused: 1 });
  expect(readPlan(made.store, id).steps[0]).toMatchObject({ state: 'refused', refusal: { code: 'target-in-library' } });
  expect(made.files('photos')).toEqual({ 'a.jpg': 'one', 'sub/b.jpg': 'two' });
});

it.skipIf(process.platform === 'win32')('takes no last file out of the library through a link in it', async () => {
  const made = madeLibrary({ 'a.jpg': 'one' });
  symlinkSync(made.out, join(made.photos, 'elsewhere'));
  const { plan } = await made.perform(['a.jpg'], { target: made.photos, inLibrary: true, lastToo: false, chosen: [{ photo: made.photo('a.jpg'), as: 'elsewhere/a.jpg' }] });
  expect(plan.steps[0]).toMatchObject({ state: 'refused', refusal: { code: 'last-file' } });
  expect(made.files('photos')).toMatchObject({ 'a.jpg': 'one' });
});
