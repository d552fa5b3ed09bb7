// Which weights a training results in: the trained ones, with the embedding's axes unchanged or fitted again, or the mean of the trained
// and the initial ones. A mean of two weights is often better than either and hardly ever worse than the initial ones (weight
// interpolation: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models", arXiv:2109.01903). The held-out photos decide.

import { createHash } from 'node:crypto';
import { type EncoderWeights, parseWeights, serialiseWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { joinRows } from '../../../src-shared/learning/rows.ts';
import { readPhotos } from '../../../src-shared/learning/training/feed.ts';
import type { Training } from '../../compute/training.ts';
import type { Store } from '../../store/database.ts';
import { pixelReader } from './pixels.ts';

/** Number of photos on which the embedding's axes are fitted again. */
const SAMPLE = 768;

export interface ChoiceOptions {
  /** The initial weights file. */
  readonly base: Uint8Array;
  readonly training: Pick<Training, 'weights'>;
  readonly store: Store;
  readonly learnFrom: Uint32Array;
  readonly openTraining: (weights: Uint8Array) => Promise<Pick<Training, 'weights' | 'close'>>;
  readonly score: (weights: Uint8Array) => Promise<number>;
}

/** The weights file with the best score; `null` if none is better than the initial one. */
export async function chooseWeights({ base, training, store, learnFrom, openTraining, score }: ChoiceOptions): Promise<Uint8Array | null> {
  const photos = await sample(store, learnFrom);
  const best: { weights: Uint8Array | null; score: number } = { weights: null, score: await score(base) };
  const look = async (weights: Uint8Array): Promise<void> => {
    const reached = await score(weights);
    if (reached > best.score) Object.assign(best, { weights, score: reached });
  };
  const plain = await training.weights();
  await look(plain);
  await look(await training.weights(photos));
  const middle = interpolate(parseWeights(base), parseWeights(plain), 0.5);
  const opened = await openTraining(serialiseWeights(middle));
  try {
    await look(await opened.weights(photos));
  } finally {
    await opened.close();
  }
  return best.weights && rename(best.weights);
}

/** The weights file with its own version name, a hash of its weights. */
function rename(file: Uint8Array): Uint8Array {
  const weights = parseWeights(file);
  const hash = createHash('sha256');
  for (const values of weights.tensors.values()) hash.update(values);
  return serialiseWeights({ ...weights, version: `tuned-${hash.digest('hex').slice(0, 10)}` });
}

/** (1 - share) × old + share × trained, for two encoders of one architecture. */
function interpolate(old: EncoderWeights, trained: EncoderWeights, share: number): EncoderWeights {
  const tensors = new Map<string, Float32Array>();
  for (const [name, values] of trained.tensors) {
    const before = old.tensors.get(name);
    if (before?.length !== values.length) throw new RangeError(`${name}: expected ${values.length} values in both, got ${before?.length ?? 'none'}`);
    tensors.set(name, values.map((value, i) => (1 - share) * before[i]! + share * value));
  }
  return { ...trained, tensors };
}

async function sample(store: Store, ids: Uint32Array): Promise<Uint8Array> {
  const every = Math.max(1, ids.length / SAMPLE);
  const spaced = Uint32Array.from({ length: Math.min(SAMPLE, ids.length) }, (_, i) => ids[Math.floor(i * every)]!);
  return joinRows(await readPhotos(pixelReader(store), spaced));
}
