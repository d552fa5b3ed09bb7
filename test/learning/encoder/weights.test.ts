import { describe, expect, it } from 'vitest';
import { parameterCount } from '../../../src-shared/learning/encoder/architecture.ts';
import { parseWeights, readWeightsHead, serialiseWeights, versionName, withLooks } from '../../../src-shared/learning/encoder/weights.ts';
import { readBytes } from './reference.ts';

const file = readBytes('fixtures/tiny.bin');
const headerLength = new DataView(file.buffer).getUint32(8, true);
const header = new TextDecoder().decode(file.subarray(12, 12 + headerLength));

/** The fixture with its header text changed and the lengths put right. */
function withHeader(change: (text: string) => string): Uint8Array {
  const text = new TextEncoder().encode(change(header));
  const out = new Uint8Array(12 + text.length + file.length - 12 - headerLength);
  out.set(file.subarray(0, 12));
  new DataView(out.buffer).setUint32(8, text.length, true);
  out.set(text, 12);
  out.set(file.subarray(12 + headerLength), 12 + text.length);
  return out;
}

function changed(offset: number, value: number): Uint8Array {
  const out = file.slice();
  out[offset] = value;
  return out;
}

describe('the weights file', () => {
  it('is read as PyTorch wrote it', () => {
    const weights = parseWeights(file);
    expect(weights.version).toMatch(/^kindred-[0-9a-f]{10}$/);
    expect(weights).toMatchObject({ name: 'kindred-encoder', input: 128, dim: 5, trained: { seed: 7 } });
    expect([...weights.tensors.values()].reduce((sum, { length }) => sum + length, 0)).toBe(parameterCount(weights.architecture));
  });

  it('tells what it is without its numbers', () => {
    const { tensors: _tensors, ...head } = parseWeights(file);
    expect(readWeightsHead(file)).toEqual(head);
    expect(() => readWeightsHead(file.subarray(0, file.length - 8))).toThrow('expected tensor data');
  });

  it('is written as it was read', () => {
    const weights = parseWeights(file);
    const again = serialiseWeights(weights);
    expect(parseWeights(again)).toEqual(weights);
    const start = 12 + new DataView(again.buffer).getUint32(8, true);
    expect(start % 8).toBe(0);
    expect(again.subarray(start)).toEqual(file.subarray(12 + headerLength));
  });

  it('says how many looks the encoder has, one if it says nothing', () => {
    expect(parseWeights(file).looks).toBe(1);
    const twice = withLooks(file, 2);
    expect(parseWeights(twice)).toEqual({ ...parseWeights(file), looks: 2 });
    expect(parseWeights(withLooks(twice, 1))).toEqual(parseWeights(file));
    expect(withLooks(twice, 2)).toBe(twice);
    // embeddings of another number of looks are another version's; those of one keep the name that they always had
    expect(versionName(parseWeights(file))).toBe(parseWeights(file).version);
    expect(versionName(parseWeights(twice))).toBe(`${parseWeights(file).version}-2looks`);
    expect(() => parseWeights(withHeader((text) => text.replace('{', '{"looks":3,')))).toThrow(new TypeError('looks: expected 1 or 2 looks, got 3'));
  });

  it('can be read from the middle of a larger buffer', () => {
    const larger = new Uint8Array(file.length + 7);
    larger.set(file, 3);
    expect(parseWeights(larger.subarray(3, 3 + file.length))).toEqual(parseWeights(file));
  });

  it.each([
    ['another magic', changed(0, 0x58), 'weights file: expected KENC at the start, got "XENC"'],
    ['another format', changed(4, 2), 'weights file: expected format 1, got 2'],
    ['a few bytes', file.subarray(0, 5), 'weights file: expected at least 12 bytes, got 5'],
    ['half a header', file.subarray(0, 100), `weights file: expected a header up to byte ${12 + headerLength}, got 100 bytes`],
    ['a broken header', changed(12, 0x3f), 'weights file: expected a JSON header'],
    ['a missing tensor', withHeader((text) => text.replace('"block1/pointwise/bias"', '"block9/pointwise/bias"')), 'block1/pointwise/bias: expected this tensor, got 16 others'],
    ['another shape', withHeader((text) => text.replace('[3,3,3,6]', '[3,3,6,3]')), 'stem/kernel: expected shape 3×3×3×6, got 3×3×6×3'],
    ['another length', withHeader((text) => text.replace('"length":324', '"length":320')), 'stem/kernel: expected 324 bytes, got 320'],
    ['another dim', withHeader((text) => text.replace('"dim":5', '"dim":6')), "dim: expected the head's 5, got 6"],
    ['no version', withHeader((text) => text.replace(/"version":"[^"]*"/, '"version":""')), 'version: expected a non-empty string, got ']
  ])('is refused with %s', (_, bytes, message) => {
    expect(() => parseWeights(bytes)).toThrow(new TypeError(message));
  });

  it('is refused when its tensors are cut short', () => {
    expect(() => parseWeights(file.subarray(0, file.length - 40))).toThrow(/expected tensor data up to byte \d+, got \d+ bytes/);
  });

  it('is not written without all tensors, or with values that a half cannot hold', () => {
    const weights = parseWeights(file);
    const without = new Map([...weights.tensors].filter(([name]) => name !== 'head/bias'));
    expect(() => serialiseWeights({ ...weights, tensors: without })).toThrow('head/bias: expected 5 values, got none');
    const huge = new Map(weights.tensors).set('head/bias', Float32Array.of(0, 0, 1e6, 0, 0));
    expect(() => serialiseWeights({ ...weights, tensors: huge })).toThrow('head/bias: expected finite values below 65520');
  });
});
