import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noBonds, type Bonds } from '../../../src-shared/learning/linkage/bonds.ts';
import { findCandidates } from '../../../src-shared/learning/linkage/candidates.ts';
import { cut } from '../../../src-shared/learning/linkage/cut.ts';
import { link } from '../../../src-shared/learning/linkage/linkage.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { asPoints, squaredDistance } from '../../../src-shared/learning/linkage/points.ts';
import { consistent, expectObeyed, statements } from './bonds-made.ts';
import { clusteredPoints } from './made.ts';
import { linkNaively, partition, rootMeanSquare, setsOf } from './naive.ts';

const somebonds: Bonds = {
  together: [[17, 2, 30], [5, 6]],
  apart: [{ judgment: 1, left: [0], right: [1] }, { judgment: 2, left: [2], right: [3, 4, 5] }, { judgment: 3, left: [7, 8, 9], right: [10, 11] }]
};

/** Points, and candidates with all pairs or as a graph of k neighbours whatever the size. */
function made(size: number, k: number, limit: number, seed = 3, dims = 5) {
  const values = clusteredPoints(size, dims, Math.max(2, Math.round(size / 8)), seed);
  const points = asPoints(values, dims);
  return { points, candidates: findCandidates(points, nearestNeighbours(values, dims, k), limit) };
}

describe('linkage of points', () => {
  for (const [name, bonds] of [['without bonds', noBonds], ['with bonds', somebonds]] as const) {
    for (const limit of [2000, 0]) {
      it(`finds the merges of naive average linkage of squares ${name}, ${limit ? 'from all pairs' : 'from a graph that holds all pairs'}`, () => {
        const { points, candidates } = made(32, 31, limit);
        const { tree } = link(points, candidates, bonds);
        const naive = linkNaively((i, j) => Math.sqrt(squaredDistance(points, i, j)), 32, rootMeanSquare, bonds);
        expect(setsOf(tree, bonds)).toEqual(naive.sets);
        expect(tree.heights).toHaveLength(naive.heights.length);
        naive.heights.toSorted((a, b) => a - b).forEach((height, at) => expect(tree.heights[at]).toBeCloseTo(height, 4));
      });
    }
  }

  it('links what a disconnected graph leaves apart', () => {
    // two far blobs of 40 with 5 neighbours each: no edge between them
    const values = clusteredPoints(80, 3, 1, 5).map((value, at) => (at < 120 ? value : value + 1000));
    const points = asPoints(values, 3);
    const { tree } = link(points, findCandidates(points, nearestNeighbours(values, 3, 5), 0));
    expect(tree.heights).toHaveLength(79);
    expect(partition(cut(tree, tree.heights[77]!)).size).toBe(2);
    expect(tree.heights[78]).toBeGreaterThan(900);
  });

  it('obeys bonds at every height, nests its cuts and never lowers a height, on any points and graph', () => {
    const arbitrary = fc.record({
      size: fc.integer({ min: 2, max: 40 }), k: fc.integer({ min: 1, max: 8 }), seed: fc.integer(), limit: fc.constantFrom(0, 2000),
      said: statements(15)
    });
    fc.assert(fc.property(arbitrary, ({ size, k, seed, limit, said }) => {
      const { points, candidates } = made(size, k, limit, seed, 2);
      const bonds = consistent(size, said);
      expectObeyed(link(points, candidates, bonds).tree, bonds);
    }), { numRuns: 150 });
  });

  it('is the same after a change of bonds as linked from nothing, when every pair is in the graph', () => {
    const arbitrary = fc.record({
      size: fc.integer({ min: 2, max: 40 }), seed: fc.integer(), before: statements(12), after: statements(8), change: fc.constantFrom('added', 'undone', 'replaced')
    });
    fc.assert(fc.property(arbitrary, ({ size, seed, before, after, change }) => {
      const { points, candidates } = made(size, size - 1, 0, seed, 3);
      const first = link(points, candidates, consistent(size, before));
      const said = { added: [...before, ...after], undone: before.slice(0, -1), replaced: after }[change];
      const bonds = consistent(size, said, change === 'replaced' ? 1000 : 0);
      const again = link(points, candidates, bonds, first);
      const fresh = link(points, candidates, bonds);
      expect(setsOf(again.tree, bonds)).toEqual(setsOf(fresh.tree, bonds));
      fresh.tree.heights.forEach((height, at) => expect(again.tree.heights[at]).toBeCloseTo(height, 4));
    }), { numRuns: 200 });
  });

  it('links again rightly after one of three must-links of a set is undone', () => {
    const { points, candidates } = made(30, 29, 0);
    const first = link(points, candidates, { together: [[0, 11, 22]], apart: [] });
    const bonds = { together: [[0, 11]], apart: [] };
    expect(link(points, candidates, bonds, first).tree).toEqual(link(points, candidates, bonds).tree);
  });

  it('handles none, one, two and identical photos', () => {
    for (const size of [0, 1, 2]) {
      const { points, candidates } = made(size, 3, 2000);
      expect(link(points, candidates).tree.heights).toHaveLength(Math.max(0, size - 1));
    }
    for (const limit of [0, 2000]) {
      const points = asPoints(new Float32Array(300).fill(0.3), 3);
      const candidates = findCandidates(points, nearestNeighbours(points.values, 3, 4), limit);
      const { tree } = link(points, candidates, { together: [], apart: [{ judgment: 1, left: [0], right: [99] }] });
      expect(tree.heights.every((height) => height === 0)).toBe(true);
      const groups = cut(tree, 0);
      expect(Math.max(...groups)).toBe(1);
      expect(groups[0]).not.toBe(groups[99]);
    }
  });

  it('refuses NaN, a graph of another size and photos that are not there', () => {
    expect(() => asPoints(Float32Array.of(1, 2, NaN, 4), 2)).toThrow('point 1 has NaN at coordinate 0');
    const { points, candidates } = made(10, 3, 2000);
    expect(() => findCandidates(points, { k: 3, neighbours: new Uint32Array(3) })).toThrow('10 points with 3 neighbours need 30 indices, got 3');
    const strange = nearestNeighbours(points.values, points.dims, 3);
    strange.neighbours[4] = 1;
    expect(() => findCandidates(points, strange, 0)).toThrow('photo 1 has photo 1 as a neighbour, expected another one below 10');
    strange.neighbours[4] = 10;
    expect(() => findCandidates(points, strange, 0)).toThrow('photo 1 has photo 10');
    expect(() => link(points, candidates, { together: [[3, 10]], apart: [] })).toThrow('photo 10, expected 0 to 9');
  });
});
