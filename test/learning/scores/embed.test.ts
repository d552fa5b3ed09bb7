import { describe, expect, it } from 'vitest';
import { describeAll, type Embedder, embedAll } from '../../../src-shared/learning/scores/embed.ts';

/** Embeds a picture of one pixel as its value and its square. */
function squares(workers: number, before: (values: readonly number[]) => void | Promise<void> = () => {}): Embedder {
  return {
    dim: 2, workers,
    describe: async ({ count, pixels }) => {
      await before([...pixels]);
      expect(pixels).toHaveLength(count);
      return { embeddings: Float32Array.from([...pixels].flatMap((value) => [value, value * value])) };
    }
  };
}
const expected = (count: number): Float32Array => Float32Array.from(Array.from({ length: count }, (_, i) => [i, i * i]).flat());

describe('embedding pictures', () => {
  it.each([[0, 1], [1, 3], [16, 1], [50, 1], [50, 3]])('puts %i embeddings in their places with %i workers, whichever batch is done first', async (count, workers) => {
    let batches = 0;
    const engine = squares(workers, () => new Promise((resolve) => setTimeout(resolve, 5 * (2 - (batches++ % 3)))));
    expect(await embedAll(engine, count, (at) => Uint8Array.of(at))).toEqual(expected(count));
  });

  it('makes each picture once, when its batch is due', async () => {
    const made: number[] = [];
    const engine = squares(1, (values) => expect(made).toHaveLength(values.at(-1)! + 1));
    await embedAll(engine, 40, (at) => (made.push(at), Uint8Array.of(at)));
    expect(made).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it('makes large pictures as they are due, too, so that few are held at a time', async () => {
    const [held, batches] = [new Set<number>(), [] as number[][]];
    const engine = {
      dim: 1, workers: 2,
      describe: async ({ count, pixels, large }: { readonly count: number; readonly pixels: Uint8Array; readonly large?: Uint8Array }) => {
        expect([...large!]).toEqual([...pixels].map((value) => value + 100));
        expect(held.size).toBeLessThanOrEqual(2 * 16);
        await new Promise((resolve) => setTimeout(resolve, 1));
        for (const value of pixels) held.delete(value);
        batches.push([...pixels]);
        const rows = new Float32Array(count);
        return { embeddings: Float32Array.from(pixels), colour: rows, layout: rows, texture: rows };
      }
    };
    const { embeddings } = await describeAll(engine, 100, (at) => Uint8Array.of(at), undefined, async (at) => (held.add(at), Uint8Array.of(at + 100)));
    expect([...embeddings]).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect(batches.length).toBe(7);
  });

  it('waits to pass before each batch, and ends with what passing rejects with', async () => {
    let [passes, batches] = [0, 0];
    const engine = squares(1, () => {
      batches++;
    });
    const pass = async (): Promise<void> => {
      if (++passes === 3) throw new RangeError('stopped');
    };
    await expect(embedAll(engine, 100, (at) => Uint8Array.of(at), pass)).rejects.toThrow('stopped');
    expect(batches).toBe(2);
  });

  it('ends with the error of one batch, when the others under way are done', async () => {
    let ended = 0;
    const engine = squares(2, async ([first]) => {
      if (first === 0) throw new Error('the device was lost');
      await new Promise((resolve) => setTimeout(resolve, 20));
      ended++;
    });
    await expect(embedAll(engine, 200, (at) => Uint8Array.of(at))).rejects.toThrow('lost');
    expect(ended).toBe(1);
  });
});
