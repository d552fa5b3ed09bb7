// Trustworthiness and continuity: scikit-learn's values, and cases worked by hand.
import { describe, expect, it } from 'vitest';
import { finish } from './finish.ts';
import { qualityOf } from '../../../src-shared/learning/projections/quality.ts';
import { referenceSets, referenceSpace } from './spaces.ts';

/** The linear map that the reference used. */
function linear({ points, matrix }: { readonly points: readonly (readonly number[])[]; readonly matrix: readonly (readonly number[])[] }): Float32Array {
  return Float32Array.from(points.flatMap((point) => [0, 1].map((column) => point.reduce((sum, value, d) => sum + value * matrix[d]![column]!, 0))));
}

describe.each(referenceSets)('quality of maps of $name', (set) => {
  it("equals scikit-learn's values", () => {
    const { trustworthiness, continuity, matrix } = set.projections[0]!;
    const quality = finish(qualityOf(referenceSpace(set, 1), linear({ points: set.points, matrix: matrix! })));
    expect(quality.trustworthiness).toBeCloseTo(trustworthiness, 5);
    expect(quality.continuity).toBeCloseTo(continuity, 5);
  });

  it('is estimated from a sample where all would take too long', () => {
    const space = referenceSpace(set, 1);
    const map = linear({ points: set.points, matrix: set.projections[0]!.matrix! });
    const all = finish(qualityOf(space, map));
    const some = finish(qualityOf(space, map, { effort: 1 }));
    expect(some).not.toEqual(all);
    expect(Math.abs(some.trustworthiness - all.trustworthiness)).toBeLessThan(0.08);
    expect(Math.abs(some.continuity - all.continuity)).toBeLessThan(0.08);
  });
});

describe('quality', () => {
  it('is 1 for a map that is the space', () => {
    const points = Float32Array.from({ length: 40 }, (_, at) => (at * at) % 37);
    expect(finish(qualityOf({ count: 20, dims: 2, points }, points, { k: 3 }))).toEqual({ trustworthiness: 1, continuity: 1 });
  });

  it('counts by how many ranks a false neighbour is away, and a missing one', () => {
    // 0 1 2 3 4 5 on a line, the last laid beside the first
    const points = Float32Array.of(0, 1, 2.1, 3.3, 4.6, 6);
    const positions = Float32Array.of(0, 0, 1, 0, 2.1, 0, 3.3, 0, 4.6, 0, -0.5, 0);
    // k = 1, greatest n·k·(2n − 3k − 1) / 2 = 24. On the map: 0 → 5 (rank 5, 4 too many), 5 → 0 (rank 5, 4 too many), all others right
    // In the space: 0 → 1 (rank 2 on the map, 1 too many), 5 → 4 (rank 5, 4 too many)
    const quality = finish(qualityOf({ count: 6, dims: 1, points }, positions, { k: 1 }));
    expect(quality.trustworthiness).toBeCloseTo(1 - 8 / 24, 12);
    expect(quality.continuity).toBeCloseTo(1 - 5 / 24, 12);
  });

  it.each([0, 1, 2, 3])('says nothing against a map of %i photos', (count) => {
    expect(finish(qualityOf({ count, dims: 1, points: new Float32Array(count) }, new Float32Array(2 * count)))).toEqual({ trustworthiness: 1, continuity: 1 });
  });
});
