import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkImageTower } from '../../../src-main/compute/onnx/check-tower.ts';
import { openImageSession, pool, toNumbers } from '../../../src-main/compute/onnx/image-session.ts';
import { readModel } from '../../../src-main/compute/onnx/read-model.ts';
import type { ImageTower } from '../../../src-shared/packs/pack.ts';
import { seeded } from '../../made-library.ts';
import { convNet, type MadeModel, SIDE, TOKENS, transformer } from '../../packs/made-models.ts';
import { madeManifest } from '../../packs/made-packs.ts';
import { nativeLack } from './native-lack.ts';

const AREA = SIDE * SIDE;
const random = seeded(5);
const COUNT = 11; // more than are computed at a time
const pixels = Uint8Array.from({ length: COUNT * AREA * 3 }, () => 256 * random());
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'kindred-model-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One picture as numbers, channels first, written out. */
function numbersOf(picture: number, { mean, deviation }: ImageTower): Float32Array {
  const numbers = new Float32Array(AREA * 3);
  for (let c = 0; c < 3; c++) for (let i = 0; i < AREA; i++) numbers[c * AREA + i] = (pixels[(picture * AREA + i) * 3 + c]! / 255 - mean[c]!) / deviation[c]!;
  return numbers;
}

function expectRows(rows: Float32Array, expected: (picture: number) => Float32Array, dims: number): void {
  for (let picture = 0; picture < COUNT; picture++) {
    const row = expected(picture);
    const length = Math.hypot(...row);
    for (let d = 0; d < dims; d++) expect(rows[picture * dims + d]).toBeCloseTo(row[d]! / length, 5);
  }
}

async function embed(made: MadeModel, changes: Partial<ImageTower> = {}): Promise<{ readonly rows: Float32Array; readonly image: ImageTower }> {
  const { image } = madeManifest(made.bytes, { ...changes });
  const path = join(folder, 'model.onnx');
  await writeFile(path, made.bytes);
  const session = await openImageSession(path, image, checkImageTower(readModel(made.bytes), image), 1);
  try {
    return { rows: await session.embed(pixels), image };
  } finally {
    await session.release();
  }
}

describe.skipIf(nativeLack !== '')(`embeddings of a model from outside${nativeLack}`, () => {
  it.each(['NCHW', 'NHWC'] as const)('are those of a naive loop for a convolutional net in %s', async (layout) => {
    const made = convNet({ layout });
    const { rows, image } = await embed(made, { layout });
    expectRows(rows, (picture) => made.expected(numbersOf(picture, image)), 6);
  });

  it('are the same where the model takes one picture at a time', async () => {
    expect((await embed(convNet({ batch: 1 }))).rows).toEqual((await embed(convNet())).rows);
  });

  it('are a transformer’s class token', async () => {
    const made = transformer();
    const { rows, image } = await embed(made, { pooling: 'class token' });
    expectRows(rows, (picture) => made.expected(numbersOf(picture, image)).slice(0, 6), 6);
  });

  it.each([1, 2])('are the mean of its tokens after the first %i', async (skip) => {
    const made = transformer();
    const { rows, image } = await embed(made, { pooling: 'patch mean', skip });
    expectRows(rows, (picture) => {
      const tokens = made.expected(numbersOf(picture, image));
      return Float32Array.from({ length: 6 }, (_, d) => Array.from({ length: TOKENS - skip }, (__, t) => tokens[(skip + t) * 6 + d]!).reduce((sum, each) => sum + each) / (TOKENS - skip));
    }, 6);
  });

  it('need as many bytes as there are pictures of its side', async () => {
    const { image } = madeManifest(convNet().bytes);
    const session = await openImageSession(join(folder, 'model.onnx'), { ...image, pooling: 'class token' }, { input: 'pixel_values', output: 'last_hidden_state', atOnce: null }, 1);
    await expect(session.embed(pixels.subarray(1))).rejects.toThrow(`expected a multiple of ${SIDE}×${SIDE}×3`);
    await session.release();
  });
});

it('bytes become numbers by the mean and deviation of their channel', () => {
  const of = { side: 1, mean: [0, 0.5, 1], deviation: [1, 0.5, 2] } as const;
  for (const layout of ['NCHW', 'NHWC'] as const) expect([...toNumbers(Uint8Array.of(255, 255, 0, 0, 51, 255), { ...of, layout })].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([1, 1, -0.5, 0, -0.6, 0]);
  expect([...toNumbers(Uint8Array.of(10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120), { side: 2, mean: [0, 0, 0], deviation: [1, 1, 1], layout: 'NCHW' })].map((value) => Math.round(value * 255))).toEqual([10, 40, 70, 100, 20, 50, 80, 110, 30, 60, 90, 120]);
});

it('an output of another size is refused with what was expected', () => {
  const values = new Float32Array(24);
  expect(() => pool(values, [2, 12], 2, { pooling: 'none', skip: 1, dimensions: 6 })).toThrow('its output has the sides 2 × 12, expected 2 × 6 (pooling none)');
  expect(() => pool(values, [2, 12], 2, { pooling: 'class token', skip: 1, dimensions: 6 })).toThrow('expected 2 × at least 1 tokens × 6');
  expect(() => pool(values, [2, 2, 6], 2, { pooling: 'patch mean', skip: 2, dimensions: 6 })).toThrow('at least 3 tokens');
  expect(() => pool(values, [4, 1, 6], 2, { pooling: 'class token', skip: 1, dimensions: 6 })).toThrow('its output');
});
