import { describe, expect, it } from 'vitest';
import { rankAgain } from '../../../src-shared/learning/metric/feedback.ts';
import { normal } from '../../../src-shared/learning/random.ts';

const CLASSES = 8;
const PHOTOS = 240;
const WIDE = 24;
const DIMS = 12;

/** Mean average precision of words that mean one of several classes each: by words alone, and ranked again with a lens that groups by `lens`. */
function compare(seed: number, lens: 'what words mean' | 'something else' | 'nothing'): { readonly words: number; readonly both: number } {
  const next = normal(seed * 7919 + 1);
  const row = (length: number, scale = 1): number[] => Array.from({ length }, () => scale * next());
  const meanings = Array.from({ length: CLASSES }, () => row(WIDE));
  const centres = Array.from({ length: CLASSES }, () => row(DIMS));
  const photos = Array.from({ length: PHOTOS }, (_, at) => {
    const means = at % CLASSES;
    const group = lens === 'what words mean' ? means : Math.floor(Math.abs(next()) * 1e6) % CLASSES;
    return { means, embedding: meanings[means]!.map((value) => 0.6 * value + 1.5 * next()), point: centres[group]!.map((value) => (lens === 'nothing' ? 0 : value) + 0.5 * next()) };
  });
  const points = Float32Array.from(photos.flatMap(({ point }) => point));
  const sums = { words: 0, both: 0 };
  for (let means = 0; means < CLASSES; means++) {
    const said = meanings[means]!.map((value) => value + 0.6 * next());
    const cosine = (a: readonly number[]): number => a.reduce((sum, value, i) => sum + value * said[i]!, 0) / Math.hypot(...a) / Math.hypot(...said);
    const ranked = photos.map(({ embedding }, at) => ({ at, distance: 1 - cosine(embedding) })).sort((a, b) => a.distance - b.distance);
    const again = rankAgain({ points, dims: DIMS, rows: ranked.map(({ at }) => at), distances: ranked.map(({ distance }) => distance) });
    const precision = (order: readonly number[]): number => {
      let [found, sum] = [0, 0];
      order.forEach((at, i) => {
        if (photos[at]!.means === means) sum += ++found / (i + 1);
      });
      return sum / found;
    };
    sums.words += precision(ranked.map(({ at }) => at)) / CLASSES;
    sums.both += precision(ranked.map(({ at }, i) => ({ at, distance: again[i]! })).sort((a, b) => a.distance - b.distance).map(({ at }) => at)) / CLASSES;
  }
  return sums;
}

const seeds = [1, 2, 3, 4, 5];

describe('photos that words found', () => {
  it('are found better with a lens that groups by what the words mean', () => {
    for (const seed of seeds) {
      const { words, both } = compare(seed, 'what words mean');
      expect(both, `seed ${seed}: ${words} by words`).toBeGreaterThan(words + 0.08);
    }
  });

  it.each(['something else', 'nothing'] as const)('stay nearly as they were with a lens that groups by %s', (lens) => {
    for (const seed of seeds) {
      const { words, both } = compare(seed, lens);
      expect(Math.abs(both - words), `seed ${seed}: ${words} by words, ${both} with the lens`).toBeLessThan(0.02);
    }
  });

  it('are left alone where they are few, or all at one place', () => {
    const distances = Float32Array.from({ length: 20 }, (_, i) => i / 20);
    expect(rankAgain({ points: new Float32Array(20), dims: 1, rows: [...distances.keys()], distances })).toEqual(Float64Array.from(distances));
    const many = Float32Array.from({ length: 80 }, (_, i) => i / 80);
    expect(rankAgain({ points: new Float32Array(80), dims: 1, rows: [...many.keys()], distances: many })).toEqual(Float64Array.from(many));
  });
});
