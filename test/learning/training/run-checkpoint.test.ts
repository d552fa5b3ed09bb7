import { describe, expect, it } from 'vitest';
import { packRun, unpackRun } from '../../../src-shared/learning/training/run-checkpoint.ts';

describe('a run\'s checkpoint', () => {
  // {"a":1} and three bytes of a trainer
  const bytes = Uint8Array.of(7, 0, 0, 0, ...new TextEncoder().encode('{"a":1}'), 9, 8, 7);

  it('is the length of its JSON, the JSON, and the trainer\'s bytes', () => {
    expect(packRun({ a: 1 }, Uint8Array.of(9, 8, 7))).toEqual(bytes);
  });

  it('is read as it was written, at any place of a buffer', () => {
    const larger = new Uint8Array(bytes.length + 9);
    larger.set(bytes, 5);
    expect(unpackRun(larger.subarray(5, 5 + bytes.length))).toEqual({ head: { a: 1 }, trainer: Uint8Array.of(9, 8, 7) });
  });

  it('counts the length in bytes, not in characters', () => {
    expect(unpackRun(packRun({ name: '사진' }, Uint8Array.of(1)))).toEqual({ head: { name: '사진' }, trainer: Uint8Array.of(1) });
  });

  it.each([
    ['empty', new Uint8Array(0), 'expected at least 4 bytes, got 0'],
    ['truncated in its JSON', bytes.subarray(0, 8), 'expected at least 11 bytes, got 8'],
    ['something else', Uint8Array.of(2, 0, 0, 0, 65, 66), 'expected JSON after the length'],
    ['JSON that is no object', Uint8Array.of(1, 0, 0, 0, 49), 'run checkpoint: expected an object']
  ])('is refused if it is %s', (_, damaged, message) => {
    expect(() => unpackRun(damaged)).toThrow(TypeError);
    expect(() => unpackRun(damaged)).toThrow(message);
  });
});
