import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOf, fitTo, panBy, seen, toScreen, toWorld, zoomAt } from '../../../src-renderer/map/camera.ts';

const size = { width: 800, height: 600 };
const place = fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 }));

describe('the camera of a map', () => {
  it('shows all of a box, in the middle of what nothing lies over', () => {
    const box = boxOf(Float32Array.of(-3, 2, 5, 4, 1, -2));
    expect(box).toEqual({ left: -3, top: -2, right: 5, bottom: 4 });
    const camera = fitTo(box, size);
    const view = seen(camera, size);
    expect(view.left < -3 && view.top < -2 && view.right > 5 && view.bottom > 4).toBe(true);
    expect(toScreen(camera, size, [1, 1])).toEqual([400, 300]);
    expect(toScreen(fitTo(box, size, 0, 200), size, [1, 1])[0]).toBeCloseTo(500, 6);
  });

  it.each([[new Float32Array()], [Float32Array.of(2, 3)]])('shows nothing and one place as well', (positions) => {
    const camera = fitTo(boxOf(positions), size, 0.5);
    expect(Object.values(camera).every(Number.isFinite)).toBe(true);
    expect(camera.scale).toBeLessThanOrEqual(600 / 0.5);
  });

  it('leaves what is under the pointer where it is when it zooms, and takes it along when it moves', () => {
    const fit = fitTo({ left: 0, top: 0, right: 10, bottom: 10 }, size);
    fc.assert(fc.property(place, fc.double({ min: 0.2, max: 8, noNaN: true }), (at, factor) => {
      const under = toWorld(fit, size, at);
      const [x, y] = toScreen(zoomAt(fit, size, at, factor, fit), size, under);
      expect([x - at[0], y - at[1]].every((off) => Math.abs(off) < 1e-6)).toBe(true);
      const [movedX, movedY] = toScreen(panBy(fit, 30, -20), size, under);
      expect([movedX - at[0], movedY - at[1]]).toEqual([expect.closeTo(30, 6), expect.closeTo(-20, 6)]);
    }));
  });

  it('goes neither into a point nor out of sight', () => {
    const fit = fitTo({ left: 0, top: 0, right: 10, bottom: 10 }, size);
    expect(zoomAt(fit, size, [0, 0], 1e9, fit).scale / fit.scale).toBeLessThan(1e5);
    expect(zoomAt(fit, size, [0, 0], 1e-9, fit).scale / fit.scale).toBeGreaterThan(0.1);
  });
});
