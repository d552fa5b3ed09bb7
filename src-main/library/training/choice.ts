// Which weights to keep of a training: what came of it, with the embedding's axes as they were or fixed again, or the middle between that and what there
// was before. A mean of two weights is often better than either and hardly ever worse than the old ones (weight interpolation:
// Wortsman et al. 2022, "Robust fine-tuning of zero-shot models", arXiv:2109.01903). The held-out photos decide.

import { createHash } from 'node:crypto';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { type EncoderWeights, parseWeights, serialiseWeights } from '../../../src-shared/learning/encoder/weights.ts';
import type { Training } from '../../compute/training.ts';
import type { Store } from '../../store/database.ts';
import { joinPixels, readPixels } from './feed.ts';

/** Photos on which the embedding's axes are fixed again. */
const SAMPLE = 768;

export interface ChoiceOptions {
  /** The weights file that was there before. */
  readonly base: Uint8Array;
  readonly training: Pick<Training, 'weights'>;
  readonly store: Store;
  readonly learnFrom: Uint32Array;
  readonly openTraining: (weights: Uint8Array) => Promise<Pick<Training, 'weights' | 'close'>>;
  readonly score: (weights: Uint8Array) => Promise<number>;
}

/** The weights file with the best score; `null` where none is better than before. */
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

/** The weights file under a name of its own, which follows from its numbers. */
function rename(file: Uint8Array): Uint8Array {
  const weights = parseWeights(file);
  const hash = createHash('sha256');
  for (const values of weights.tensors.values()) hash.update(values);
  return serialiseWeights({ ...weights, version: `tuned-${hash.digest('hex').slice(0, 10)}` });
}

/** Between two weights of one architecture: `share` of the second. */
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
  const rows: Uint8Array[] = [];
  for (let at = 0; at < ids.length && rows.length < SAMPLE; at += every) {
    const pixels = await readPixels(store, ids[Math.floor(at)] as PhotoId); // a row id of the store
    if (pixels) rows.push(pixels);
  }
  return joinPixels(rows);
}
