// Miners against the reference's lists and against naive loops over the definitions.
import { describe, expect, it } from 'vitest';
import { euclidean } from '../distances/euclidean.ts';
import { normaliseRows } from '../../../src-shared/learning/encoder/normalise.ts';
import { batchHardTriplets } from '../../../src-shared/learning/mining/batch-hard.ts';
import { easyPairs, easyTriplets } from '../../../src-shared/learning/mining/easy.ts';
import { hardPairs, hardTriplets } from '../../../src-shared/learning/mining/hard.ts';
import { semiHardPairs, semiHardTriplets } from '../../../src-shared/learning/mining/semi-hard.ts';
import type { Pairs, Triplet } from '../../../src-shared/learning/objectives/objective.ts';
import { normal } from '../../../src-shared/learning/random.ts';
import { readReference } from '../../reference/values.ts';

interface Entry {
  readonly name: string;
  readonly params: { readonly kind?: string; readonly margin?: number };
  readonly embeddings: number[][];
  readonly labels: number[];
  readonly triplets: [number, number, number][];
}

const entries: Entry[] = readReference<Entry[]>('miners');
const sorted = <T extends readonly number[]>(rows: readonly T[]): string[] => rows.map((row) => row.join()).sort();

function mine({ name, params: { kind, margin = 0 } }: Entry, distances: Float32Array, labels: number[]): Triplet[] {
  if (name === 'batchHard') return batchHardTriplets(distances, labels);
  const [hard, semiHard, easy] = [hardTriplets(distances, labels), semiHardTriplets(distances, labels, { margin }), easyTriplets(distances, labels, { margin })];
  // the reference's "all" are those that are not easy
  return { hard, semihard: semiHard, easy, all: [...hard, ...semiHard] }[kind!]!;
}

describe('miners agree with the reference', () => {
  it('in number', () => expect(entries.map(({ name, params }) => params.kind ?? name)).toEqual(['hard', 'semihard', 'easy', 'all', 'batchHard']));

  it.each(entries.map((entry) => [entry.params.kind ?? entry.name, entry] as const))('%s', (_, entry) => {
    const { embeddings, labels, triplets } = entry;
    const dims = embeddings[0]!.length;
    const rows = normaliseRows(Float32Array.from(embeddings.flat()), dims);
    expect(sorted(mine(entry, euclidean(rows, rows, dims), labels))).toEqual(sorted(triplets));
  });
});

describe('miners', () => {
  const labels = [0, 0, 0, 1, 1, 2, 2, 2, 2, 3];
  const n = labels.length;
  const next = normal(3);
  const rows = Float32Array.from({ length: n * 4 }, next);
  const distances = euclidean(rows, rows, 4);
  const d = (i: number, j: number): number => distances[i * n + j]!;
  const all = labels.map((_, i) => i);
  const margin = 0.6;

  const naiveTriplets = (wanted: (gap: number) => boolean): Triplet[] =>
    all.flatMap((a) => all.flatMap((p) => all.flatMap((q): Triplet[] =>
      a !== p && labels[a] === labels[p] && labels[a] !== labels[q] && wanted(d(a, q) - d(a, p)) ? [[a, p, q]] : [])));
  const naivePairs = (wanted: (gap: number) => boolean): Pairs => {
    const own = (a: number): number[] => all.filter((i) => i !== a && labels[i] === labels[a]);
    const others = (a: number): number[] => all.filter((i) => labels[i] !== labels[a]);
    return {
      positives: all.flatMap((a) => own(a).filter((p) => wanted(Math.min(...others(a).map((q) => d(a, q))) - d(a, p))).map((p) => [a, p] as const)),
      negatives: all.flatMap((a) => others(a).filter((q) => wanted(d(a, q) - Math.max(...own(a).map((p) => d(a, p))))).map((q) => [a, q] as const))
    };
  };
  const kinds = [
    ['hard', hardTriplets(distances, labels), hardPairs(distances, labels), (gap: number) => gap <= 0],
    ['semi-hard', semiHardTriplets(distances, labels, { margin }), semiHardPairs(distances, labels, { margin }), (gap: number) => gap > 0 && gap <= margin],
    ['easy', easyTriplets(distances, labels, { margin }), easyPairs(distances, labels, { margin }), (gap: number) => gap > margin]
  ] as const;

  it.each(kinds)('find the %s triplets and pairs that naive loops find', (_, triplets, pairs, wanted) => {
    expect(triplets.length).toBeGreaterThan(0);
    expect(triplets).toEqual(naiveTriplets(wanted));
    expect(pairs.positives.length + pairs.negatives.length).toBeGreaterThan(0);
    expect(pairs).toEqual(naivePairs(wanted));
  });

  it('give each triplet and each pair to one kind', () => {
    expect(sorted(kinds.flatMap(([, triplets]) => triplets))).toEqual(sorted(naiveTriplets(() => true)));
    const pairs = kinds.flatMap(([, , { positives, negatives }]) => [...positives, ...negatives]);
    expect(sorted(pairs)).toEqual(sorted(all.flatMap((i) => all.filter((j) => j !== i).map((j) => [i, j]))));
  });

  it('find the hardest of a batch, one for each row that has both', () => {
    const found = batchHardTriplets(distances, labels);
    expect(found.map(([anchor]) => anchor)).toEqual(all.slice(0, 9));
    for (const [a, p, q] of found) {
      for (const i of all) if (i !== a) expect(labels[i] === labels[a] ? d(a, i) <= d(a, p) : d(a, i) >= d(a, q)).toBe(true);
      expect([labels[p], labels[q] !== labels[a]]).toEqual([labels[a], true]);
    }
  });

  it('find nothing where all are of one group, and nothing to compare where all are alone', () => {
    const same = all.map(() => 0);
    expect([hardTriplets(distances, same), easyTriplets(distances, same), batchHardTriplets(distances, same)]).toEqual([[], [], []]);
    expect(hardPairs(distances, same)).toEqual({ positives: [], negatives: [] });
    expect(batchHardTriplets(distances, all)).toEqual([]);
    expect(batchHardTriplets(new Float32Array(0), [])).toEqual([]);
  });

  it('refuse distances that are not n × n', () => {
    expect(() => hardTriplets(distances, [0, 1])).toThrow(new RangeError('distances: expected 2 × 2 = 4 for 2 labels, got 100'));
    expect(() => batchHardTriplets(distances, [0])).toThrow(RangeError);
    expect(() => easyPairs(distances, [0])).toThrow(RangeError);
  });
});
