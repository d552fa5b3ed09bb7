import { expect, it } from 'vitest';
import { faultOfSpace } from '../../../src-main/library/spaces/space-check.ts';
import { makeSpace } from '../../../src-main/library/spaces/space.ts';
import { madeStore, madeVersions, writeMade } from '../../store/made-store.ts';

const whole = {
  ids: Uint32Array.of(3, 5, 9), dims: 2, points: Float32Array.of(0, 0, 1, 0, 0, 1), k: 1, neighbours: Uint32Array.of(1, 0, 0), distances: Float32Array.of(1, 1, 1),
  levels: { finest: 0.1, sameShot: 0.2, sameMoment: 0.3, related: 0.4, coarsest: 0.5, default: 0.3 },
  metric: { sections: [{ name: 'colour', start: 0, dims: 2, share: 1 }], calibration: { middle: 1, slope: 4 } }
};

it('finds nothing wrong with a space as it is made, of many photos, one or none', async () => {
  expect(faultOfSpace(whole)).toBeNull();
  expect(faultOfSpace({ ...whole, ids: Uint32Array.of(9, 3, 5) })).toBeNull(); // rows are in order of time and content
  for (const paths of [[], ['a.jpg'], ['a.jpg', 'b.jpg', 'c.jpg']]) {
    const store = madeStore();
    if (paths.length > 0) writeMade(store, paths);
    expect(faultOfSpace(await makeSpace(store, madeVersions(store)))).toBeNull();
  }
});

it.each<[string, object]>([
  ['no ids', { ids: [3, 5, 9] }],
  ['a photo that is there twice', { ids: Uint32Array.of(3, 9, 3) }],
  ['no dimension', { dims: 0 }],
  ['points that are not of the photos', { points: new Float32Array(4) }],
  ['a point that is not a number', { points: Float32Array.of(0, 0, NaN, 0, 0, 1) }],
  ['an infinite point', { points: Float32Array.of(0, 0, Infinity, 0, 0, 1) }],
  ['more neighbours than photos', { k: 3, neighbours: new Uint32Array(9), distances: new Float32Array(9) }],
  ['a neighbour that is no photo', { neighbours: Uint32Array.of(1, 0, 3) }],
  ['a distance below zero', { distances: Float32Array.of(1, -1, 1) }],
  ['a distance that is not a number', { distances: Float32Array.of(1, NaN, 1) }],
  ['fewer distances than neighbours', { distances: Float32Array.of(1) }],
  ['no levels', { levels: undefined }],
  ['a level that is not a number', { levels: { ...whole.levels, related: NaN } }],
  ['a section beyond the points', { metric: { ...whole.metric, sections: [{ name: 'colour', start: 1, dims: 2, share: 1 }] } }],
  ['no calibration', { metric: { sections: [] } }]
])('finds a fault in a space with %s', (_what, change) => {
  expect(faultOfSpace({ ...whole, ...change })).not.toBeNull();
});

it('finds a fault in what is no space at all', () => {
  for (const other of [null, undefined, 3, 'space', {}, []]) expect(faultOfSpace(other)).not.toBeNull();
});
