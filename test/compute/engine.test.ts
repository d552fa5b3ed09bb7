import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Described, Engine } from '../../src-main/compute/engine.ts';
import { openEngine } from '../../src-main/compute/open-engine.ts';
import { shippedWeights } from '../../src-main/hosts/resources.ts';
import { requireNativePart } from '../../src-main/compute/start-backend.ts';
import { type Looks, writeMiddle } from '../../src-shared/learning/encoder/looks.ts';
import { normaliseRows } from '../../src-shared/learning/encoder/normalise.ts';
import { withLooks } from '../../src-shared/learning/encoder/weights.ts';
import { describeColour } from '../../src-shared/learning/features/colour.ts';
import { describeLayout } from '../../src-shared/learning/features/layout.ts';
import { describeTexture } from '../../src-shared/learning/features/texture.ts';
import { makePictures, readReference, relativeError } from '../learning/encoder/reference.ts';
import { noSoftwareGpu, softwareGpu } from './software-gpu.ts';

const weights = fileURLToPath(new URL('../learning/encoder/fixtures/tiny.bin', import.meta.url));
const size = 128 * 128 * 3;
const embedded = { name: 'wasm', usable: true, note: null } as const;
let engine: Engine;

/** Why ONNX Runtime is not tested here, or nothing. */
const noNative = ((): string => {
  try {
    requireNativePart('native');
    return '';
  } catch (error) {
    return ` (skipped: ${error instanceof Error ? error.message : String(error)})`;
  }
})();

beforeAll(async () => {
  engine = await openEngine({ weights, workers: 2, backends: [embedded] });
});
afterAll(() => engine.close());

describe('the WebAssembly engine', () => {
  it('describes itself', () => {
    expect(engine).toMatchObject({ backend: 'wasm', dim: 5, workers: 2 });
    expect(engine.encoderVersion).toMatch(/^kindred-/);
  });

  it('embeds as PyTorch does and describes as the features do', async () => {
    const pixels = makePictures(2);
    const described = await engine.describe({ count: 2, pixels: pixels.slice() });
    expect(relativeError(described.embeddings, readReference('tiny').embeddings)).toBeLessThan(1e-4);
    const photos = [pixels.subarray(0, size), pixels.subarray(size)];
    const rows = (describePhoto: (photo: Uint8Array) => Float32Array): number[] => photos.flatMap((photo) => [...describePhoto(photo)]);
    expect([...described.colour]).toEqual(rows((photo) => describeColour(photo)));
    expect([...described.layout]).toEqual(rows((photo) => describeLayout(photo)));
    expect([...described.texture]).toEqual(rows((photo) => describeTexture(photo)));
  });

  it('keeps concurrent batches apart', async () => {
    const pictures = makePictures(9);
    const photo = (i: number): Uint8Array => pictures.slice(i * size, (i + 1) * size);
    const alone = await engine.describe({ count: 9, pixels: pictures.slice() });
    const each: Described[] = await Promise.all(Array.from({ length: 9 }, (_, i) => engine.describe({ count: 1, pixels: photo(i) })));
    each.forEach(({ embeddings }, i) => expect(relativeError(embeddings, alone.embeddings.subarray(i * 5, i * 5 + 5))).toBeLessThan(1e-5));
  });

  it('computes in its own threads, leaving this one idle', async () => {
    const [whole, here] = [process.cpuUsage(), process.threadCpuUsage()];
    await Promise.all(Array.from({ length: 8 }, () => engine.describe({ count: 8, pixels: new Uint8Array(8 * size) })));
    const spent = ({ user, system }: NodeJS.CpuUsage): number => user + system;
    expect(spent(process.threadCpuUsage(here))).toBeLessThan(0.1 * spent(process.cpuUsage(whole)));
  });

  it('transfers pixels that own their buffer, and copies a part of a larger one', async () => {
    const own = makePictures(1);
    await engine.describe({ count: 1, pixels: own });
    expect(own.length).toBe(0);
    const larger = makePictures(2);
    await engine.describe({ count: 1, pixels: larger.subarray(0, size) });
    expect(larger.length).toBe(2 * size);
  });

  it.each([[2, size], [0, 0], [1.5, 1.5 * size], [1, size - 1]])('refuses %d photos in %d values', async (count, length) => {
    await expect(engine.describe({ count, pixels: new Uint8Array(length) })).rejects.toThrow(
      new RangeError(`batch: expected ${count} × 128×128×3 = ${count * size} values, got ${length}`)
    );
  });
});

