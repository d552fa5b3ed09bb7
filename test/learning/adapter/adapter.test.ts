import { describe, expect, it } from 'vitest';
import { adaptRows } from '../../../src-shared/learning/adapter/adapt.ts';
import { adapterShapes, type AdapterWeights, identityAdapter } from '../../../src-shared/learning/adapter/adapter.ts';
import { isAdapterFile, parseAdapter, serialiseAdapter } from '../../../src-shared/learning/adapter/file.ts';
import { sizeOf } from '../../../src-shared/learning/encoder/architecture.ts';
import { normal } from '../../../src-shared/learning/random.ts';
import { makeViews } from './made-views.ts';

const pack = { id: 'pack-net-0123456789', sha256: 'ab'.repeat(32) };

/** An adapter of random numbers. */
function made(dim: number, hidden: number): AdapterWeights {
  const next = normal(5);
  return { version: 'adapter-1', pack, dim, hidden, trained: { steps: 3 }, tensors: new Map(adapterShapes({ dim, hidden }).map(({ name, shape }) => [name, Float32Array.from({ length: sizeOf(shape) }, () => Math.fround(Math.round(next() * 64) / 64))])) };
}

describe('an adapter', () => {
  it('changes nothing to begin with', () => {
    const { rows, dim } = makeViews({ photos: 9, views: 2 });
    expect(Math.max(...adaptRows(rows, identityAdapter(pack, dim, 3)).map((value, i) => Math.abs(value - rows[i]!)))).toBeLessThan(1e-6);
  });

  it('is a residual layer, written once more as sums', () => {
    const [dim, hidden] = [5, 3];
    const adapter = made(dim, hidden);
    const of = (name: string): Float32Array => adapter.tensors.get(name)!;
    const x = [0.1, -0.7, 0.5, 0.2, Math.sqrt(1 - 0.79)];
    const scaled = x.map((value) => value * Math.sqrt(dim));
    const middle = Array.from({ length: hidden }, (_, j) => Math.max(0, of('hidden/bias')[j]! + scaled.reduce((sum, value, i) => sum + value * of('hidden/kernel')[i * hidden + j]!, 0)));
    const y = scaled.map((value, i) => value + of('out/bias')[i]! + middle.reduce((sum, each, j) => sum + each * of('out/kernel')[j * dim + i]!, 0));
    const length = Math.hypot(...y);
    const out = adaptRows(Float32Array.from([...x, ...x]), adapter);
    y.forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value / length, 5);
      expect(out[dim + i]).toBeCloseTo(value / length, 5);
    });
    expect(() => adaptRows(new Float32Array(7), adapter)).toThrow(RangeError);
  });

  it('comes back from its file', () => {
    const adapter = made(6, 4);
    const file = serialiseAdapter(adapter);
    expect(isAdapterFile(file)).toBe(true);
    expect(isAdapterFile(Buffer.from('KENC…'))).toBe(false);
    expect(parseAdapter(file)).toEqual(adapter);
  });

  it.each([
    ['is cut short', (file: Uint8Array) => file.subarray(0, file.length - 1), 'expected'],
    ['is of another kind', (file: Uint8Array) => Uint8Array.from(file, (byte, i) => (i === 3 ? 0x43 : byte)), 'expected KADP'],
    ['is of a later format', (file: Uint8Array) => Uint8Array.from(file, (byte, i) => (i === 4 ? 2 : byte)), 'expected format 1, got 2'],
    ['has no number at the end', (file: Uint8Array) => Uint8Array.from(file, (byte, i) => (i === file.length - 1 ? 0x7c : byte)), 'expected finite values'],
    ['is almost nothing', (file: Uint8Array) => file.subarray(0, 5), 'at least 12 bytes']
  ])('is refused when its file %s', (_, spoil, why) => {
    expect(() => parseAdapter(spoil(serialiseAdapter(made(6, 4))))).toThrow(why);
    expect(() => serialiseAdapter({ ...made(6, 4), tensors: new Map() })).toThrow('expected 24 values, got none');
  });
});
