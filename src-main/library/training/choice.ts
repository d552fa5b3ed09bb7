// Which weights a training results in: the trained ones, with the embedding's axes unchanged or fitted again, or the mean of the trained
// and the initial ones. A mean of two weights is often better than either and hardly ever worse than the initial ones (weight
// interpolation: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models", arXiv:2109.01903). The held-out photos decide.

import { createHash } from 'node:crypto';
import type { Training } from '../../compute/training.ts';

/** Weights as they are in a file. */
interface Weights {
  readonly version: string;
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

export interface WeightsFormat<W extends Weights> {
  readonly parse: (file: Uint8Array) => W;
  readonly serialise: (weights: W) => Uint8Array;
  /** What names of versions begin with. */
  readonly prefix: string;
}

/** Opens a training at other weights. */
export type OpenAt = (weights: Uint8Array) => Promise<Pick<Training, 'weights' | 'close'>>;

export interface ChoiceOptions<W extends Weights> {
  /** The initial weights file. */
  readonly base: Uint8Array;
  readonly training: Pick<Training, 'weights'>;
  readonly format: WeightsFormat<W>;
  /** Pixels of photos on which the embedding's axes are fitted again; left out for weights that have none. */
  readonly sample?: Uint8Array;
  readonly open: OpenAt;
  readonly score: (weights: Uint8Array) => Promise<number>;
}

/** The weights file with the best score; `null` if none is better than the initial one. */
export async function chooseWeights<W extends Weights>({ base, training, format, sample, open, score }: ChoiceOptions<W>): Promise<Uint8Array | null> {
  const best: { weights: Uint8Array | null; score: number } = { weights: null, score: await score(base) };
  const look = async (weights: Uint8Array): Promise<void> => {
    const reached = await score(weights);
    if (reached > best.score) Object.assign(best, { weights, score: reached });
  };
  const plain = await training.weights();
  await look(plain);
  const middle = format.serialise(interpolate(format.parse(base), format.parse(plain), 0.5));
  if (sample) {
    await look(await training.weights(sample));
    const opened = await open(middle);
    try {
      await look(await opened.weights(sample));
    } finally {
      await opened.close();
    }
  } else await look(middle);
  return best.weights && rename(best.weights, format);
}

/** The weights file with its own version name, a hash of its weights. */
function rename<W extends Weights>(file: Uint8Array, { parse, serialise, prefix }: WeightsFormat<W>): Uint8Array {
  const weights = parse(file);
  const hash = createHash('sha256');
  for (const values of weights.tensors.values()) hash.update(values);
  return serialise({ ...weights, version: `${prefix}-${hash.digest('hex').slice(0, 10)}` });
}

/** (1 - share) × old + share × trained, for two of one architecture. */
function interpolate<W extends Weights>(old: W, trained: W, share: number): W {
  const tensors = new Map<string, Float32Array>();
  for (const [name, values] of trained.tensors) {
    const before = old.tensors.get(name);
    if (before?.length !== values.length) throw new RangeError(`${name}: expected ${values.length} values in both, got ${before?.length ?? 'none'}`);
    tensors.set(name, values.map((value, i) => (1 - share) * before[i]! + share * value));
  }
  return { ...trained, tensors };
}
