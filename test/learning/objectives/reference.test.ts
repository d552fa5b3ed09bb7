// Values and gradients made with torch and pytorch-metric-learning, to 1e-4 relative: the largest error of a gradient against its
// largest value.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { barlowTwins } from '../../../src-shared/learning/objectives/barlow-twins.ts';
import { contrastive } from '../../../src-shared/learning/objectives/contrastive.ts';
import { rowDistances } from '../../../src-shared/learning/objectives/geometry.ts';
import { liftedStructure } from '../../../src-shared/learning/objectives/lifted-structure.ts';
import { multiSimilarity } from '../../../src-shared/learning/objectives/multi-similarity.ts';
import { ntXent } from '../../../src-shared/learning/objectives/nt-xent.ts';
import type { LabelledObjective } from '../../../src-shared/learning/objectives/objective.ts';
import { pairContrastive } from './pair-contrastive.ts';
import { pairLogistic } from './pair-logistic.ts';
import { pairRegression } from './pair-regression.ts';
import { supervisedContrastive } from '../../../src-shared/learning/objectives/supervised-contrastive.ts';
import { triplet } from '../../../src-shared/learning/objectives/triplet.ts';
import { tripletRanking } from './triplet-ranking.ts';
import { vicreg } from '../../../src-shared/learning/objectives/vicreg.ts';
import { readReference } from '../../reference/values.ts';
import { relativeError } from '../encoder/reference.ts';
import { compute } from './gradient-check.ts';

interface Entry {
  readonly name: string;
  readonly params: Readonly<Record<string, never>>;
  readonly loss: number;
}

interface Labelled extends Entry {
  readonly embeddings: number[][];
  readonly labels: number[];
  readonly gradient: number[][];
}

interface TwoViews extends Entry {
  readonly viewA: number[][];
  readonly viewB: number[][];
  readonly gradientA: number[][];
  readonly gradientB: number[][];
}

interface Judged extends Entry {
  readonly embeddings: number[][];
  readonly pairs?: number[][];
  readonly triplets?: number[][];
  readonly y?: number[];
  readonly gradient: number[][];
}

// the words of the reference file, in ours
const labelled: Record<string, (params: Entry['params']) => LabelledObjective> = {
  contrastive: ({ posMargin, negMargin, distance, normalize }) => contrastive({ positiveMargin: posMargin!, negativeMargin: negMargin!, distance: distance!, normalise: normalize! }),
  triplet: ({ normalize, ...options }) => triplet({ ...options, normalise: normalize! }),
  ntxent: (options) => (embeddings, labels) => {
    const half = labels.length / 2;
    return ntXent(options)(tf.slice(embeddings, [0, 0], [half, -1]), tf.slice(embeddings, [half, 0], [half, -1]));
  },
  supcon: supervisedContrastive,
  multiSimilarity,
  liftedStructure: ({ posMargin, negMargin, normalize }) => liftedStructure({ positiveMargin: posMargin!, negativeMargin: negMargin!, normalise: normalize! })
};

const entriesOf = <T>(name: string): T[] => readReference<T[]>(name);

/** Each entry with a title of its own. */
const titled = <T extends Entry>(entries: T[]): [string, T][] => entries.map((entry) => [`${entry.name} ${JSON.stringify(entry.params)}`, entry]);

const expectReference = (got: { value: number; gradients: readonly Float32Array[] }, loss: number, gradients: readonly number[][][]): void => {
  expect(relativeError([got.value], [loss])).toBeLessThan(1e-4);
  gradients.forEach((gradient, i) => expect(relativeError(got.gradients[i]!, gradient.flat())).toBeLessThan(1e-4));
};

beforeAll(startWasm);

describe.each(['cpu', 'wasm'])('objectives on %s agree with the reference', (backend) => {
  beforeEach(async () => {
    await tf.setBackend(backend);
  });

  it('in number', () => {
    expect(['losses', 'twoViewLosses', 'judgementLosses'].map((name) => entriesOf(name).length)).toEqual([14, 2, 4]);
  });

  it.each(titled(entriesOf<Labelled>('losses')))('%s', (_, { name, params, embeddings, labels, loss, gradient }) => {
    expectReference(compute((x) => tf.tidy(() => labelled[name]!(params)(x, labels)), [embeddings]), loss, [gradient]);
  });

  it.each(titled(entriesOf<TwoViews>('twoViewLosses')))('%s', (_, { name, params, viewA, viewB, loss, gradientA, gradientB }) => {
    const { eps, ...weights } = params;
    const objective = name === 'vicreg' ? vicreg({ ...weights, epsilon: eps! }) : barlowTwins(params);
    expectReference(compute((a, b) => objective(a, b), [viewA, viewB]), loss, [gradientA, gradientB]);
  });

  it.each(titled(entriesOf<Judged>('judgementLosses')))('%s', (_, { name, params, embeddings, pairs, triplets, y, loss, gradient }) => {
    const between = (x: tf.Tensor2D, list: readonly number[][], i: number, j: number): tf.Tensor1D => {
      const side = (k: number): tf.Tensor2D => tf.gather(x, tf.tensor1d(list.map((entry) => entry[k]!), 'int32'));
      return rowDistances(side(i), side(j));
    };
    const ofPairs = { pairContrastive, pairLogistic, pairRegression: (_: Entry['params']) => pairRegression() }[name];
    const objective = (x: tf.Tensor2D): tf.Scalar => tf.tidy(() =>
      ofPairs ? ofPairs(params)(between(x, pairs!, 0, 1), tf.tensor1d(y!)) : tripletRanking(params)(between(x, triplets!, 0, 1), between(x, triplets!, 0, 2)));
    expectReference(compute(objective, [embeddings]), loss, [gradient]);
  });
});
