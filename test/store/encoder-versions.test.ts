import { describe, expect, it } from 'vitest';
import { activateEncoderVersion, activeEncoderVersion, dropEncoderVersion, type EncoderVersionId, ensureEncoderVersion, readEncoderVersions, writePackScores } from '../../src-main/store/encoder-versions.ts';
import { madeStore } from './made-store.ts';

const version = (name: string, dim = 8) => ({ name, dim, createdAt: 5, scores: { recallAt1: 0.5 } });

describe('encoder versions', () => {
  it('are known by name, and one is in use', () => {
    const store = madeStore();
    expect(activeEncoderVersion(store)).toBeNull();
    const first = ensureEncoderVersion(store, version('first'));
    const second = ensureEncoderVersion(store, version('second', 4));
    expect(ensureEncoderVersion(store, { ...version('first'), createdAt: 99 })).toEqual(first);
    activateEncoderVersion(store, first.id);
    activateEncoderVersion(store, second.id);
    expect(activeEncoderVersion(store)).toEqual({ id: second.id, ...version('second', 4), trained: null, pack: null });
    expect(readEncoderVersions(store)).toEqual([first, second]);
  });

  it('that were trained keep how they were trained', () => {
    const store = madeStore();
    const trained = { base: 'first', before: { mAP: 0.5 }, photos: 90, seconds: 60, backend: 'wasm' };
    const { id } = ensureEncoderVersion(store, { ...version('second'), trained });
    expect(readEncoderVersions(store)).toEqual([{ id, ...version('second'), trained, pack: null }]);
  });

  it('that compute with a pack keep which, and what it scored when it was last tried', () => {
    const store = madeStore();
    const pack = { id: 'pack-net-0', title: 'Net', before: { mAP: 0.5 }, heldOut: 9 };
    const { id } = ensureEncoderVersion(store, { ...version('pack-net-0'), pack });
    expect(readEncoderVersions(store)).toEqual([{ id, ...version('pack-net-0'), trained: null, pack }]);
    writePackScores(store, id, { mAP: 0.75 }, { ...pack, before: { mAP: 0.625 }, heldOut: 10 });
    expect(readEncoderVersions(store)).toEqual([{ id, ...version('pack-net-0'), scores: { mAP: 0.75 }, trained: null, pack: { ...pack, before: { mAP: 0.625 }, heldOut: 10 } }]);
  });

  it('keep their length, and the one in use stays', () => {
    const store = madeStore();
    const { id } = ensureEncoderVersion(store, version('first'));
    expect(() => ensureEncoderVersion(store, version('first', 9))).toThrow("expected encoder 'first' with 8 dimensions, got 9");
    activateEncoderVersion(store, id);
    expect(() => activateEncoderVersion(store, 77 as EncoderVersionId)).toThrow(RangeError);
    expect(activeEncoderVersion(store)?.id).toBe(id);
    expect(() => dropEncoderVersion(store, id)).toThrow(RangeError);
    const other = ensureEncoderVersion(store, version('other')).id;
    dropEncoderVersion(store, other);
    expect(readEncoderVersions(store).map(({ name }) => name)).toEqual(['first']);
  });
});
