import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src-main/filing/plan.ts';
import { noteFolder } from '../../src-main/store/folders.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { type DraftId, type PlanRequest, previewOf } from '../../src-shared/filing/plan.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { madeLibrary, sha256 } from './made-files.ts';

const steps = async (made: ReturnType<typeof madeLibrary>, request: PlanRequest) => (await makePlan(made.store, request)).steps;

describe('a plan', () => {
  it('says what each step takes, and touches nothing', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'trip/b.jpg': 'two' });
    const before = made.files('photos');
    const [first, second] = await steps(made, made.request(['a.jpg', 'trip/b.jpg'], { lastToo: true }));
    expect(first).toEqual({
      place: 0, photo: made.photo('a.jpg'), from: { folder: made.photos, path: 'a.jpg' }, to: join(made.out, 'a.jpg'), bytes: 3, hash: sha256('one'),
      sidecarOf: null, remain: 0, last: true, state: 'planned', refusal: null
    });
    expect(second).toMatchObject({ place: 1, to: join(made.out, 'b.jpg') });
    expect([made.files('photos'), made.files('out')]).toEqual([before, {}]);
  });

  it('takes all files of a photo out, but copies only the first', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': ['one with other metadata', 'one'] });
    const chosen = [{ photo: made.photo('a.jpg') }];
    expect((await steps(made, made.request([], { kind: 'trash', chosen, lastToo: true }))).map(({ from }) => from.path)).toEqual(['a.jpg', 'b.jpg']);
    expect((await steps(made, made.request([], { kind: 'copy', chosen }))).map(({ from }) => from.path)).toEqual(['a.jpg']);
  });

  it('keeps the file that a photo is shown by, unless the last one may go too', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': ['one!', 'one'], 'c.jpg': ['one?', 'one'] });
    const all = ['a.jpg', 'b.jpg', 'c.jpg'];
    const kept = await steps(made, made.request(all, { kind: 'trash' }));
    expect(kept.map(({ state, last, remain }) => ({ state, last, remain }))).toEqual([
      { state: 'refused', last: true, remain: 0 }, { state: 'planned', last: false, remain: 0 }, { state: 'planned', last: false, remain: 0 }
    ]);
    expect(kept[0]!.refusal).toMatchObject({ code: 'last-file' });
    expect((await steps(made, made.request(['b.jpg'], { kind: 'trash' })))[0]).toMatchObject({ state: 'planned', last: false, remain: 2 });
    expect((await steps(made, made.request(all, { kind: 'trash', lastToo: true }))).every(({ state }) => state === 'planned')).toBe(true);
    const { files, photos, withoutFile, refused, bytes } = previewOf('d' as DraftId, { kind: 'trash', why: '', target: null, lastToo: false }, kept);
    expect({ files, photos, withoutFile, refused, bytes }).toEqual({ files: 2, photos: 1, withoutFile: 0, refused: { 'last-file': 1 }, bytes: 8 });
  });

  it('does not count files of an offline folder as remaining, and refuses to act on them', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two' });
    noteFolder(made.store, FIRST_FOLDER, { problem: 'folder-missing' });
    expect((await steps(made, made.request(['a.jpg'])))[0]).toMatchObject({ state: 'refused', refusal: { code: 'offline' } });
  });

  it('takes sidecars along, once each', async () => {
    const made = madeLibrary({ 'trip/a.jpg': 'one', 'trip/b.jpg': 'two' });
    made.write('trip/a.xmp', 'edits');
    made.write('trip/a.jpg.json', '{}');
    const all = await steps(made, made.request(['trip/a.jpg', 'trip/b.jpg'], { lastToo: true }));
    expect(all.map(({ from, to, sidecarOf }) => [from.path, to, sidecarOf])).toEqual([
      ['trip/a.jpg', join(made.out, 'a.jpg'), null], ['trip/a.jpg.json', join(made.out, 'a.jpg.json'), 0], ['trip/a.xmp', join(made.out, 'a.xmp'), 0], ['trip/b.jpg', join(made.out, 'b.jpg'), null]
    ]);
    expect(previewOf('d' as DraftId, { kind: 'move', why: '', target: made.out, lastToo: true }, all)).toMatchObject({ files: 4, sidecars: 2, photos: 2, withoutFile: 2 });
  });

  it('refuses requests that make no sense', async () => {
    const made = madeLibrary({ 'a.jpg': 'one' });
    await expect(makePlan(made.store, made.request(['a.jpg'], { kind: 'trash', target: made.out }))).rejects.toThrow('The trash takes no folder');
    await expect(makePlan(made.store, made.request(['a.jpg'], { target: null }))).rejects.toThrow('Choose a folder');
    await expect(makePlan(made.store, made.request(['a.jpg'], { target: join(made.root, 'nowhere') }))).rejects.toMatchObject({ code: 'folder-missing' });
    await expect(makePlan(made.store, made.request(['a.jpg'], { target: join(made.photos, 'a.jpg') }))).rejects.toMatchObject({ code: 'not-a-folder' });
    await expect(makePlan(made.store, made.request(['a.jpg'], { pattern: '{yeer}' }))).rejects.toThrow('{yeer} means nothing');
    await expect(makePlan(made.store, made.request([], { chosen: [{ photo: made.photo('a.jpg'), file: { folder: made.photos, path: '../../etc/passwd' } }] }))).rejects.toThrow('is not a file of photo');
    expect(await steps(made, made.request([], { chosen: [{ photo: 99 as PhotoId }] }))).toEqual([]);
  });
});

