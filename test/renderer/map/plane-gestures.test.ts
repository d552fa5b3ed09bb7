import { expect, it } from 'vitest';
import { PlaneGestures } from '../../../src-renderer/map/plane-gestures.svelte.ts';
import { toScreen } from '../../../src-renderer/map/camera.ts';
import { PointIndex } from '../../../src-renderer/map/point-index.ts';

const index = new PointIndex(Float32Array.of(-30, 0, 30, 4));
const nothing = (): void => {};
const made = (): PlaneGestures => {
  const gestures = new PlaneGestures({ index: () => index, tool: () => 'move', pictureAt: () => -1, onSelect: nothing, onPick: nothing, onNothing: nothing, onOpen: nothing });
  gestures.resize({ width: 900, height: 600 });
  gestures.showAll();
  return gestures;
};

it('shows everything in a window of another size as well, until the user has moved the map', () => {
  const gestures = made();
  gestures.resize({ width: 400, height: 600 });
  for (const place of [[-30, 0], [30, 4]] as const) {
    const [x] = toScreen(gestures.camera, gestures.size, place);
    expect(x > 0 && x < 400).toBe(true);
  }
  gestures.zoom(3);
  const { camera } = gestures;
  gestures.resize({ width: 900, height: 600 });
  expect(gestures.camera).toEqual(camera);
});
