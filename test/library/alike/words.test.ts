import { describe, expect, it } from 'vitest';
import { rankByWords, rankWithLens, understandWords } from '../../../src-main/library/alike/words.ts';
import { LikeRanker } from '../../../src-main/library/alike/rank.ts';
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

  it('move ahead as they lie near the first ones by the lens, photos of the space only', () => {
    // by words 1 … 100; by the lens the odd ones lie together, where the first ones are
    const ids = Uint32Array.from([...Array.from({ length: 12 }, (_, i) => 2 * i + 1), ...Array.from({ length: 88 }, (_, i) => (i < 12 ? 2 * i + 2 : i + 13))]);
    const placed = Uint32Array.from(ids).sort();
    const points = Float32Array.from(placed, (id) => (id % 2 === 1 ? 0 : 5) + 0.1 * Math.sin(id));
    const found = { ids, distances: Float32Array.from(ids, (_, at) => 0.5 + at / 1000) };
    const { ids: again, distances } = rankWithLens(found, { ids: placed, dims: 1, points }, 30);
    expect(again).toHaveLength(30);
    expect([...again].every((id) => id % 2 === 1)).toBe(true);
    expect([...distances]).toEqual([...distances].sort((a, b) => a - b));
    expect(rankWithLens({ ids: ids.subarray(0, 3), distances: found.distances.subarray(0, 3) }, { ids: placed, dims: 1, points }, 30)).toEqual({ ids: ids.subarray(0, 3), distances: found.distances.subarray(0, 3) });
  });

  it('are ranked by embeddings as they were before an adapter', () => {
    const { store, encoder } = withEmbeddings();
    store.db.prepare('UPDATE encoder_versions SET pack = ? WHERE id = ?').run('{"id":"pack-pair-0","title":"Pair"}', encoder);
    const trained = { base: 'pair', before: {}, photos: 1, seconds: 1, backend: 'wasm' };
    const adapted = ensureEncoderVersion(store, { name: 'adapter-1', dim: DIMS, createdAt: 0, scores: null, trained, pack: { id: 'pack-pair-0', title: 'Pair', before: null, heldOut: 0 } }).id;
    rows.forEach((row, at) => store.db.prepare('INSERT INTO embeddings VALUES (?, ?, ?)').run(adapted, at + 1, toHalf(row.map((value) => -value))));
    const words = Float32Array.of(0.3, -0.2, 0.9, 0.1, 0.4);
    const ids = Uint32Array.from(rows, (_, at) => at + 1);
    const points = new Float32Array(ids.length);
    const space = { versions: { encoder: adapted, features: 1 }, prior: { revision: 1, ids, dims: 1, points, sections: [] }, lens: { points, sections: [] }, maps: null };
    const ranked = new LikeRanker(() => store).rank(space, { like: [{ kind: 'words', look: { encoder: 'adapter-1', embedding: words } }], among: null, count: 20 });
    expect(ranked).toEqual(rankByWords(store, encoder, words, 20, () => true));
    expect(ranked.ids).not.toEqual(rankByWords(store, adapted, words, 20, () => true).ids);
  });

  it('need an encoder that understands them', async () => {
    await expect(understandWords(plainEngine(), 'cat')).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('understands no words') });
    const engine = { ...plainEngine(), embedWords: async (words: string) => Float32Array.of(words.length, 1) };
    expect(await understandWords(engine, 'cat')).toEqual({ encoder: 'plain', embedding: Float32Array.of(3, 1) });
    await expect(understandWords({ ...engine, embedWords: async () => Float32Array.of(NaN) }, 'cat')).rejects.toMatchObject({ code: 'engine-failed' });
    await expect(understandWords({ ...engine, embedWords: () => Promise.reject(new Error('the model crashed')) }, 'cat')).rejects.toThrow('The words could not be understood: the model crashed. Try others.');
  });
});
