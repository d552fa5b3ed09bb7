import { describe, expect, it } from 'vitest';
import { linkMatrix, type Linkage } from '../../../src-shared/learning/linkage/chain.ts';
import { cut } from '../../../src-shared/learning/linkage/cut.ts';
import { readReference } from '../../reference/values.ts';
import { linkNaively, mean, partition, setsOf } from './naive.ts';
import { random } from './made.ts';

interface Reference {
  readonly linkage: Linkage;
  readonly points: number[][];
  readonly mergeHeights: number[];
  readonly cut: number;
  readonly labels: number[];
}

const reduce = { average: mean, single: (values: number[]) => Math.min(...values), complete: (values: number[]) => Math.max(...values) };

function matrixOf(points: number[][]): Float64Array {
  return Float64Array.from(points.flatMap((a) => points.map((b) => Math.hypot(...a.map((value, d) => value - b[d]!)))));
}

describe('the nearest-neighbour chain', () => {
  it('agrees with the reference heights and labels', () => {
    const agglomerative = readReference<Reference[]>('agglomerative');
    expect(agglomerative.map(({ linkage }) => linkage).toSorted()).toEqual(['average', 'complete', 'single']);
    for (const { linkage, points, mergeHeights, cut: height, labels } of agglomerative) {
      const tree = linkMatrix(matrixOf(points), points.length, linkage);
      expect(tree.heights).toHaveLength(mergeHeights.length);
      mergeHeights.forEach((expected, at) => expect(Math.abs(tree.heights[at]! - expected)).toBeLessThan(1e-4));
      expect(partition(cut(tree, height))).toEqual(partition(labels));
    }
  });

  it.each(['single', 'average', 'complete'] as const)('finds the merges of naive greedy %s linkage, with and without bonds', (linkage) => {
    const next = random(11);
    const points = Array.from({ length: 18 }, () => [next(), next(), next()]);
    const matrix = matrixOf(points);
    const distance = (i: number, j: number) => matrix[i * 18 + j]!;
    for (const bonds of [
      { together: [], apart: [] },
      { together: [[3, 9, 1], [4, 5]], apart: [{ judgment: 1, left: [0], right: [1] }, { judgment: 2, left: [6, 7], right: [4, 12, 13] }] }
    ]) {
      const naive = linkNaively(distance, 18, reduce[linkage], bonds);
      const tree = linkMatrix(matrix, 18, linkage, bonds);
      expect(setsOf(tree, bonds)).toEqual(naive.sets);
      naive.heights.toSorted((a, b) => a - b).forEach((height, at) => expect(tree.heights[at]).toBeCloseTo(height, 9));
    }
  });

  it('leaves a forest where vetoes forbid the last merges', () => {
    const apart = [{ judgment: 1, left: [0, 1], right: [2] }];
    const tree = linkMatrix(Float64Array.of(0, 1, 2, 1, 0, 3, 2, 3, 0), 3, 'average', { together: [], apart });
    expect([...tree.children]).toEqual([0, 1]);
    expect([...tree.heights]).toEqual([1]);
  });

  it('refuses a matrix of another size, NaN, negative numbers and contradictory bonds', () => {
    expect(() => linkMatrix(new Float64Array(3), 2, 'average')).toThrow('2 photos need 4 dissimilarities, got 3');
    expect(() => linkMatrix(Float64Array.of(0, NaN, NaN, 0), 2, 'average')).toThrow('dissimilarity of 0 and 1 is NaN');
    expect(() => linkMatrix(Float64Array.of(0, -1, -1, 0), 2, 'average')).toThrow('is -1, expected 0 or more');
    const clash = { together: [[0, 1]], apart: [{ judgment: 7, left: [0], right: [1] }] };
    expect(() => linkMatrix(new Float64Array(4), 2, 'average', clash)).toThrow('judgment 7');
  });
});
