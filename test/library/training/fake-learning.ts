// A training and engines without a net, for tests: an encoder has a skill from 0 to 1, kept in its weights file, and embeds a photo as
// how many of its pixels have which colour, drowned in noise as far as skill is missing. A step raises the skill, or lowers it.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../../src-main/compute/engine.ts';
import { FINGERPRINT_BYTES } from '../../../src-shared/learning/copies/fingerprint.ts';
import type { Backend } from '../../../src-main/compute/backend.ts';
import type { OpenTraining } from '../../../src-main/compute/training.ts';
import { CodedError } from '../../../src-main/failure.ts';
import { noPacks, type OpenPack } from '../../../src-main/library/training/encoders.ts';
import type { LearningCompute } from '../../../src-main/library/training/learning.ts';
import type { AdapterWeights } from '../../../src-shared/learning/adapter/adapter.ts';
import { isAdapterFile, parseAdapter, serialiseAdapter } from '../../../src-shared/learning/adapter/file.ts';
import { tensorShapes, sizeOf } from '../../../src-shared/learning/encoder/architecture.ts';
import type { Depth } from '../../../src-shared/learning/training/recipe.ts';
import type { Looks } from '../../../src-shared/learning/encoder/looks.ts';
import { normaliseRows } from '../../../src-shared/learning/encoder/normalise.ts';
import { parseWeights, readWeightsHead, serialiseWeights } from '../../../src-shared/learning/encoder/weights.ts';

const SIDE = 128;
const DIM = 48;
const LARGE = 40;
const architecture = { stem: { kernel: 3, stride: 4, filters: 2 }, blocks: [], head: { filters: DIM } };

export interface FakeLearning {
  /** What a step adds to the skill. */
  gain: number;
  /** Milliseconds a step takes. */
  stepMs: number;
  /** Called before each step of a backend. */
  beforeStep: (backend: Backend, steps: number) => void | Promise<void>;
  /** Opens an engine with a pack: of the skill that its id ends with, in hundredths. It needs larger pixels. */
  openPack: OpenPack;
  /** The adapter that a training on a pack comes to. */
  adapterOf: (start: AdapterWeights) => AdapterWeights;
  /** Called before each batch that an engine opened for training describes. */
  beforeDescribe: () => void;
  /** Steps that were done, and batches given to engines. */
  steps: number;
  /** Steps done before the training was opened, each time one was that made steps. */
  readonly opened: { readonly backend: Backend; readonly steps: number }[];
  /** The looks of the weights that trainings were opened with. */
  readonly looks: Looks[];
  /** How deep those were. */
  readonly depths: Depth[];
  backends: Backend[];
  awake: number;
}

