// What a training trains, by the version in use when it began: the app's own encoder, or an adapter on an encoder from outside.
import type { Engine } from '../../compute/engine.ts';
import type { OpenTraining } from '../../compute/training.ts';
import { CodedError } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import type { EncoderVersion } from '../../store/encoder-versions.ts';
import { adapterSubject } from './adapter-subject.ts';
import type { Encoders, OpenPack } from './encoders.ts';
import { encoderSubject, type Subject } from './subject.ts';
import type { timeToTrain } from './time-to-train.ts';

/** Opens what a training computes with. */
export interface Compute {
  readonly openTraining: OpenTraining;
  /** Opens an engine with the weights file at a path. */
  readonly openEngine: (weights: string) => Promise<Engine>;
  readonly openPack: OpenPack;
  /** How much of the budget is for steps, unless as usual. */
  readonly share?: typeof timeToTrain;
}

export interface OpenSubjectOptions {
  readonly store: Store;
  readonly encoders: Encoders;
  readonly compute: Compute;
  readonly base: EncoderVersion;
  readonly seed: number;
  /** Awaited between batches. */
  readonly pass: () => Promise<void>;
}

/** The caller closes it. Rejects with `engine-failed`, and as the pack does that `base` needs. */
export async function openSubject({ store, encoders, compute, base, seed, pass }: OpenSubjectOptions): Promise<Subject> {
  const weights = await encoders.weights(base);
  if (!base.pack) {
    if (!weights) throw new CodedError('engine-failed', `The weights of ${base.name} are gone. Choose another version.`);
    return encoderSubject({ store, weights, openEngine: compute.openEngine, pass });
  }
  const engine = await compute.openPack(base.pack.id);
  try {
    return await adapterSubject({ store, engine, weights, seed, pass });
  } catch (error) {
    await engine.close();
    throw error;
  }
}
