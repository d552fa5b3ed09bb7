// Photos by words, with an encoder that puts both into one space (CLIP: Radford et al. 2021, arXiv:2103.00020): what words mean, and how near photos are
// to that, by the cosine of the embeddings as they are. The lens has no say: it knows how photos differ, not how a photo differs from words.
import type { LikePhotos, WordsLook } from '../../../src-shared/contract.ts';
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
