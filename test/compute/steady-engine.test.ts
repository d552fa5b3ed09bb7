import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src-main/compute/engine.ts';
import type { Backend } from '../../src-main/compute/backend.ts';
import { steadyEngine } from '../../src-main/compute/steady-engine.ts';
import { CodedError } from '../../src-main/failure.ts';

const batch = { count: 1, pixels: new Uint8Array(3) };

/** An engine that answers with its number, or fails as it is told. */
function engineOf(backend: Backend, number: number, fail?: () => Error | null): Engine & { readonly closed: () => boolean; asked: number } {
  let closed = false;
  const engine = {
    backend, encoderVersion: 'v', dim: 1, workers: number, asked: 0,
    async describe() {
      engine.asked++;
      await Promise.resolve();
      const failure = fail?.();
      if (failure) throw failure;
      const row = Float32Array.of(number);
      return { embeddings: row, colour: row, layout: row, texture: row, fingerprints: new Uint8Array(0) };
    },
    close: async () => void (closed = true),
    closed: () => closed
  };
  return engine;
}

const crash = (): Error => new CodedError('crash', 'the card is gone');

describe('a steady engine', () => {
  it('retries a batch once before it gives up an engine', async () => {
    const deaths = [crash(), null];
    const first = engineOf('webgpu', 1, () => deaths.shift() ?? null);
    const engine = steadyEngine(first, async () => expect.fail('another engine was opened'));
    expect((await engine.describe(batch)).embeddings[0]).toBe(1);
    expect(first.asked).toBe(2);
  });

  it('computes all batches that fail together on the next engine, which is opened once', async () => {
    const [first, second] = [engineOf('webgpu', 1, crash), engineOf('wasm', 2)];
    const opened: string[] = [];
    const engine = steadyEngine(first, async (failed, why) => {
      opened.push(`${failed.backend}: ${why.message}`);
      return second;
    });
    expect(engine).toMatchObject({ backend: 'webgpu', workers: 1 });
    const all = await Promise.all([1, 2, 3].map(() => engine.describe(batch)));
    expect(all.map(({ embeddings }) => embeddings[0])).toEqual([2, 2, 2]);
    expect(opened).toEqual(['webgpu: the card is gone']);
    expect(engine).toMatchObject({ backend: 'wasm', workers: 2 });
    expect([first.closed(), second.closed()]).toEqual([true, false]);
    await engine.close();
    expect(second.closed()).toBe(true);
  });

  it('tries several engines in turn', async () => {
    const left = [engineOf('webgpu', 2, crash), engineOf('wasm', 3)];
    const engine = steadyEngine(engineOf('tensorflow', 1, crash), async () => left.shift() ?? null);
    expect((await engine.describe(batch)).embeddings[0]).toBe(3);
  });

  it('fails with the cause if no engine is left', async () => {
    const engine = steadyEngine(engineOf('webgpu', 1, crash), async () => null);
    await expect(engine.describe(batch)).rejects.toThrow('the card is gone');
  });

  it('rejects an invalid batch without switching engines', async () => {
    const first = engineOf('webgpu', 1, () => new RangeError('batch: expected more'));
    const engine = steadyEngine(first, async () => expect.fail('another engine was opened'));
    await expect(engine.describe(batch)).rejects.toThrow(RangeError);
    expect(first.asked).toBe(1);
  });

  it('opens no engine once it is closed', async () => {
    const engine = steadyEngine(engineOf('webgpu', 1, () => new CodedError('closed', 'closed')), async () => expect.fail('another engine was opened'));
    const answer = engine.describe(batch);
    await engine.close();
    await expect(answer).rejects.toMatchObject({ code: 'closed' });
  });
});