describe.skipIf(noNative !== '')(`the native engine${noNative}`, () => {
  const native = { name: 'native', usable: true, note: null, only: 'looking' } as const;

  it('embeds and describes as PyTorch and the features do, in processes of its own', async () => {
    const opened = await openEngine({ weights, workers: 1, backends: [native, embedded] });
    expect(opened).toMatchObject({ backend: 'native', dim: 5, workers: 1, encoderVersion: engine.encoderVersion });
    const pixels = makePictures(2);
    const [here, there] = await Promise.all([opened.describe({ count: 2, pixels }), engine.describe({ count: 2, pixels: pixels.slice() })]);
    expect(relativeError(here.embeddings, readReference('tiny').embeddings)).toBeLessThan(1e-4);
    for (const name of ['colour', 'layout', 'texture', 'fingerprints'] as const) expect(here[name]).toEqual(there[name]);
    await opened.close();
  });

  it('lets go of its processes when it rests, and starts them again', async () => {
    const opened = await openEngine({ weights, workers: 1, backends: [native, embedded] });
    const processes = (): number => execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)]).toString().split('\n').filter((line) => line.includes('photo-worker')).length;
    const pixels = makePictures(1);
    const { embeddings } = await opened.describe({ count: 1, pixels });
    expect(processes()).toBe(1);
    await opened.rest?.();
    expect(processes()).toBe(0);
    expect((await opened.describe({ count: 1, pixels })).embeddings).toEqual(embeddings);
    await opened.close();
  });

  it('is replaced by the processor if a provider does not start', async () => {
    const opened = await openEngine({ weights, workers: 1, backends: [{ ...native, note: 'CoreML', provider: 'coreml' }, native, embedded] });
    if (process.platform !== 'darwin') expect(opened).toMatchObject({ backend: 'native', note: null, better: [{ name: 'native', usable: false, note: expect.stringMatching(/^A worker did not start: .+/) }] });
    await opened.close();
  });
});

describe('an engine of weights with two looks', () => {
  const native = { name: 'native', usable: noNative === '', note: null, only: 'looking' } as const;
  const opened = async (looks: Looks, name: 'native' | 'wasm'): Promise<Engine> => {
    const path = join(await mkdtemp(join(tmpdir(), 'kindred-looks-')), 'encoder.bin');
    await writeFile(path, withLooks(new Uint8Array(await readFile(weights)), looks));
    return openEngine({ weights: path, workers: 1, backends: [name === 'wasm' ? embedded : native] });
  };

  it.each(['wasm', ...(noNative === '' ? ['native'] as const : [])] as const)('embeds each photo as the sum of it and its middle on %s, and describes the whole', async (name) => {
    const twice = await opened(2, name);
    const pixels = makePictures(3);
    const middles = new Uint8Array(pixels.length);
    for (let at = 0; at < 3; at++) writeMiddle(pixels.subarray(at * size, (at + 1) * size), middles.subarray(at * size), 128);
    const [both, whole, middle] = [await twice.describe({ count: 3, pixels: pixels.slice() }), await engine.describe({ count: 3, pixels: pixels.slice() }), await engine.describe({ count: 3, pixels: middles })];
    expect(relativeError(both.embeddings, normaliseRows(whole.embeddings.map((value, i) => value + middle.embeddings[i]!), 5))).toBeLessThan(1e-4);
    expect(relativeError(both.embeddings, whole.embeddings)).toBeGreaterThan(1e-3);
    for (const feature of ['colour', 'layout', 'texture', 'fingerprints'] as const) expect(both[feature]).toEqual(whole[feature]);
    await twice.close();
  });

  it('has a version of its own, and can still be had with one look', async () => {
    const twice = await opened(2, 'wasm');
    expect(twice.encoderVersion).not.toBe(engine.encoderVersion);
    expect(twice.oneLook?.encoderVersion).toBe(engine.encoderVersion);
    expect(engine.oneLook).toBeUndefined();
    const once = await twice.oneLook!.open();
    expect([once.encoderVersion, once.oneLook]).toEqual([engine.encoderVersion, undefined]);
    const [here, there] = [await once.describe({ count: 2, pixels: makePictures(2) }), await engine.describe({ count: 2, pixels: makePictures(2) })];
    expect(here.embeddings).toEqual(there.embeddings);
    await Promise.all([twice.close(), once.close()]);
  });
});

