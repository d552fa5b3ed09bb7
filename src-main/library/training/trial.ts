// Tries an encoder from outside on an open library's held-out photos and judged pairs, against the encoder in use. It is to be used if it is
// better by more than the error of that, like one that was trained, or if the user wants it anyway. Does not encode the photos (run.ts).
import type { EncoderScores, EncoderVersionId, LensId } from '../../../src-shared/contract.ts';
import { gainOf } from '../../../src-shared/learning/scores/gain.ts';
import type { Engine } from '../../compute/engine.ts';
import type { Store } from '../../store/database.ts';
import { ensureEncoderVersion, type PackFacts, writePackScores } from '../../store/encoder-versions.ts';
import { photosToLearnFrom } from '../../store/training-photos.ts';
import type { Encoders } from './encoders.ts';
import { FEWEST_PHOTOS, type HeldOut, readHeldOut, splitPhotos } from './held-out.ts';
import { type Scored, Scorer } from './score-encoder.ts';
import type { TrainStory } from './story.ts';

/** The version to switch to, or `null`. `pass` waits while the run is paused, and rejects to stop it. */
export type Trial = (story: TrainStory, pass: () => Promise<void>) => Promise<EncoderVersionId | null>;

export interface TrialOptions {
  readonly store: Store;
  readonly encoders: Encoders;
  readonly lensId: LensId;
  readonly pack: { readonly id: string; readonly title: string };
  /** Opens an engine with the pack. */
  readonly open: () => Promise<Engine>;
  /** Its scores were stored. */
  readonly onScored: () => void;
  /** Use it even if it is not better. */
  readonly anyway: boolean;
}

/** Seed of the views, the same for both. */
const SEED = 1;

export function trialOf(options: TrialOptions): Trial {
  return async (story, pass) => {
    const { store, encoders, pack, anyway } = options;
    const known = encoders.ofPack(pack.id);
    if (known?.pack?.decided) return known.id; // encoding was interrupted
    story.backend = 'native';
    const engine = await options.open();
    try {
      const compared = await compare(options, engine, story, pass);
      const facts: PackFacts = { ...pack, before: compared && plain(compared.before.scores), heldOut: compared?.before.photos ?? 0 };
      const scores = compared && plain(compared.after.scores);
      const { id } = ensureEncoderVersion(store, { name: pack.id, dim: engine.dim, createdAt: Date.now(), scores, pack: facts });
      const gain = compared && gainOf(compared.before, compared.after, SEED);
      const decided = !gain || anyway || gain.score > gain.error; // without a gain there are too few photos to tell
      writePackScores(store, id, scores, { ...facts, decided });
      options.onScored();
      if (gain) story.outcome = { adopted: false, before: compared.before.scores, after: compared.after.scores, gain };
      return decided ? id : null;
    } finally {
      await engine.close();
    }
  };
}

/** What both score; `null` where there are too few photos. */
async function compare({ store, encoders, lensId }: TrialOptions, engine: Engine, story: TrainStory, pass: () => Promise<void>): Promise<{ readonly before: Scored; readonly after: Scored } | null> {
  const ids = photosToLearnFrom(store);
  if (ids.length < FEWEST_PHOTOS) return null;
  const split = splitPhotos(ids);
  const heldOut: HeldOut = await readHeldOut(store, split.heldOut, split.learn, lensId);
  story.status = { seconds: 0, speed: 0, photos: 0, heldOut: heldOut.pixels.length, depth: null, loss: [], score: [] };
  story.advance('scoring');
  const scorer = new Scorer();
  try {
    return { before: await scorer.score(heldOut, encoders.engine, SEED, pass), after: await scorer.score(heldOut, engine, SEED, pass) };
  } finally {
    await scorer.close();
  }
}

/** Scores as they are stored. */
export function plain({ recallAt1, mAP, auc }: EncoderScores): Record<string, number> {
  return { recallAt1, mAP, ...(auc !== null && { auc }) };
}
