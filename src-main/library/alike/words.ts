// Photos by words, with an encoder that puts both into one space (CLIP: Radford et al. 2021, arXiv:2103.00020): what words mean, and how near photos are
// to that, by the cosine of the embeddings as they are, those before an adapter. A lens that learned something knows how photos differ, not how a photo
// differs from words: it has its say by the photos that words found first (learning/metric/feedback).
import type { LikePhotos, PhotoSpace, WordsLook } from '../../../src-shared/contract.ts';
import { rankAgain } from '../../../src-shared/learning/metric/feedback.ts';
import type { Engine } from '../../compute/engine.ts';
import { CodedError } from '../../failure.ts';
import { eachEmbedding } from '../../store/described.ts';
import type { Store } from '../../store/database.ts';
import type { EncoderVersionId } from '../../store/encoder-versions.ts';

/** @throws {CodedError} `bad-request` where the encoder understands no words, `engine-failed` with what its model did */
export async function understandWords(engine: Engine, words: string): Promise<WordsLook> {
  if (!engine.embedWords) throw new CodedError('bad-request', 'The encoder in use understands no words. Use one that does: see docs/encoders.md.');
  const embedding = await engine.embedWords(words).catch((error: unknown) => {
    throw new CodedError('engine-failed', `The words could not be understood: ${error instanceof Error ? error.message : String(error)}. Try others.`, { cause: error });
  });
  if (!embedding.every(Number.isFinite)) throw new CodedError('engine-failed', 'The encoder has no finite numbers for these words. Try others.');
  return { encoder: engine.encoderVersion, embedding };
}

/**
 * The `count` photos nearest to words, nearest first, then by id; their distances are 1 − cosine.
 * @param isWanted of the photos that are ranked @throws {RangeError} if the embeddings have other lengths than the words'
 */
export function rankByWords(store: Store, encoder: EncoderVersionId, embedding: Float32Array, count: number, isWanted: (id: number) => boolean): LikePhotos {
  const length = Math.hypot(...embedding);
  const found: { readonly id: number; readonly distance: number }[] = [];
  eachEmbedding(store, encoder, (id, row) => {
    if (!isWanted(id)) return;
    if (row.length !== embedding.length) throw new RangeError(`words: expected ${row.length} values, got ${embedding.length}`);
    let [product, square] = [0, 0];
    for (let i = 0; i < row.length; i++) {
      product += row[i]! * embedding[i]!;
      square += row[i]! * row[i]!;
    }
    found.push({ id, distance: 1 - product / (length * Math.sqrt(square) || 1) });
  });
  found.sort((a, b) => a.distance - b.distance || a.id - b.id);
  const best = found.slice(0, count);
  return { ids: Uint32Array.from(best, ({ id }) => id), distances: Float32Array.from(best, ({ distance }) => distance) };
}

/** Photos that words found are ranked again up to here; those behind are too far to come back. */
const MOST_AGAIN = 20_000;

/** The `count` nearest of all photos that words found, nearest first, ranked with the space of a lens. */
export function rankWithLens({ ids, distances }: LikePhotos, { ids: placed, dims, points }: Pick<PhotoSpace, 'ids' | 'dims' | 'points'>, count: number): LikePhotos {
  const rowOf = new Map(Array.from(placed, (id, row) => [id, row]));
  const again = Math.min(MOST_AGAIN, ids.length);
  const anew = rankAgain({ points, dims, rows: Array.from(ids.subarray(0, again), (id) => rowOf.get(id) ?? 0), distances: distances.subarray(0, again) }); // only placed ones are ranked
  const order = Array.from(anew.keys()).sort((a, b) => anew[a]! - anew[b]! || a - b);
  const last = again > 0 ? anew[order.at(-1)!]! : 0;
  const best = [...order, ...Array.from({ length: ids.length - again }, (_, i) => again + i)].slice(0, count);
  return { ids: Uint32Array.from(best, (at) => ids[at]!), distances: Float32Array.from(best, (at) => (at < again ? anew[at]! : Math.max(last, distances[at]!))) };
}
