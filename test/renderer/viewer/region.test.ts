// From a box on the page to the region of the upright photo under it.

import { describe, expect, it } from 'vitest';
import { boxBetween, middleOf, regionOf } from '../../../src-renderer/viewer/region.ts';

const frame = { left: 100, top: 50, width: 400, height: 200 };

describe('a drawn box', () => {
  it('is the same whichever corner it was begun from, and ends where the photo does', () => {
    const expected = { left: 100, top: 60, width: 50, height: 190 };
    expect(boxBetween({ x: 20, y: 60 }, { x: 150, y: 900 }, frame)).toEqual(expected);
    expect(boxBetween({ x: 150, y: 900 }, { x: 20, y: 60 }, frame)).toEqual(expected);
    expect(middleOf(frame)).toEqual({ left: 200, top: 100, width: 200, height: 100 });
  });

  it('is a region of the upright photo, however the photo is turned', () => {
    const box = { left: 140, top: 60, width: 200, height: 50 }; // of what is shown: 0.1 from the left, 0.05 from above, 0.5 × 0.25
    const close = (turns: number, [left, top, width, height]: readonly [number, number, number, number]): void => {
      const region = regionOf(box, frame, turns)!;
      expect([region.left, region.top, region.width, region.height].map((value) => Number(value.toFixed(6)))).toEqual([left, top, width, height]);
    };
    close(0, [0.1, 0.05, 0.5, 0.25]);
    close(1, [0.05, 0.4, 0.25, 0.5]); // turned to the right, its left edge is above: what is right of the box is above it in the upright photo
    close(2, [0.4, 0.7, 0.5, 0.25]);
    close(3, [0.7, 0.1, 0.25, 0.5]);
  });

  it('that is a mere click is none', () => {
    expect(regionOf({ left: 200, top: 100, width: 2, height: 60 }, frame, 0)).toBeNull();
    expect(regionOf({ left: 200, top: 100, width: 20, height: 20 }, { ...frame, width: 0 }, 0)).toBeNull();
  });
});
