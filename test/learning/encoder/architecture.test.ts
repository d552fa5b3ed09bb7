import { describe, expect, it } from 'vitest';
import { type Architecture, isResidual, parameterCount, readArchitecture, tensorShapes } from '../../../src-shared/learning/encoder/architecture.ts';

const small: Architecture = {
  stem: { kernel: 3, stride: 2, filters: 4 },
  blocks: [{ filters: 4, stride: 1 }, { filters: 6, stride: 1 }, { filters: 6, stride: 2 }],
  head: { filters: 2 }
};

describe('the architecture', () => {
  it('lists kernels and biases in the order of the forward pass', () => {
    expect(tensorShapes(small).map(({ name, shape }) => `${name} ${shape.join('×')}`)).toEqual([
      'stem/kernel 3×3×3×4', 'stem/bias 4',
      'block0/depthwise/kernel 3×3×4×1', 'block0/depthwise/bias 4', 'block0/pointwise/kernel 1×1×4×4', 'block0/pointwise/bias 4',
      'block1/depthwise/kernel 3×3×4×1', 'block1/depthwise/bias 4', 'block1/pointwise/kernel 1×1×4×6', 'block1/pointwise/bias 6',
      'block2/depthwise/kernel 3×3×6×1', 'block2/depthwise/bias 6', 'block2/pointwise/kernel 1×1×6×6', 'block2/pointwise/bias 6',
      'head/kernel 6×2', 'head/bias 2'
    ]);
  });

  it('counts its parameters', () => {
    const stem = 3 * 3 * 3 * 4 + 4;
    const blocks = [3 * 3 * 4 + 4 + 4 * 4 + 4, 3 * 3 * 4 + 4 + 4 * 6 + 6, 3 * 3 * 6 + 6 + 6 * 6 + 6];
    expect(parameterCount(small)).toBe(stem + blocks.reduce((a, b) => a + b) + 6 * 2 + 2);
  });

  it('adds the input only where stride and filters keep its shape', () => {
    expect([0, 1, 2].map((i) => isResidual(small, i))).toEqual([true, false, false]);
  });

  it('reads its own JSON back', () => {
    expect(readArchitecture(JSON.parse(JSON.stringify(small)))).toEqual(small);
  });

  it.each([
    [{ ...small, stem: { ...small.stem, kernel: 4 } }, 'architecture.stem.kernel: expected an odd number, got 4'],
    [{ ...small, blocks: [{ filters: 4, stride: 3 }] }, 'architecture.blocks[0].stride: expected 1 or 2, got 3'],
    [{ ...small, blocks: [{ filters: -1, stride: 1 }] }, 'architecture.blocks[0].filters: expected a whole number from 1 to 65536, got -1'],
    [{ ...small, blocks: undefined }, 'architecture.blocks: expected a list, got undefined'],
    [{ ...small, head: null }, 'architecture.head: expected an object, got null'],
    [[], 'architecture: expected an object, got a list']
  ])('refuses %j', (json, message) => {
    expect(() => readArchitecture(json)).toThrow(new TypeError(message));
  });
});
