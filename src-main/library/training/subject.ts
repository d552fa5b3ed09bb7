// What a training trains: the app's own encoder (here), or an adapter on one from outside (adapter-subject.ts). The training itself is learn.ts.
import type { ReadPixels } from '../../../src-shared/learning/training/feed.ts';
import { parseWeights, serialiseWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { joinRows } from '../../../src-shared/learning/rows.ts';
import { readPhotos } from '../../../src-shared/learning/training/feed.ts';
import type { Depth, Recipe } from '../../../src-shared/learning/training/recipe.ts';
import type { Engine } from '../../compute/engine.ts';
import { isWorkerFailure } from '../../failure.ts';
import type { Training } from '../../compute/training.ts';
import type { Store } from '../../store/database.ts';
import { encoderFile, writeEncoderFile } from '../../store/encoder-files.ts';
import { type OpenAt, chooseWeights } from './choice.ts';
import { measureDepth } from './depth.ts';
import type { HeldOut } from './held-out.ts';
import { pixelReader } from './pixels.ts';
import { type Scored, Scorer } from './score-encoder.ts';

export interface Choice {
  readonly training: Pick<Training, 'weights'>;
  /** What was learned from. */
  readonly learnFrom: Uint32Array;
  /** Opens a training at other weights. */
  readonly open: OpenAt;
  readonly score: (weights: Uint8Array) => Promise<number>;
}

export interface GetReady {
  readonly recipe: Partial<Recipe>;
  /** Seconds that it may take. */
  readonly seconds: number;
  readonly onReady: (photos: number, seconds: number) => void;
}

export interface Subject {
  /** The initial weights file. */
  readonly weights: Uint8Array;
  /** Photos per batch, where nothing else is asked for. */
  readonly batch: number;
  /** What a step is given of a photo. */
  readonly read: ReadPixels;
  /** Does what has to be done before learning, and gives the photos among `ids` that can be learned from; left out where that is nothing. */
  readonly getReady?: (ids: Uint32Array, how: GetReady) => Promise<Uint32Array>;
  /** How deep to train: as wanted, or tried out. */
  readonly depth: (wanted: Depth | undefined, open: (depth: Depth) => Promise<Training>, heldOut: HeldOut) => Promise<Depth>;
  readonly score: (weights: Uint8Array, heldOut: HeldOut, seed: number) => Promise<Scored>;
  /** The best weights file that the training results in; `null` if none is better than the initial one. */
  readonly choose: (choice: Choice) => Promise<Uint8Array | null>;
  readonly close: () => Promise<void>;
}

export interface EncoderSubjectOptions {
  readonly store: Store;
  readonly weights: Uint8Array;
  /** Opens an engine with the weights file at a path. */
  readonly openEngine: (weights: string) => Promise<Engine>;
  readonly pass: () => Promise<void>;
}

/** Name under which weights are stored while they are scored. */
const PROBE = 'probe';
/** Number of photos on which the embedding's axes are fitted again. */
const SAMPLE = 768;
const BATCH = 64;

/** The app's own encoder. */
export function encoderSubject({ store, weights, openEngine, pass }: EncoderSubjectOptions): Subject {
  const scorer = new Scorer();
  const read = pixelReader(store);
  // kept from one score to the next: a score takes less time than starting workers for it
  let looker: Engine | null = null;
  return {
    weights, batch: BATCH, read,
    depth: async (wanted, open, { pixels }) => wanted ?? measureDepth({ open, pixels }),
    async score(given, heldOut, seed) {
      const file = encoderFile(store.folder, PROBE);
      await writeEncoderFile(store.folder, PROBE, given, { passing: true });
      const rate = async (engine: Engine): Promise<Scored> => scorer.score(heldOut, engine, seed, pass);
      // where the workers that are there cannot, others say why
      const shared = (await looker?.withWeights?.(file).catch(() => null)) ?? null;
      try {
        if (shared) return await rate(shared);
      } catch (error) {
        if (!isWorkerFailure(error)) throw error;
      }
      await looker?.close();
      return rate((looker = await openEngine(file)));
    },
    choose: async ({ training, learnFrom, open, score }) => chooseWeights({
      base: weights, training, open, score, sample: await sample(read, learnFrom),
      format: { parse: parseWeights, serialise: serialiseWeights, prefix: 'tuned' }
    }),
    close: async () => {
      await Promise.all([scorer.close(), looker?.close()]);
    }
  };
}

async function sample(read: ReadPixels, ids: Uint32Array): Promise<Uint8Array> {
  const every = Math.max(1, ids.length / SAMPLE);
  const spaced = Uint32Array.from({ length: Math.min(SAMPLE, ids.length) }, (_, i) => ids[Math.floor(i * every)]!);
  return joinRows(await readPhotos(read, spaced));
}
