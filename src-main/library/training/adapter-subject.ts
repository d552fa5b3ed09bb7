// Training an adapter on an encoder from outside, which itself stays as it is: so it looks at some views of each photo once (view-features.ts), and
// once at what is held out; from then on only the adapter computes, in no time.
import { identityAdapter } from '../../../src-shared/learning/adapter/adapter.ts';
import { parseAdapter, serialiseAdapter } from '../../../src-shared/learning/adapter/file.ts';
import { recipeFor } from '../../../src-shared/learning/training/recipe.ts';
import type { Engine } from '../../compute/engine.ts';
import { CodedError } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import { chooseWeights } from './choice.ts';
import { type HeldOutDescribed, Scorer } from './score-encoder.ts';
import type { Subject } from './subject.ts';
import { asLooking, openViewFeatures, type ViewFeatures } from './view-features.ts';

export interface AdapterSubjectOptions {
  readonly store: Store;
  /** The engine of the pack without an adapter; it is closed with the subject. */
  readonly engine: Engine;
  /** The file of the adapter to go on from; `null` for one that changes nothing yet. */
  readonly weights: Uint8Array | null;
  readonly seed: number;
  readonly pass: () => Promise<void>;
}

/** Steps cost little, and with more photos each is to be told from more others. */
const BATCH = 128;

/** @throws {CodedError} `engine-failed` if the engine is no pack's; as `ViewRecords.open` */
export async function adapterSubject({ store, engine, weights: given, seed, pass }: AdapterSubjectOptions): Promise<Subject> {
  const { pack, encoderVersion: id, dim } = engine;
  if (!pack) throw new CodedError('engine-failed', 'An adapter can only learn on an encoder from outside.');
  const weights = given ?? serialiseAdapter(identityAdapter({ id, sha256: pack.sha256 }, dim, seed));
  const scorer = new Scorer();
  /** What the encoder says of what is held out, by seed. */
  const described = new Map<number, HeldOutDescribed>();
  let features: ViewFeatures | null = null;
  return {
    weights, batch: BATCH,
    read: async (photo) => features?.read(photo) ?? null,
    async getReady(ids, { recipe, seconds, onReady }) {
      const { leastArea, grey, blurred } = { ...recipeFor('adapter'), ...recipe };
      features ??= await openViewFeatures({ store, engine, views: { leastArea, grey, blurred } });
      return features.look(ids, { seconds, seed, pass, onLooked: onReady });
    },
    depth: async () => 'adapter',
    async score(file, heldOut, views) {
      const known = described.get(views) ?? (await scorer.describe(heldOut, engine, views, pass).catch((error: unknown) => {
        throw asLooking(error);
      }));
      described.set(views, known);
      return scorer.rate(heldOut, known, file);
    },
    choose: ({ training, open, score }) => chooseWeights({ base: weights, training, open, score, format: { parse: parseAdapter, serialise: serialiseAdapter, prefix: 'adapter' } }),
    close: async () => {
      await Promise.all([scorer.close(), features?.close(), engine.close()]);
    }
  };
}
