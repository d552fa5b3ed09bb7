import { describe, expect, it } from 'vitest';
import type { Embedder } from '../../../src-shared/learning/scores/embed.ts';
import { createProbes, scoreHeldOut } from '../../../src-shared/learning/scores/held-out.ts';
import { probeView } from '../../../src-shared/learning/scores/probe-view.ts';
import { seeded } from '../../made-library.ts';

const side = 8;
const photo = (red: number): Uint8Array => Uint8Array.from({ length: side * side * 3 }, (_, i) => (i % 3 === 0 ? red : 40));
/** Embeds pictures as their mean red and nothing else. */
const redness: Embedder = {
  dim: 1, workers: 2,
  describe: async ({ count, pixels }) => ({
    embeddings: Float32Array.from({ length: count }, (_, row) => {
      const own = pixels.subarray(row * side * side * 3, (row + 1) * side * side * 3);
      return own.reduce((sum, value, i) => (i % 3 === 0 ? sum + value : sum), 0) / (side * side);
    })
  })
};

describe('held-out photos', () => {
  it('are each shown in up to eight views, some 512 in all', () => {
    const views = (photos: number): number => createProbes(Array.from({ length: photos }, () => photo(0)), { side, seedOf: (at) => at }).views;
    expect([0, 1, 10, 64, 100, 256, 600].map(views)).toEqual([0, 8, 80, 512, 500, 512, 600]);
  });

  it('are shown by views that follow from their seeds and are drawn once', () => {
    const photos = [photo(10), photo(200)];
    const { views, view } = createProbes(photos, { side, seedOf: (at) => 77 + at, area: [0.1, 0.3], light: 0.5 });
    for (let at = 0; at < views; at++) expect(view(at)).toEqual(probeView(photos[at % 2]!, side, seeded(77 + at), { area: [0.1, 0.3], light: 0.5 }));
    expect(view(3)).toBe(view(3));
  });

  it('are scored by the rank of each photo among all, for its views', async () => {
    const photos = [photo(20), photo(120), photo(220)];
    const others = [photo(110), photo(130)];
    const probes = createProbes(photos, { side, seedOf: (at) => at, others });
    // by hand: the rank of a view's photo is one more than the number of pictures at least as near
    const red = (pixels: Uint8Array): number => pixels.reduce((sum, value, i) => (i % 3 === 0 ? sum + value : sum), 0) / (side * side);
    const ranks = Array.from({ length: 24 }, (_, at) => {
      const seen = red(probeView(photos[at % 3]!, side, seeded(at)));
      const distances = [...photos, ...others].map((one) => Math.abs(red(one) - seen));
      return distances.filter((distance) => distance <= distances[at % 3]!).length;
    });
    expect(ranks.some((rank) => rank > 1)).toBe(true);
    const { recallAt1, mAP } = await scoreHeldOut(redness, probes);
    expect(recallAt1).toBeCloseTo(ranks.filter((rank) => rank === 1).length / 24);
    expect(mAP).toBeCloseTo(ranks.reduce((sum, rank) => sum + 1 / rank, 0) / 24);
  });

  it('have no score where there are none', async () => {
    expect(await scoreHeldOut(redness, createProbes([], { side, seedOf: (at) => at }))).toEqual({ recallAt1: NaN, mAP: NaN });
  });
});
