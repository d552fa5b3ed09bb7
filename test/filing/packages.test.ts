// Libraries of other programs are left alone: nothing is taken out of them or put into them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageAround } from '../../src-main/filing/packages.ts';
import { makePlan } from '../../src-main/filing/plan.ts';
import { madeLibrary } from './made-files.ts';

it('knows them on the way to a file, with the slashes of any system', () => {
  expect(packageAround('/Users/a/Pictures/Photos Library.photoslibrary/originals/0/a.heic')).toBe('/Users/a/Pictures/Photos Library.photoslibrary');
  expect(packageAround('D:\\Old.APLIBRARY\\Masters\\b.jpg')).toBe('D:\\Old.APLIBRARY');
  expect(packageAround('/x/Catalog Previews.lrdata/a/b.photolibrary/c.jpg')).toBe('/x/Catalog Previews.lrdata');
  expect(['/a/b.jpg', '/a/photoslibrary/b.jpg', '/a/b.photoslibrary', '/a.photoslibrary.d/b.jpg'].map(packageAround)).toEqual([null, null, null, null]);
});

it('their photos can be copied, but are neither moved nor thrown away', async () => {
  const inside = 'My.photoslibrary/originals/0/a.jpg';
  const made = madeLibrary({ [inside]: 'one', 'b.jpg': 'two' });
  const plan = async (kind: 'copy' | 'move' | 'trash') => (await makePlan(made.store, made.request([inside, 'b.jpg'], { kind, lastToo: true, ...(kind === 'trash' && { target: null }) }))).steps.map(({ state, refusal }) => refusal?.code ?? state);
  expect(await plan('copy')).toEqual(['planned', 'planned']);
  expect(await plan('move')).toEqual(['in-package', 'planned']);
  expect(await plan('trash')).toEqual(['in-package', 'planned']);
});

it('nothing is put into them', async () => {
  const made = madeLibrary({ 'b.jpg': 'two' });
  const target = join(made.root, 'Other.photoslibrary/originals');
  mkdirSync(target, { recursive: true });
  expect((await makePlan(made.store, made.request(['b.jpg'], { kind: 'copy', target }))).steps.map(({ refusal }) => refusal?.code)).toEqual(['in-package']);
});
