// An encoder scored together with the other feature groups, against the prior metric and a loop over all photos.

import { describe, expect, it } from 'vitest';
import { measureByMetric, rankByMetric } from '../../../src-shared/learning/scores/by-metric.ts';
import { describeAll, type DescribedRows } from '../../../src-shared/learning/scores/embed.ts';
import { ASSUMPTIONS } from '../../../src-shared/learning/metric/assumptions.ts';
import { placePhotos } from '../../../src-shared/learning/metric/prior.ts';
import { normal } from '../../../src-shared/learning/random.ts';

const rows = (count: number, dims: number, seed: number): Float32Array => {
  const next = normal(seed);
  return Float32Array.from({ length: count * dims }, next);
};
const described = (count: number, seed = 1): DescribedRows => ({ embeddings: rows(count, 6, seed), colour: rows(count, 5, seed + 1), layout: rows(count, 4, seed + 2), texture: rows(count, 7, seed + 3) });

/** Squared distances of all rows by the prior metric with its own weights. */
function naive({ embeddings, colour, layout, texture }: DescribedRows, count: number): (a: number, b: number) => number {
  const weights = Object.fromEntries(Object.entries(ASSUMPTIONS).map(([name, { weight }]) => [name, weight]));
  const groups = ([['encoder', embeddings], ['colour', colour], ['layout', layout], ['texture', texture]] as const).map(([name, values]) => ({ name, dims: values.length / count, values }));
  const { points, dims } = placePhotos({ count, groups }, { weights });
  return (a, b) => Array.from({ length: dims }, (_, i) => (points[a * dims + i]! - points[b * dims + i]!) ** 2).reduce((sum, one) => sum + one, 0);
}

describe('an encoder by the metric', () => {
  it('ranks the photo of each view among photos and distractors by the distance of all feature groups', () => {
    const [photos, others, views] = [5, 3, 10];
    const all = described(18);
    const distance = naive(all, 18);
    const expected = Array.from({ length: views }, (_, view) => {
      const own = distance(8 + view, view % photos);
      return Array.from({ length: 8 }, (_each, photo) => distance(8 + view, photo)).filter((one) => one <= own).length;
    });
    expect([...rankByMetric(all, { photos, others, views })]).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(2);
  });

  it('gains nothing by embeddings that say what the colours say already', () => {
    // a view has the colours of its photo; only an encoder that sees more than colour tells two photos of one colour apart
    const count = 12;
    const colours = rows(count / 2, 5, 3);
    const colour = Float32Array.from({ length: 2 * count * 5 }, (_, at) => colours[(Math.floor(at / 5) % (count / 2)) * 5 + (at % 5)]!);
    const own = rows(count, 6, 4);
    const telling = Float32Array.from({ length: 2 * count * 6 }, (_, at) => own[at % own.length]!);
    const silent = Float32Array.from({ length: 2 * count * 5 }, (_, at) => colour[at]!);
    const flat = new Float32Array(2 * count * 3);
    const found = (embeddings: Float32Array): number => rankByMetric({ embeddings, colour, layout: flat, texture: flat }, { photos: count, others: 0, views: count }).filter((rank) => rank === 1).length;
    expect([found(telling), found(silent)]).toEqual([count, 0]);
  });

  it('measures pairs by all that is known of them', () => {
    const all = described(9);
    const distance = naive(all, 9);
    const pairs: readonly (readonly [number, number])[] = [[0, 1], [3, 8]];
    measureByMetric(9, all, [], pairs).forEach((squared, at) => expect(squared).toBeCloseTo(distance(pairs[at]![0], pairs[at]![1]), 5));
    const time = Float32Array.from({ length: 9 }, (_, at) => (at === 8 ? 5 : 0));
    const [near, far] = measureByMetric(9, all, [{ name: 'time', dims: 1, values: time }], pairs) as [number, number];
    expect(far - near).toBeGreaterThan(distance(3, 8) - distance(0, 1));
  });

  it('describes pictures in their order, whichever batch is done first', async () => {
    const engine = {
      dim: 1, workers: 3,
      describe: async ({ count, pixels }: { readonly count: number; readonly pixels: Uint8Array }) => {
        await new Promise((resolve) => setTimeout(resolve, pixels[0]! < 30 ? 20 : 1));
        const values = Float32Array.from({ length: count }, (_, at) => pixels[at]!);
        return { embeddings: values, colour: values.slice(), layout: values.slice(), texture: Float32Array.from({ length: 2 * count }, (_, at) => values[at >> 1]!) };
      }
    };
    const { embeddings, texture } = await describeAll(engine, 100, (at) => Uint8Array.of(at));
    expect([...embeddings]).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect([...texture]).toEqual(Array.from({ length: 200 }, (_, at) => at >> 1));
  });
});
