// Albums and marks of photos that went, with those that were kept.
import { expect, it } from 'vitest';
import { handOver } from '../../../src-main/library/duplicates/hand-over.ts';
import { addAlbum, readAlbumPhotos, writeAlbumPhotos } from '../../../src-main/store/albums.ts';
import { readMark, restoreMarks, writeMarks } from '../../../src-main/store/marks.ts';
import { addPlan } from '../../../src-main/store/plans.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import type { PlanStep, StepState } from '../../../src-shared/filing/plan.ts';
import { bare, NO_MARK, packMark } from '../../../src-shared/marks/packed.ts';
import { madeHash, madeStore, writeMade } from '../../store/made-store.ts';

function made() {
  const store = madeStore();
  const ids = writeMade(store, ['a', 'b', 'c', 'd', 'e']);
  const [a, b, c, d, e] = [...ids.values()] as [PhotoId, PhotoId, PhotoId, PhotoId, PhotoId];
  const nameOf = new Map([...ids].map(([name, id]) => [id as number, name]));
  const album = (...photos: PhotoId[]) => {
    const id = addAlbum(store, 'An album', null, 1);
    writeAlbumPhotos(store, id, photos);
    return { id, held: () => [...readAlbumPhotos(store, id)].map((photo) => nameOf.get(photo)).join('') };
  };
  const rate = (photo: PhotoId, stars: 0 | 1 | 4 | 5) => writeMarks(store, [photo], () => packMark({ ...NO_MARK, stars }), 1);
  const starsOf = (...photos: PhotoId[]) => photos.map((photo) => [0, 1, 4, 5].find((stars) => packMark({ ...NO_MARK, stars: stars as 0 }) === bare(readMark(store, photo))));
  const steps: PlanStep[] = [];
  const step = (photo: PhotoId, state: StepState, remain = 0) => steps.push({
    place: steps.length, photo, from: { folder: '/photos', path: `${steps.length}.jpg` }, to: null, bytes: 1, hash: madeHash('x'), sidecarOf: null, remain, last: remain === 0, state, refusal: null
  });
  const plan = () => addPlan(store, { kind: 'trash', why: '', target: null, lastToo: true }, steps, 1);
  return { store, a, b, c, d, e, album, rate, starsOf, step, plan };
}

it('puts the kept photo into the albums of those that went, to the same place, and gives it their mark', () => {
  const { store, a, b, c, d, e, album, rate, starsOf, step, plan } = made();
  const albums = [album(d, a, e), album(a, b), album(c, b), album(d)];
  rate(a, 4);
  rate(c, 5);
  rate(d, 1);
  for (const photo of [a, c]) step(photo, 'done');
  const { marks, albums: changed } = handOver(store, plan(), [{ photo: a, heir: b }, { photo: c, heir: d }]);
  expect(albums.map(({ held }) => held())).toEqual(['dbae', 'ab', 'dcb', 'd']); // those that went keep their place
  expect(starsOf(a, b, c, d)).toEqual([4, 4, 5, 1]); // d has one of its own
  restoreMarks(store, marks.earlier, 2);
  for (const { id, before } of changed) writeAlbumPhotos(store, id, before);
  expect(albums.map(({ held }) => held())).toEqual(['dae', 'ab', 'cb', 'd']);
  expect([starsOf(a, b, c, d), changed.length]).toEqual([[4, 0, 5, 1], 2]);
});

it('hands nothing over of photos that still have a file, whether a step was refused or another file stays', () => {
  const { store, a, b, c, d, album, rate, starsOf, step, plan } = made();
  const { held } = album(a, c, d);
  for (const photo of [a, c, d]) rate(photo, 5);
  step(a, 'refused');
  step(c, 'done', 1);
  step(d, 'done');
  step(d, 'planned');
  const handed = handOver(store, plan(), [a, c, d].map((photo) => ({ photo, heir: b })));
  expect([held(), starsOf(b), handed.albums, handed.marks.now.ids.length]).toEqual(['acd', [0], [], 0]);
});
