// How good an encoder is on photos that are never learned from: does a view of one of them find it? Which photos those are, and how little
// of them the views show, is the caller's.
import { uniform } from '../random.ts';
import { type Embedder, embedAll } from './embed.ts';
import { type FindingScores, scoreFinding } from './finding.ts';
import { probeView, type ProbeOptions } from './probe-view.ts';

/** Photos, and the views of them that every encoder is given as queries. */
export interface Probes {
  readonly photos: readonly Uint8Array[];
  /** Distractors among which the views look for their photo, too. */
  readonly others: readonly Uint8Array[];
  /** Number of views, a multiple of the photos. */
  readonly views: number;
  /** View `at`, of photo `at` modulo the number of photos. */
  readonly view: (at: number) => Uint8Array;
}

export interface ProbesOptions extends ProbeOptions {
  readonly side: number;
  /** The seed of each view. */
  readonly seedOf: (at: number) => number;
  readonly others?: readonly Uint8Array[];
}

/** Approximate number of views, over all photos. */
const viewsWanted = 512;

/** Probes of photos, side × side × 3, RGB, 0..255. Views are drawn when they are first needed, and kept for the next encoder. */
export function createProbes(photos: readonly Uint8Array[], { side, seedOf, others = [], ...options }: ProbesOptions): Probes {
  const drawn: Uint8Array[] = [];
  return {
    photos, others, views: photos.length * Math.max(1, Math.min(8, Math.round(viewsWanted / Math.max(1, photos.length)))),
    view: (at) => (drawn[at] ??= probeView(photos[at % photos.length]!, side, uniform(seedOf(at)), options))
  };
}

/** The scores of an encoder, NaN without photos; comparable between encoders that were given the same probes. `pass` as in `embedAll`. */
export async function scoreHeldOut(engine: Embedder, { photos, others, views, view }: Probes, pass?: () => Promise<void>): Promise<FindingScores> {
  const embed = (count: number, make: (at: number) => Uint8Array): Promise<Float32Array> => embedAll(engine, count, make, pass);
  const own = await embed(photos.length, (at) => photos[at]!);
  const distractors = await embed(others.length, (at) => others[at]!);
  return scoreFinding(await embed(views, view), own, engine.dim, distractors);
}
