import { describe, expect, it } from 'vitest';
import { leastCosine, tryProviders } from '../../../src-main/compute/onnx/choose-provider.ts';
import type { EncoderSession, openSession, Provider } from '../../../src-main/compute/onnx/session.ts';

interface Behaviour {
  /** Milliseconds a run. */
  readonly ms?: number;
  /** By how much an embedding is turned. */
  readonly off?: number;
  readonly fails?: 'opening' | 'running';
}

/** Sessions that behave as told, and how many of them are open. */
function sessions(of: Readonly<Record<Provider | 'processor', Behaviour>>): { readonly open: typeof openSession; left: number } {
  const made = {
    left: 0,
    open: async ({ dim }: { readonly dim: number }, provider: Provider | null = null): Promise<EncoderSession> => {
      const { ms = 0, off = 0, fails } = of[provider ?? 'processor'];
      if (fails === 'opening') throw new Error('no device\nat some place');
      made.left++;
      return {
        embed: async () => {
          if (fails === 'running') throw new Error('the device was removed');
          const until = performance.now() + ms;
          while (performance.now() < until);
          const row = new Float32Array(dim);
          [row[0], row[1]] = [Math.cos(off), Math.sin(off)];
          return row;
        },
        release: async () => {
          made.left--;
        }
      };
    }
  };
  return made;
}

describe('providers of ONNX Runtime', () => {
  it('are used if they embed as the processor does, and faster', async () => {
    const made = sessions({ processor: { ms: 40 }, dml: { ms: 1 }, coreml: { ms: 1, off: 0.002 } });
    expect(await tryProviders(['dml', 'coreml'], made.open)).toEqual([{ provider: 'dml', usable: true, note: 'DirectML' }, { provider: 'coreml', usable: true, note: 'CoreML' }]);
    expect(made.left).toBe(0);
  });

  it('are refused, with the reason, if they are slower or compute something else', async () => {
    const made = sessions({ processor: { ms: 5 }, dml: { ms: 60 }, coreml: { off: 0.02 } });
    const [slow, other] = await tryProviders(['dml', 'coreml'], made.open);
    expect(slow).toMatchObject({ usable: false, note: expect.stringMatching(/^DirectML takes \d+\.\d\d ms a photo, one core \d+\.\d\d ms$/) });
    expect(other).toEqual({ provider: 'coreml', usable: false, note: 'CoreML computes other embeddings than the processor (cosine 0.99980)' });
    expect((await tryProviders(['coreml'], sessions({ processor: {}, dml: {}, coreml: { off: NaN } }).open))[0]).toMatchObject({ usable: false, note: expect.stringContaining('NaN') });
    expect(made.left).toBe(0);
  });

  it('that fail cost nothing else', async () => {
    const made = sessions({ processor: {}, dml: { fails: 'opening' }, coreml: { fails: 'running' } });
    expect((await tryProviders(['dml', 'coreml'], made.open)).map(({ note }) => note)).toEqual(['DirectML failed: no device', 'CoreML failed: the device was removed']);
    expect(made.left).toBe(0);
  });

  it('cannot replace a processor that fails', async () => {
    await expect(tryProviders(['dml'], sessions({ processor: { fails: 'opening' }, dml: {}, coreml: {} }).open)).rejects.toThrow('no device');
  });
});

it('the least cosine is that of the rows that differ most', () => {
  expect(leastCosine(Float32Array.of(1, 0, 0.6, 0.8), Float32Array.of(1, 0, 0, 1), 2)).toBeCloseTo(0.8);
  expect(leastCosine(Float32Array.of(NaN, 0), Float32Array.of(1, 0), 2)).toBeNaN();
});
