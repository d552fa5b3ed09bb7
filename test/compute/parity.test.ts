// The learning code gives the same results on every backend. Each runs in its own process, as the app runs those with native code.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { requireNativePart } from '../../src-main/compute/start-backend.ts';
import { WorkerPool } from '../../src-main/workers/worker-pool.ts';
import { makePictures, readBytes, readReference, relativeError } from '../learning/encoder/reference.ts';
import type { Rows, Wish } from './fixtures/parity-worker.ts';
import { noSoftwareGpu, softwareGpu } from './software-gpu.ts';

type Tested = 'cpu' | 'wasm' | 'webgpu' | 'tensorflow';

const tiny = readBytes('fixtures/tiny.bin');
const shipped = readBytes('../../../resources/encoder/encoder.bin');
const pools = new Map<Tested, WorkerPool<Rows>>();

async function ask(backend: Tested, wish: Wish): Promise<Rows> {
  const known = pools.get(backend);
  if (known) return known.run({ message: wish });
  for (const [name, value] of Object.entries(backend === 'webgpu' ? (softwareGpu ?? {}) : {})) vi.stubEnv(name, value);
  const pool = await WorkerPool.open<Rows>(new URL('fixtures/parity-worker.ts', import.meta.url), { backend }, 1, { apart: true });
  vi.unstubAllEnvs();
  pools.set(backend, pool);
  return pool.run({ message: wish });
}

/** Why a backend is not tested here, or nothing. */
function lack(backend: Tested): string {
  if (backend === 'webgpu') return noSoftwareGpu;
  try {
    requireNativePart(backend);
    return '';
  } catch (error) {
    return ` (skipped: ${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Every row of one backend against that of another. */
function compare(got: Rows, expected: Rows, most = 1e-3): void {
  expect(Object.keys(got)).toEqual(Object.keys(expected));
  for (const [name, row] of Object.entries(expected)) {
    expect(row.some((value) => value !== 0), name).toBe(true);
    expect(relativeError(got[name]!, row), name).toBeLessThan(most);
  }
}

const wishes = {
  "the objective's gradient by every parameter": { kind: 'learn', weights: shipped, pixels: makePictures(3), side: 32, depth: 'all' },
  "the objective's gradient by those of the last blocks": { kind: 'learn', weights: tiny, pixels: makePictures(3), side: 32, depth: 'last-blocks' },
  "the embedding's gradient by every parameter, the head's too,": { kind: 'encode', weights: tiny, pixels: makePictures(2), side: 48 }
} as const satisfies Record<string, Wish>;
type What = keyof typeof wishes;
const expected = new Map<What, Rows>();

beforeAll(async () => {
  for (const [what, wish] of Object.entries(wishes)) expected.set(what as What, await ask('cpu', wish)); // its keys are those
});
afterAll(async () => {
  for (const pool of pools.values()) await pool.close();
});

it('gradients have a row for every parameter', () => {
  const names = (what: What): string[] => Object.keys(expected.get(what)!);
  const all = names("the objective's gradient by every parameter");
  expect(all.filter((name) => name.startsWith('block'))).toHaveLength(9 * 4);
  expect(all).toEqual(expect.arrayContaining(['stem/kernel', 'stem/bias', 'block8/pointwise/bias', 'projector/out/kernel']));
  expect(names("the objective's gradient by those of the last blocks").filter((name) => name.startsWith('block'))).toHaveLength(4);
  expect(names("the embedding's gradient by every parameter, the head's too,")).toEqual(expect.arrayContaining(['stem/kernel', 'head/kernel', 'head/bias']));
});

// as many as take a few seconds: what a step leaves behind is there after any number of them
const steps = { cpu: 20, wasm: 100, tensorflow: 100, webgpu: 2 };

for (const backend of ['cpu', 'wasm', 'webgpu', 'tensorflow'] as const) {
  const why = lack(backend);
  describe.skipIf(why !== '')(`on ${backend}${why}`, { timeout: 120_000 }, () => {
    it('the shipped encoder embeds as PyTorch does', async () => {
      const { embeddings } = await ask(backend, { kind: 'embed', weights: shipped, pixels: makePictures(1) });
      expect(relativeError(embeddings!, readReference('encoder').embeddings.slice(0, embeddings!.length))).toBeLessThan(1e-3);
    });

    for (const [what, wish] of backend === 'cpu' ? [] : Object.entries(wishes)) {
      it(`${what} is that of cpu`, async () => {
        compare(await ask(backend, wish), expected.get(what as What)!); // its keys are those
      });
    }

    it(`${steps[backend]} steps leave no tensor behind`, async () => {
      expect(await ask(backend, { kind: 'leak', weights: tiny, pixels: makePictures(2), side: 16, steps: steps[backend] })).toEqual({ left: Float32Array.of(0, 0) });
    });
  });
}

describe.skipIf(noSoftwareGpu !== '')(`a GPU that is lost${noSoftwareGpu}`, () => {
  it('ends the worker that computes on it, with the reason', async () => {
    await expect(ask('webgpu', { kind: 'lose the device' })).rejects.toMatchObject({ code: 'crash', message: expect.stringContaining('the GPU was lost') });
  });
});