describe.each([['wasm', ''], ['native', noNative]] as const)('the workers of an engine on %s%s', (name, why) => {
  it.skipIf(why !== '')('take the weights of another file, and go back to their own', async () => {
    const backends = [{ ...embedded, name }];
    const [opened, other] = [await openEngine({ weights, workers: 2, backends }), await openEngine({ weights: shippedWeights, workers: 1, backends })];
    try {
      const pixels = makePictures(3);
      const embed = async (by: Engine): Promise<number[]> => [...(await by.describe({ count: 3, pixels: pixels.slice() })).embeddings];
      const [before, expected] = [await embed(opened), await embed(other)];
      const shared = await opened.withWeights!(shippedWeights);
      expect([shared.encoderVersion, shared.dim]).toEqual([other.encoderVersion, other.dim]);
      // two at a time, so that every worker is asked
      expect(await Promise.all([embed(shared), embed(shared), embed(opened), embed(shared)])).toEqual([expected, expected, before, expected]);
      await shared.close();
      expect(await embed(opened)).toEqual(before);
      await expect(opened.withWeights!('/nowhere/encoder.bin')).rejects.toThrow(/ENOENT/);
    } finally {
      await Promise.all([opened.close(), other.close()]);
    }
  }, 60_000);
});

describe('opening an engine', () => {
  it('fails with the reason if the weights are missing or damaged', async () => {
    await expect(openEngine({ weights: '/nowhere/encoder.bin' })).rejects.toThrow(/ENOENT/);
    const folder = await mkdtemp(join(tmpdir(), 'kindred-engine-'));
    await writeFile(join(folder, 'encoder.bin'), 'not an encoder');
    await expect(openEngine({ weights: join(folder, 'encoder.bin') })).rejects.toThrow('weights file: expected KENC at the start, got "not "');
    const infinite = await readFile(weights);
    infinite.writeUInt16LE(0x7c00, infinite.length - 16); // its last tensor is five numbers, filled up to sixteen bytes
    await writeFile(join(folder, 'encoder.bin'), infinite);
    await expect(openEngine({ weights: join(folder, 'encoder.bin') })).rejects.toThrow(new TypeError('head/bias: expected finite values, got Infinity at 0'));
    await rm(folder, { recursive: true });
  });

  it('falls back to the next backend if one fails, and says why', async () => {
    const backends = [{ name: 'tensorflow', usable: false, note: 'not here' }, { name: 'webgpu', usable: true, note: 'a device' }, embedded] as const;
    const before = process.env.VK_ICD_FILENAMES;
    process.env.VK_ICD_FILENAMES = '/nowhere.json';
    try {
      const opened = await openEngine({ weights, workers: 1, backends });
      // with a real device the promise is kept; without one, WebAssembly takes over
      if (opened.backend === 'wasm') {
        expect(opened.better).toMatchObject([{ name: 'tensorflow', note: 'not here' }, { name: 'webgpu', usable: false, note: expect.stringMatching(/^A worker did not start: .+/) }]);
      } else expect(opened).toMatchObject({ backend: 'webgpu', better: [{ name: 'tensorflow' }] });
      await opened.close();
    } finally {
      if (before === undefined) delete process.env.VK_ICD_FILENAMES;
      else process.env.VK_ICD_FILENAMES = before;
    }
  });

  it.skipIf(noSoftwareGpu !== '')(`describes on WebGPU as PyTorch does, and batches that overlap apart${noSoftwareGpu}`, async () => {
    for (const [name, value] of Object.entries(softwareGpu ?? {})) vi.stubEnv(name, value);
    const opened = await openEngine({ weights, workers: 2, backends: [{ name: 'webgpu', usable: true, note: 'SwiftShader' }] });
    expect(opened).toMatchObject({ backend: 'webgpu', note: 'SwiftShader', workers: 2 });
    const pixels = makePictures(2);
    const both = await Promise.all([opened.describe({ count: 2, pixels }), opened.describe({ count: 1, pixels: pixels.subarray(size) })]);
    expect(relativeError(both[0].embeddings, readReference('tiny').embeddings)).toBeLessThan(1e-3);
    expect(relativeError(both[1].embeddings, both[0].embeddings.subarray(5))).toBeLessThan(1e-3);
    await opened.close();
    vi.unstubAllEnvs();
  });

  it('fails if no backend starts', async () => {
    await expect(openEngine({ weights, backends: [{ name: 'webgpu', usable: false, note: 'no device' }] })).rejects.toMatchObject({
      code: 'start', message: 'No backend starts. webgpu: no device'
    });
  });
});
