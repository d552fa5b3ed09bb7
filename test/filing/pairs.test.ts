import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { performPlan } from '../../src-main/filing/perform.ts';
import { makePlan } from '../../src-main/filing/plan.ts';
import { undoPlan } from '../../src-main/filing/undo.ts';
import { readDuplicateFiles } from '../../src-main/store/duplicate-files.ts';
import { readCounts, readPhoto } from '../../src-main/store/photos.ts';
import { addPlan, readPlan } from '../../src-main/store/plans.ts';
import { type DraftId, type PlanRequest, previewOf } from '../../src-shared/filing/plan.ts';
import { type MadeLibrary, madeLibrary } from './made-files.ts';

/** A raw file and a picture of one shot, each with sidecars, and a photo of its own. */
function madePair() {
  const made = madeLibrary({ 'd/IMG_1.CR2': ['raw', 'shot', 'raw'], 'd/img_1.jpg': ['jpeg', 'shot'], 'd/other.jpg': 'other' });
  for (const name of ['IMG_1.CR2.xmp', 'IMG_1.xmp', 'img_1.jpg.json']) made.write(`d/${name}`, name);
  expect(readCounts(made.store)).toMatchObject({ photos: 2, files: 3 });
  return made;
}
const ALL = { 'd/IMG_1.CR2': 'raw', 'd/IMG_1.CR2.xmp': 'IMG_1.CR2.xmp', 'd/IMG_1.xmp': 'IMG_1.xmp', 'd/img_1.jpg': 'jpeg', 'd/img_1.jpg.json': 'img_1.jpg.json', 'd/other.jpg': 'other' };

