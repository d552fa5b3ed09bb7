import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bonds } from '../../../src-shared/learning/linkage/bonds.ts';
import { findCandidates } from '../../../src-shared/learning/linkage/candidates.ts';
import { cut } from '../../../src-shared/learning/linkage/cut.ts';
import { drain } from '../../../src-shared/learning/drain.ts';
import { GraphLinkage } from '../../../src-shared/learning/linkage/graph-linkage.ts';
import { link } from '../../../src-shared/learning/linkage/linkage.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';
import { consistent, expectObeyed, statements } from './bonds-made.ts';
import { clusteredPoints } from './made.ts';
import { partition } from './naive.ts';

function graphOf(size: number, k: number, seed: number, dims = 3, clusters = Math.ceil(size / 8)) {
  const values = clusteredPoints(size, dims, clusters, seed);
  const points = asPoints(values, dims);
  const candidates = findCandidates(points, nearestNeighbours(values, dims, k), -1);
  if (candidates.kind !== 'graph') throw new Error('expected a graph');
  return { points, candidates };
}

describe('linkage over a graph', () => {
  it('links on by the neighbours of means where too many parts are left for all pairs', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 60 }), fc.integer(), statements(20), fc.integer({ min: 1, max: 6 }), (size, seed, said, limit) => {
      // one neighbour each: dozens of parts
      const { points, candidates } = graphOf(size, 1, seed);
      const bonds = consistent(size, said);
      const linkage = new GraphLinkage(points, candidates, bonds);
      drain(linkage.start());
      linkage.finish(limit);
      expectObeyed(linkage.merges.toTree(), bonds);
    }), { numRuns: 150 });
  });

  it('looks further where all near parts are forbidden', () => {
    // two far crowds of 12, in each of which every photo differs from every other: only pairs across may merge
    const points = asPoints(Float32Array.from({ length: 24 }, (_, photo) => (photo < 12 ? photo : 1000 + photo)), 1);
    const candidates = findCandidates(points, nearestNeighbours(points.values, 1, 1), -1);
    if (candidates.kind !== 'graph') throw new Error('expected a graph');
    const apart = Array.from({ length: 24 }, (_, a) => Array.from({ length: 12 }, (_, b) => ({ left: a, right: a < 12 ? b : b + 12 }))).flat()
      .filter(({ left, right }) => left < right).map(({ left, right }, judgment) => ({ judgment, left: [left], right: [right] }));
    const bonds = { together: [], apart };
    const linkage = new GraphLinkage(points, candidates, bonds);
    drain(linkage.start());
    linkage.finish(1);
    const tree = linkage.merges.toTree();
    expect(tree.heights).toHaveLength(12);
    expectObeyed(tree, bonds);
  });

  it('obeys every bond after any series of changes, whatever the graph', () => {
    const arbitrary = fc.record({ size: fc.integer({ min: 2, max: 60 }), k: fc.integer({ min: 1, max: 6 }), seed: fc.integer(), series: fc.array(statements(8), { minLength: 1, maxLength: 5 }) });
    fc.assert(fc.property(arbitrary, ({ size, k, seed, series }) => {
      const { points, candidates } = graphOf(size, k, seed);
      let linked = link(points, candidates);
      series.forEach((said, turn) => {
        linked = link(points, candidates, consistent(size, said, 100 * turn), linked);
        expectObeyed(linked.tree, linked.bonds);
      });
    }), { numRuns: 150 });
  });

  it('gives the groups of all pairs, and after thirty judgments in a row those of linking from nothing', () => {
    const size = 900;
    const { points, candidates } = graphOf(size, 15, 8, 16, 60);
    let linked = link(points, candidates);
    const height = linked.tree.heights[Math.floor(size * 0.85)]!;
    const all = link(points, findCandidates(points, nearestNeighbours(points.values, 16, 15)));
    expect(pairF1(cut(all.tree, height), cut(linked.tree, height))).toBeGreaterThan(0.99);

    let said: [boolean, number, number][] = [];
    let bonds: Bonds = linked.bonds;
    for (let turn = 0; turn < 30; turn++) {
      const groups = cut(linked.tree, height);
      const a = (turn * 31) % size;
      const mate = groups.findIndex((group, photo) => group === groups[a] && photo !== a);
      said = [...said, mate >= 0 && turn % 2 === 0 ? [false, a, mate] : [true, a, candidates.partners[candidates.start[a]!]!]];
      bonds = consistent(size, said);
      linked = link(points, candidates, bonds, linked);
    }
    expect(bonds.apart.length).toBeGreaterThan(5);
    const fresh = link(points, candidates, bonds);
    expect(pairF1(cut(fresh.tree, height), cut(linked.tree, height))).toBeGreaterThan(0.99);
    expect(partition(cut(fresh.tree, height)).size).toBeLessThan(size / 2);
  });
});

/** F1 over pairs of photos of one group. */
function pairF1(truth: Uint32Array, found: Uint32Array): number {
  let [both, either] = [0, 0];
  for (let a = 0; a < truth.length; a++) {
    for (let b = a + 1; b < truth.length; b++) {
      const [first, second] = [truth[a] === truth[b], found[a] === found[b]];
      if (first && second) both++;
      either += Number(first) + Number(second);
    }
  }
  return (2 * both) / either;
}
