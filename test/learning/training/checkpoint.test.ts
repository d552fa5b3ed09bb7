import { describe, expect, it } from 'vitest';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../../src-shared/learning/training/checkpoint.ts';
import { recipeFor } from '../../../src-shared/learning/training/recipe.ts';

const recipe = recipeFor('all');
const row = (seed: number): Float32Array => Float32Array.of(seed, -seed / 3, 1e-30 * seed);
const checkpoint: Checkpoint = { base: 'kindred-1', recipe, steps: 7, seen: 70, rows: { value: row(1), mean: row(2), square: row(3), average: row(4) } };
const like = { base: 'kindred-1', recipe, size: 3 };
const bytes = writeCheckpoint(checkpoint);

describe('a checkpoint', () => {
  it('is read as it was written, at any place of a buffer', () => {
    expect(readCheckpoint(bytes, like)).toEqual(checkpoint);
    const larger = new Uint8Array(bytes.length + 9);
    larger.set(bytes, 5);
    expect(readCheckpoint(larger.subarray(5, 5 + bytes.length), like)).toEqual(checkpoint);
  });

  it.each([
    ['of another encoder', bytes, { ...like, base: 'kindred-2' }, 'checkpoint: expected a training of encoder kindred-2, got kindred-1'],
    ['of another recipe', bytes, { ...like, recipe: { ...recipe, seed: 5 } }, 'checkpoint: expected seed 5, got 1'],
    ['of another size', bytes, { ...like, size: 4 }, 'checkpoint: expected 4 parameters, got 3'],
    ['that is cut short', bytes.subarray(0, bytes.length - 2), like, `checkpoint: expected ${bytes.length} bytes, got ${bytes.length - 2}`],
    ['that is something else', new TextEncoder().encode('something else'), like, 'checkpoint: expected KTRN at the start, got "some"'],
    ['that is empty', new Uint8Array(0), like, 'checkpoint: expected KTRN at the start, got ""']
  ])('is refused where it is one %s', (_, bytes, like, message) => {
    expect(() => readCheckpoint(bytes, like)).toThrow(new TypeError(message));
  });
});