describe('a raw file and the picture that stands for it', () => {
  it.each<[PlanRequest['kind'], boolean]>([['move', false], ['move', true], ['copy', false], ['hardlink', false], ['trash', false], ['trash', true]])('go together, with their sidecars, and come back together (%s, picture named: %s)', async (kind, named) => {
    const made = madePair();
    const photo = made.photo('d/img_1.jpg');
    const id = await made.plan([], { kind, chosen: [{ photo, ...(named && { file: { folder: made.photos, path: 'd/img_1.jpg' } }) }] });
    expect(await performPlan(made.tools(), id)).toMatchObject({ phase: 'ended', refused: 0, total: 5 });
    const gone = kind === 'move' || kind === 'trash';
    expect(made.files('photos')).toEqual(gone ? { 'd/other.jpg': 'other' } : ALL);
    if (kind === 'trash') expect(made.trashed.contents).toEqual(['IMG_1.CR2.xmp', 'IMG_1.xmp', 'img_1.jpg.json', 'jpeg', 'raw'].sort());
    else expect(made.files('out')).toEqual({ 'img_1.CR2': 'raw', 'img_1.CR2.xmp': 'IMG_1.CR2.xmp', 'img_1.jpg': 'jpeg', 'img_1.jpg.json': 'img_1.jpg.json', 'img_1.xmp': 'IMG_1.xmp' });
    expect(readCounts(made.store)).toMatchObject(gone ? { photos: 1, files: 1 } : { photos: 2, files: 3 });
    await undoPlan(made.tools(), id);
    expect([made.files('photos'), made.files('out')]).toEqual([ALL, {}]);
    expect(readPhoto(made.store, photo).files).toMatchObject([{ path: 'd/img_1.jpg' }, { path: 'd/IMG_1.CR2', raw: true }]);
  });

  it.each<PlanRequest['kind']>(['trash', 'move'])('leave edits that another photo of their name may need (%s)', async (kind) => {
    const made = madePair();
    made.index({ 'd/IMG_1.tif': 'not of the shot' });
    await made.perform(['d/img_1.jpg'], { kind });
    expect(made.files('photos')).toEqual({ 'd/IMG_1.tif': 'not of the shot', 'd/IMG_1.xmp': 'IMG_1.xmp', 'd/other.jpg': 'other' });
  });

  it('are previewed with the names that they get, two raw files too', async () => {
    const made = madePair();
    made.index({ 'd/img_1.dng': ['negative', 'shot', 'raw'] });
    for (const name of ['img_1.dng.xmp', 'img_1.dop']) made.write(`d/${name}`, name);
    made.write('../out/IMG_1.jpg', 'of another');
    const id = await made.plan(['d/img_1.jpg'], { kind: 'copy' });
    const targets = (): unknown => readPlan(made.store, id).steps.map(({ from, to }) => [from.path.slice(2), to === null ? null : basename(to)]).sort();
    const previewed = targets();
    await performPlan(made.tools(), id);
    expect(previewed).toEqual(targets());
    expect(previewed).toEqual([
      ['IMG_1.CR2', 'img_1 (2).CR2'], ['IMG_1.CR2.xmp', 'img_1 (2).CR2.xmp'], ['IMG_1.xmp', 'img_1 (2).xmp'], ['img_1.dng', 'img_1 (2).dng'], ['img_1.dng.xmp', 'img_1 (2).dng.xmp'],
      ['img_1.dop', 'img_1 (2).dop'], ['img_1.jpg', 'img_1 (2).jpg'], ['img_1.jpg.json', 'img_1 (2).jpg.json']
    ]);
  });

  it('get one name where it is taken', async () => {
    const made = madePair();
    made.write('../out/img_1.cr2', 'of another');
    await made.perform(['d/img_1.jpg'], { kind: 'copy' });
    expect(Object.keys(made.files('out')).sort()).toEqual(['img_1 (2).CR2', 'img_1 (2).CR2.xmp', 'img_1 (2).jpg', 'img_1 (2).jpg.json', 'img_1 (2).xmp', 'img_1.cr2']);
  });

  it('are the last files of their photo together', async () => {
    const made = madePair();
    const { steps } = await makePlan(made.store, made.request(['d/img_1.jpg'], { kind: 'trash' }));
    expect(steps).toMatchObject([{ state: 'refused', refusal: { code: 'last-file' }, last: true, remain: 0 }]);
    const all = await makePlan(made.store, made.request(['d/img_1.jpg'], { kind: 'trash', lastToo: true }));
    expect(previewOf('d' as DraftId, all, all.steps)).toMatchObject({ files: 5, sidecars: 3, photos: 1, withoutFile: 1 });
    expect(addPlan(made.store, all, all.steps, 0)).toBeTypeOf('number');
  });

  it('are one file among duplicates, which says that a raw file goes with it', () => {
    const made = madePair();
    made.index({ 'copies/img_1.jpg': ['jpeg', 'shot'] });
    const files = (): unknown => readDuplicateFiles(made.store).map(({ path, raws, rawOfPicture }) => [path, raws, rawOfPicture]);
    expect(files()).toEqual([['d/img_1.jpg', 1, false], ['copies/img_1.jpg', 0, false]]);
    made.index({ 'raw/IMG_1.CR2': ['raw', 'shot', 'raw'] });
    expect(files()).toEqual([['d/img_1.jpg', 1, false], ['copies/img_1.jpg', 0, false], ['raw/IMG_1.CR2', 0, true]]);
  });

  it.each<[PlanRequest['kind'], boolean]>([['trash', false], ['trash', true], ['move', false], ['move', true]])('part where a copy of the picture stays: the only raw file stays too (%s, last files too: %s)', async (kind, lastToo) => {
    const made = madePair();
    made.index({ 'copies/img_1.jpg': ['jpeg', 'shot'] });
    expect(await made.perform(['d/img_1.jpg'], { kind, lastToo })).toMatchObject({ phase: 'ended', refused: 0, total: 2 });
    const staying = { 'copies/img_1.jpg': 'jpeg', 'd/IMG_1.CR2': 'raw', 'd/IMG_1.CR2.xmp': 'IMG_1.CR2.xmp', 'd/IMG_1.xmp': 'IMG_1.xmp', 'd/other.jpg': 'other' };
    expect(made.files('photos')).toEqual(staying);
    expect(readPhoto(made.store, made.photo('copies/img_1.jpg')).files).toMatchObject([{ path: 'copies/img_1.jpg' }, { path: 'd/IMG_1.CR2', raw: true }]);
  });

  it('go together where a copy of both stays, and where no picture stays', async () => {
    const going = async (made: MadeLibrary, ...paths: string[]): Promise<string[]> => (await makePlan(made.store, made.request(paths, { kind: 'trash', lastToo: true }))).steps.map(({ from }) => from.path).filter((path) => /(jpg|CR2)$/.test(path)).sort();
    const made = madePair();
    made.index({ 'copies/img_1.jpg': ['jpeg', 'shot'] });
    expect(await going(made, 'd/img_1.jpg', 'copies/img_1.jpg')).toEqual(['copies/img_1.jpg', 'd/IMG_1.CR2', 'd/img_1.jpg']);
    made.index({ 'copies/img_1.CR2': ['raw', 'shot', 'raw'] });
    expect(await going(made, 'd/img_1.jpg')).toEqual(['d/IMG_1.CR2', 'd/img_1.jpg']);
    made.index({ 'more/img_1.jpg': ['jpeg', 'shot'] });
    expect(await going(made, 'd/img_1.jpg', 'copies/img_1.jpg')).toEqual(['copies/img_1.jpg', 'd/IMG_1.CR2', 'd/img_1.jpg']); // one of the two stays
    expect(await going(made, 'd/img_1.jpg', 'copies/img_1.CR2')).toEqual(['copies/img_1.CR2', 'd/img_1.jpg']);
    rmSync(join(made.photos, 'copies/img_1.CR2')); // no copy any more
    expect(await going(made, 'd/img_1.jpg')).toEqual(['d/img_1.jpg']);
  });

  it('stay with what is kept where all files but the last may go', async () => {
    const made = madePair();
    made.index({ 'copies/img_1.jpg': ['jpeg', 'shot'] });
    for (const paths of [['copies/img_1.jpg', 'd/img_1.jpg'], ['d/img_1.jpg', 'copies/img_1.jpg']]) {
      const { steps } = await makePlan(made.store, made.request(paths, { kind: 'trash' }));
      expect(steps.filter(({ state }) => state === 'planned').map(({ from }) => from.path), paths[0]).not.toContain('d/IMG_1.CR2');
    }
  });

  it('go where a folder of the library takes the picture, and alone where that is meant', async () => {
    const made = madePair();
    made.index({ 'copies/img_1.jpg': ['jpeg', 'shot'] });
    await made.perform(['d/img_1.jpg'], { kind: 'move', target: join(made.photos, 'copies'), inLibrary: true });
    expect(Object.keys(made.files('photos/copies')).filter((path) => path.endsWith('.CR2'))).toEqual(['img_1 (2).CR2']);
    const second = madePair();
    expect((await makePlan(second.store, second.request(['d/IMG_1.CR2'], { kind: 'trash' }))).steps.map(({ from }) => from.path)).toEqual(['d/IMG_1.CR2', 'd/IMG_1.CR2.xmp']);
  });
});