describe('the target', () => {
  it('may not be in the library, however it is spelled, unless that is wanted', async () => {
    const made = madeLibrary({ 'a.jpg': 'one' });
    mkdirSync(join(made.photos, 'rejected'));
    symlinkSync(join(made.photos, 'rejected'), join(made.root, 'elsewhere'));
    symlinkSync(made.photos, join(made.out, 'linked'));
    for (const request of [{ target: join(made.photos, 'rejected') }, { target: join(made.root, 'elsewhere') }, { pattern: 'linked/new/{name}' }]) {
      const [step] = await steps(made, made.request(['a.jpg'], { lastToo: true, ...request }));
      expect(step).toMatchObject({ state: 'refused', refusal: { code: 'target-in-library' } });
      expect(step!.refusal!.message).toContain('Choose a folder outside');
    }
    const [within] = await steps(made, made.request(['a.jpg'], { target: join(made.photos, 'rejected'), inLibrary: true }));
    expect(within).toMatchObject({ state: 'planned', to: join(made.photos, 'rejected', 'a.jpg'), remain: 1, last: false });
    expect((await steps(made, made.request(['a.jpg'], { target: made.photos, inLibrary: true })))[0]).toMatchObject({ refusal: { code: 'already-there' } });
  });
});

describe('target names', () => {
  it('are numbered where they are taken, also by case alone', async () => {
    const made = madeLibrary({ 'a.jpg': 'one', 'x/A.JPG': 'two', 'y/a.jpg': 'three', 'z/b.jpg': 'four' });
    writeFileSync(join(made.out, 'B.jpg'), 'there before');
    const all = await steps(made, made.request(['a.jpg', 'x/A.JPG', 'y/a.jpg', 'z/b.jpg'], { lastToo: true }));
    expect(all.map(({ to }) => to)).toEqual(['a.jpg', 'A (2).JPG', 'a (3).jpg', 'b (2).jpg'].map((name) => join(made.out, name)));
  });

  it('follow a pattern', async () => {
    const made = madeLibrary({ 'trip/a.jpg': 'one', 'b.jpg': 'two' });
    const chosen = [{ photo: made.photo('trip/a.jpg'), group: 'Sea: 1/2' }, { photo: made.photo('b.jpg'), as: 'own/name.jpg' }];
    const all = await steps(made, made.request([], { kind: 'copy', chosen, pattern: '{group}/{folder}' }));
    expect(all.map(({ to }) => to)).toEqual([join(made.out, 'Sea_ 1_2', 'trip', 'a.jpg'), join(made.out, 'own', 'name.jpg')]);
  });

  it('can be on every system', async () => {
    const long = `${'사'.repeat(83)}.jpg`;
    const made = madeLibrary({ 'CON.jpg': 'one', 'a\u202Egpj.jpg': 'two', [long]: 'three', 'what?.jpg': 'four' });
    const all = await steps(made, made.request(['CON.jpg', 'a\u202Egpj.jpg', long, 'what?.jpg'], { kind: 'copy' }));
    expect(all.map(({ to }) => to!.slice(made.out.length + 1))).toEqual(['CON_.jpg', 'agpj.jpg', long, 'what_.jpg']);
  });
});

it('keeps sidecars with their own photo where several of one name come into one folder', async () => {
  const made = madeLibrary({ 'one/a.jpg': 'one', 'two/a.png': 'two', 'three/A.JPG': 'three', 'four/b.png': 'four', 'five/b.jpg': 'five' });
  for (const [path, content] of Object.entries({ 'one/a.xmp': 'of one', 'two/a.xmp': 'of two', 'three/A.xmp': 'of three', 'five/b.xmp': 'of five' })) made.write(path, content);
  await made.perform(['one/a.jpg', 'two/a.png', 'three/A.JPG', 'four/b.png', 'five/b.jpg'], { kind: 'copy' });
  expect(made.files('out')).toEqual({
    'A (3).JPG': 'three', 'A (3).xmp': 'of three', 'a (2).png': 'two', 'a (2).xmp': 'of two', 'a.jpg': 'one', 'a.xmp': 'of one',
    'b (2).jpg': 'five', 'b (2).xmp': 'of five', 'b.png': 'four'
  });
});

it('plans many files without keeping others waiting', async () => {
  const names = Array.from({ length: 1000 }, (_, at) => `${at}.jpg`);
  const made = madeLibrary(Object.fromEntries(names.map((name) => [name, name])));
  let turns = 0;
  const counting = setInterval(() => turns++, 0);
  const { steps } = await makePlan(made.store, made.request(names, { kind: 'copy' }));
  clearInterval(counting);
  expect([steps.length, turns > 4]).toEqual([1000, true]);
});