/** Writes the weights that "come with the app", of a skill, and gives what computes with such. */
export function fakeLearning(path: string, { skill = 0.2, ...changes }: { skill?: number } & Partial<FakeLearning> = {}): { readonly fake: FakeLearning; readonly weights: string; readonly engine: Engine; readonly compute: LearningCompute } {
  const fake: FakeLearning = { gain: 0.1, stepMs: 3, beforeStep: () => {}, beforeDescribe: () => {}, openPack: noPacks, adapterOf: (start) => start, steps: 0, opened: [], looks: [], depths: [], backends: ['wasm'], awake: 0, ...changes };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, weightsOf('shipped', skill));
  const openEngine = async (weights: string): Promise<Engine> => {
    const engine = engineOf(readFileSync(weights));
    return {
      ...engine,
      describe: async (batch) => {
        fake.beforeDescribe();
        return engine.describe(batch);
      }
    };
  };
  fake.openPack = async (id) => {
    const engine = engineOf(weightsOf(id, Number(/\d+$/.exec(id)?.[0]) / 100));
    return {
      ...engine, side: LARGE,
      describe: async ({ count, pixels, large }) => {
        fake.beforeDescribe();
        if (large?.length !== count * LARGE * LARGE * 3) throw new RangeError(`expected large pixels, got ${large?.length}`);
        return engine.describe({ count, pixels });
      }
    };
  };
  const openTraining: OpenTraining = async ({ weights, checkpoint, backend = 'wasm', recipe }) => {
    const adapter = isAdapterFile(weights) ? parseAdapter(weights) : null;
    let [steps, now] = checkpoint ? (JSON.parse(new TextDecoder().decode(checkpoint)) as [number, number]) : [0, adapter ? 0 : skillOf(weights)];
    let stepped = false;
    if (!adapter) fake.looks.push(readWeightsHead(weights).looks);
    return {
      backend, recipe: { objective: 'nt-xent', depth: 'last-blocks', seed: 1, side: 128, leastArea: 0.2, grey: 0, blurred: 0, rate: 1, warmUp: 1, decay: 0, average: 0, temperature: 1, axes: 0, ...recipe },
      async step(_pixels, _count, _share) {
        if (!stepped) {
          fake.opened.push({ backend, steps });
          fake.depths.push(recipe?.depth ?? 'last-blocks');
        }
        stepped = true;
        await fake.beforeStep(backend, steps);
        await sleep(fake.stepMs);
        now = Math.max(0, Math.min(1, now + fake.gain));
        fake.steps++;
        return { loss: 2 - now, steps: ++steps };
      },
      checkpoint: async () => new TextEncoder().encode(JSON.stringify([steps, now])),
      weights: async () => (adapter ? serialiseAdapter(fake.adapterOf(adapter)) : weightsOf('trained', now)),
      close: async () => {}
    };
  };
  const stayAwake = (): (() => void) => {
    fake.awake++;
    return () => {
      fake.awake--;
    };
  };
  const backends: LearningCompute['backends'] = async () => fake.backends.map((name) => ({ name, usable: true, note: null }));
  return { fake, weights: path, engine: engineOf(readFileSync(path)), compute: { openTraining, openEngine, openPack: (...of) => fake.openPack(...of), share: ({ budget }) => ({ steps: budget, after: 0 }), backends, stayAwake } };
}

/** Fails as a lost device does. */
export function loseDevice(): never {
  throw new CodedError('crash', 'the device was lost');
}

function weightsOf(version: string, skill: number): Uint8Array {
  const tensors = new Map(tensorShapes(architecture).map(({ name, shape }) => [name, new Float32Array(sizeOf(shape))]));
  tensors.get('head/bias')!.fill(skill);
  return serialiseWeights({ name: 'fake', version, looks: 1, input: SIDE, dim: DIM, architecture, tensors, trained: {} });
}

const skillOf = (file: Uint8Array): number => parseWeights(file).tensors.get('head/bias')![0]!;

function engineOf(file: Uint8Array): Engine {
  const skill = skillOf(file);
  return {
    backend: 'cpu', encoderVersion: parseWeights(file).version, dim: DIM, workers: 1,
    async describe({ count, pixels }) {
      const embeddings = new Float32Array(count * DIM);
      for (let photo = 0; photo < count; photo++) {
        let noise = 0;
        const from = photo * SIDE * SIDE * 3;
        for (let i = from; i < from + SIDE * SIDE * 3; i += 21) {
          const [red, green, blue] = [pixels[i]!, pixels[i + 1]!, pixels[i + 2]!];
          noise = (Math.imul(noise, 31) + red + green + blue) | 0;
          embeddings[photo * DIM + ((red >> 6) * 4 + (green >> 6)) * 3 + Math.floor(blue / 86)]! += 21 / SIDE / SIDE / 3;
        }
        for (let d = 0; d < DIM; d++) {
          noise = Math.imul(noise ^ (noise >>> 15), 0x2c1b3c6d) | 0;
          embeddings[photo * DIM + d]! += (1 - skill) * (noise / 2 ** 31) * 0.6;
        }
      }
      const plain = embeddings.slice();
      return { embeddings: normaliseRows(embeddings, DIM), colour: plain, layout: plain.slice(), texture: plain.slice(), fingerprints: new Uint8Array(count * FINGERPRINT_BYTES) };
    },
    close: async () => {}
  };
}
