import fc from 'fast-check';
import { expect, it } from 'vitest';
import { project, unproject, WORLD } from '../../../src-renderer/map/mercator.ts';

it('puts the middle of the world into the middle, north up, and towns where web maps have them', () => {
  expect(project(0, 0)).toEqual([WORLD / 2, WORLD / 2]);
  expect(project(60, 0)[1]).toBeLessThan(project(0, 0)[1]);
  for (const [latitude, longitude] of [[37.5665, 126.978], [-33.8688, 151.2093], [64.1466, -21.9426]] as const) {
    const [x, y] = project(latitude, longitude);
    // the formula of web maps' tiles
    expect(x / WORLD).toBeCloseTo((longitude + 180) / 360, 12);
    expect(y / WORLD).toBeCloseTo((1 - Math.asinh(Math.tan((latitude * Math.PI) / 180)) / Math.PI) / 2, 12);
  }
});

it('finds the way back', () => {
  fc.assert(fc.property(fc.double({ min: -84, max: 84, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }), (latitude, longitude) => {
    const [east, north] = unproject(...project(latitude, longitude));
    expect(east).toBeCloseTo(longitude, 6);
    expect(north).toBeCloseTo(latitude, 6);
  }));
});
