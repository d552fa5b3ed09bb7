// Each projection: as faithful as scikit-learn's on its sets, clouds stay apart, the same seed gives the same map, and it can be aborted.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { registerWasmKernels } from '../../../src-shared/learning/backends/wasm-kernels.ts';
import { autoencoder } from '../../../src-shared/learning/projections/autoencoder.ts';
import { pca } from '../../../src-shared/learning/projections/pca.ts';
import type { Points, Projecting, ProjectionOptions } from '../../../src-shared/learning/projections/projection.ts';
import { qualityOf } from '../../../src-shared/learning/projections/quality.ts';
import { tsne } from '../../../src-shared/learning/projections/tsne.ts';
import { fitCurve, umap } from '../../../src-shared/learning/projections/umap.ts';
import { finish } from './finish.ts';
import { clouds, referenceSets, referenceSpace, spaceOf } from './spaces.ts';

type Projection = (space: Points, options?: ProjectionOptions) => Projecting;
const quick: Readonly<Record<string, Projection>> = {
  pca,
  umap: (space, options) => umap(space, { ...options, epochs: 120 }),
  tsne: (space, options) => tsne(space, { ...options, steps: 200 }),
  autoencoder: (space, options) => autoencoder(space, { ...options, steps: 60, batch: 64 })
};
const names = Object.keys(quick);

beforeAll(async () => {
  await startWasm();
  registerWasmKernels();
});

describe.each(referenceSets)('on $name', (set) => {
  const reference = (name: string): number => set.projections.find(({ projection }) => projection.startsWith(name))!.trustworthiness;

  it("the principal components are scikit-learn's", () => {
    const space = referenceSpace(set, 1);
    const { trustworthiness, continuity } = finish(qualityOf(space, finish(pca(space))));
    expect(trustworthiness).toBeCloseTo(set.projections[1]!.trustworthiness, 4);
    expect(continuity).toBeCloseTo(set.projections[1]!.continuity, 4);
  });

  it.each([
    ['t-SNE with the perplexity of the reference', 't-sne', (space: Points) => tsne(space, { perplexity: 30, steps: 400 }), 90],
    ["t-SNE with the neighbours of a space", 't-sne', (space: Points) => tsne(space, { steps: 400 }), 30],
    ['UMAP', 't-sne', (space: Points) => umap(space, { epochs: 200 }), 30],
    ['the auto-encoder', 'pca', (space: Points) => autoencoder(space, { steps: 120, batch: 128 }), 1]
  ] as const)("%s is as trustworthy as scikit-learn's %s", (_, name, project, k) => {
    const space = referenceSpace(set, k);
    const { trustworthiness } = finish(qualityOf(space, finish(project(space))));
    expect(trustworthiness).toBeGreaterThan(reference(name) - 0.01);
  });
});

describe.each(names)('%s', (name) => {
  const project = quick[name]!;
  const space = spaceOf(clouds(4, 40, 12, 5), 12, 15);

  it('keeps far clouds apart', () => {
    const positions = finish(project(space));
    const at = (row: number): [number, number] => [positions[2 * row]!, positions[2 * row + 1]!];
    const near = (a: number, b: number): number => Math.hypot(at(a)[0] - at(b)[0], at(a)[1] - at(b)[1]);
    let right = 0;
    for (let row = 0; row < 160; row++) {
      const nearest = Array.from({ length: 160 }, (_, other) => other).filter((other) => other !== row).sort((a, b) => near(row, a) - near(row, b))[0]!;
      if (Math.floor(nearest / 40) === Math.floor(row / 40)) right++;
    }
    expect(right).toBeGreaterThan(name === 'pca' || name === 'autoencoder' ? 130 : 156); // linear views let clouds cross
  });

  it('gives the same map for the same seed', () => {
    expect(finish(project(space, { seed: 4 }))).toEqual(finish(project(space, { seed: 4 })));
  });

  it('says how far it is and can be aborted between slices', () => {
    const before = tf.memory().numTensors;
    const running = project(space);
    const shares: number[] = [];
    for (let step = running.next(); !step.done; step = running.next()) shares.push(step.value);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    const aborted = project(space);
    aborted.next();
    aborted.return(new Float32Array());
    expect(aborted.next().done).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([0, 1, 2, 3])('maps %i photos', (count) => {
    const few = spaceOf(Float32Array.from({ length: count * 3 }, (_, at) => (at * 7) % 5), 3, Math.max(0, count - 1));
    const positions = finish(project(few));
    expect(positions).toHaveLength(2 * count);
    expect(positions.every(Number.isFinite)).toBe(true);
  });

  it('maps photos that are all equal', () => {
    const positions = finish(project(spaceOf(new Float32Array(20 * 3).fill(2), 3, 5)));
    expect(positions.every(Number.isFinite)).toBe(true);
  });
});

describe('a map that continues', () => {
  it.each([['umap', 0.5], ['tsne', 0.5]] as const)('by %s stays near where it started', (name, most) => {
    const space = spaceOf(clouds(4, 40, 12, 5), 12, 15);
    const first = finish(quick[name]!(space));
    const again = finish(quick[name]!(space, { start: first, seed: 9 }));
    let [moved, size] = [0, 0];
    for (let at = 0; at < first.length; at++) {
      moved += (first[at]! - again[at]!) ** 2;
      size += first[at]! ** 2;
    }
    expect(Math.sqrt(moved / size)).toBeLessThan(most); // 1.4 for maps that have nothing to do with each other
  });
});

it("fits the curve that UMAP's authors do", () => {
  const { a, b } = fitCurve(0.1); // umap-learn: 1.577, 0.8951
  expect(a).toBeCloseTo(1.577, 3);
  expect(b).toBeCloseTo(0.8951, 3);
});
