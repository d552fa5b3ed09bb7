import { describe, expect, it } from 'vitest';
import { scoreFinding } from '../../../src-shared/learning/scores/finding.ts';

describe('finding', () => {
  it('ranks the photo of each view among all', () => {
    const photos = Float32Array.of(0, 0, 10, 0, 20, 0);
    // two rounds of views: the first three find theirs; of the others one comes second, one third
    const views = Float32Array.of(1, 0, 9, 0, 21, 0, 8, 0, 11, 0, 1, 0);
    const { recallAt1, mAP } = scoreFinding(views, photos, 2);
    expect(recallAt1).toBeCloseTo(4 / 6);
    expect(mAP).toBeCloseTo((4 + 1 / 2 + 1 / 3) / 6);
  });

  it('lets other photos lead views astray, which are never right', () => {
    const [photos, views] = [Float32Array.of(0, 0, 10, 0), Float32Array.of(1, 0, 8, 0)];
    expect(scoreFinding(views, photos, 2, Float32Array.of(7, 0, 8, 1))).toEqual({ recallAt1: 1 / 2, mAP: (1 + 1 / 3) / 2 });
    expect(scoreFinding(views, photos, 2, Float32Array.of(30, 0))).toEqual(scoreFinding(views, photos, 2));
  });

  it('does not reward an encoder that says the same of everything', () => {
    expect(scoreFinding(new Float32Array(8), new Float32Array(8), 2)).toEqual({ recallAt1: 0, mAP: 1 / 4 });
  });

  it('refuses views that belong to no photo', () => {
    expect(() => scoreFinding(new Float32Array(6), new Float32Array(4), 2)).toThrow(RangeError);
    expect(scoreFinding(new Float32Array(0), new Float32Array(0), 2).mAP).toBeNaN();
  });
});
