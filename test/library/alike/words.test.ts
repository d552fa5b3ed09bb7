import { describe, expect, it } from 'vitest';
import { rankByWords, understandWords } from '../../../src-main/library/alike/words.ts';
import { ensureEncoderVersion, type EncoderVersionId } from '../../../src-main/store/encoder-versions.ts';
import { toHalf } from '../../../src-main/store/half.ts';
import { seeded } from '../../made-library.ts';
import { plainEngine } from '../plain-engine.ts';
import { madeStore } from '../../store/made-store.ts';

const DIMS = 5;
const random = seeded(4);
const rows = Array.from({ length: 20 }, () => Float32Array.from({ length: DIMS }, () => Math.round((random() - 0.5) * 64) / 64)); // exact in half precision

function withEmbeddings(): { readonly store: ReturnType<typeof madeStore>; readonly encoder: EncoderVersionId } {
  const store = madeStore();
  const { id } = ensureEncoderVersion(store, { name: 'pair', dim: DIMS, createdAt: 0, scores: null });
  rows.forEach((row, at) => {
    store.db.prepare(`INSERT INTO photos (id, hash, shown, width, height, format, bytes, added_at) VALUES (?, ?, ?, 1, 1, 'jpeg', 1, 0)`).run(at + 1, `h${at}`, `h${at}`);
    store.db.prepare('INSERT INTO embeddings VALUES (?, ?, ?)').run(id, at + 1, toHalf(row));
  });
  return { store, encoder: id };
}

describe('photos by words', () => {
  it('are ranked by the cosine of their embedding, of any length', () => {
    const { store, encoder } = withEmbeddings();
    const words = Float32Array.of(0.3, -0.2, 0.9, 0.1, 0.4);
    const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.hypot(...a) / Math.hypot(...b);
    const expected = rows.map((row, at) => ({ id: at + 1, distance: 1 - cosine(row, words) })).sort((a, b) => a.distance - b.distance);
    const { ids, distances } = rankByWords(store, encoder, words, 7, () => true);
    expect([...ids]).toEqual(expected.slice(0, 7).map(({ id }) => id));
    distances.forEach((distance, at) => expect(distance).toBeCloseTo(expected[at]!.distance, 6));
    expect([...rankByWords(store, encoder, words.map((value) => value * 9), 20, (id) => id % 2 === 0).ids]).toEqual(expected.filter(({ id }) => id % 2 === 0).map(({ id }) => id));
    expect(() => rankByWords(store, encoder, words.subarray(1), 7, () => true)).toThrow('expected 5 values, got 4');
  });

  it('need an encoder that understands them', async () => {
    await expect(understandWords(plainEngine(), 'cat')).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('understands no words') });
    const engine = { ...plainEngine(), embedWords: async (words: string) => Float32Array.of(words.length, 1) };
    expect(await understandWords(engine, 'cat')).toEqual({ encoder: 'plain', embedding: Float32Array.of(3, 1) });
    await expect(understandWords({ ...engine, embedWords: async () => Float32Array.of(NaN) }, 'cat')).rejects.toMatchObject({ code: 'engine-failed' });
    await expect(understandWords({ ...engine, embedWords: () => Promise.reject(new Error('the model crashed')) }, 'cat')).rejects.toThrow('The words could not be understood: the model crashed. Try others.');
  });
});
