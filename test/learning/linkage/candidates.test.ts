import { describe, expect, it } from 'vitest';
import { findCandidates } from '../../../src-shared/learning/linkage/candidates.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';

describe('candidates', () => {
  // on a line at 0, 1, 3, 7: the last photo lists the third, which lists others
  const points = asPoints(Float32Array.of(0, 1, 3, 7), 1);
  const graph = { k: 1, neighbours: Uint32Array.of(1, 0, 1, 2) };

  it('of a graph are its edges in both directions, once each, whichever end lists them', () => {
    const found = findCandidates(points, graph, 0);
    if (found.kind !== 'graph') throw new Error('expected a graph');
    const edges = [0, 1, 2, 3].map((photo) => {
      const from = found.start[photo]!;
      const to = found.start[photo + 1]!;
      return [...found.partners.subarray(from, to)].map((partner, at) => [partner, found.squared[from + at]!]).sort((a, b) => a[0]! - b[0]!);
    });
    expect(edges).toEqual([[[1, 1]], [[0, 1], [2, 4]], [[1, 4], [3, 16]], [[2, 16]]]);
  });

  it('of a small library are all pairs, whatever the graph', () => {
    const found = findCandidates(points, graph);
    expect(found).toEqual({ kind: 'complete', squared: Float64Array.of(0, 1, 9, 49, 1, 0, 4, 36, 9, 4, 0, 16, 49, 36, 16, 0) });
  });
});
