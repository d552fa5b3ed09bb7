// What a model from outside does wrong ends in words: the tests have limits of their own, small ones.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryPack } from '../../../src-main/compute/onnx/try-pack.ts';
import { adaptRows } from '../../../src-shared/learning/adapter/adapt.ts';
import { identityAdapter } from '../../../src-shared/learning/adapter/adapter.ts';
import { parseAdapter, serialiseAdapter } from '../../../src-shared/learning/adapter/file.ts';
import { fromHalf, toHalf } from '../../../src-shared/learning/encoder/half.ts';
import { openPackEngine } from '../../../src-main/compute/onnx/pack-engine.ts';
import { memoryFor } from '../../../src-main/compute/onnx/memory-guard.ts';
import { writeMiddle } from '../../../src-shared/learning/encoder/looks.ts';
import { normaliseRows } from '../../../src-shared/learning/encoder/normalise.ts';
import { convNet, SIDE, transformer, wordTokenizer, wordTower } from '../../packs/made-models.ts';
import { madeManifest, sha256 } from '../../packs/made-packs.ts';
import { constant, type MadeConstant, type MadeNode, onnxFile, whole } from '../../packs/onnx-file.ts';
import { nativeLack } from './native-lack.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'kindred-try-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function attempt(bytes: Uint8Array, changes: Readonly<Record<string, unknown>> = {}, limits: Parameters<typeof tryPack>[3] = {}, signal?: AbortSignal): Promise<void> {
  await writeFile(join(folder, 'model.onnx'), bytes);
  await tryPack(folder, madeManifest(bytes, changes), signal, limits);
}

/** Takes pictures and gives 6 numbers, whatever else it does: `made` computes a value `one` of a single number. */
const with_ = (nodes: readonly MadeNode[], constants: readonly MadeConstant[]): Uint8Array => onnxFile({
  inputs: [{ name: 'pixels', shape: ['n', 3, SIDE, SIDE] }], outputs: [{ name: 'y', shape: ['n', 6] }],
  constants: [...constants, constant('w', [3, 6], Array.from({ length: 18 }, (_, i) => i))],
  nodes: [
    { op: 'GlobalAveragePool', inputs: ['pixels'], outputs: ['mean'] }, { op: 'Flatten', inputs: ['mean'], outputs: ['flat'], attributes: { axis: 1 } }, { op: 'MatMul', inputs: ['flat', 'w'], outputs: ['short'] },
    ...nodes, { op: 'Add', inputs: ['short', 'one'], outputs: ['y'] }
  ]
});
// sides come from a node that cannot be computed ahead
const sides = (side: number): readonly MadeNode[] => [
  { op: 'Shape', inputs: ['pixels'], outputs: ['shape'] }, { op: 'Gather', inputs: ['shape', 'first'], outputs: ['count'], attributes: { axis: 0 } }, { op: 'Mul', inputs: ['count', 'none'], outputs: ['zero'] }, { op: 'Add', inputs: ['zero', 'sides'], outputs: ['large'] },
  { op: 'ConstantOfShape', inputs: ['large'], outputs: ['m0'], attributes: { value: { tensor: constant('v', [1], [1 / side]) } } }
];
const consts = (side: number): readonly MadeConstant[] => [whole('first', [0]), whole('none', [0]), whole('sides', [side, side])];
const reduced: MadeNode = { op: 'ReduceMax', inputs: ['last'], outputs: ['one'], attributes: { keepdims: 0 } };

describe.skipIf(nativeLack !== '')(`a model that is tried${nativeLack}`, () => {
  it('is taken if it does what its pack says', async () => {
    await attempt(convNet().bytes);
    await attempt(transformer().bytes, { pooling: 'class token' });
  });

  it('is refused with the reason where it does something else', async () => {
    await expect(attempt(convNet().bytes, { dimensions: 5 })).rejects.toMatchObject({ code: 'pack-refused', message: 'Made net cannot be used: model.onnx: its output embedding has the sides any × 6, expected any × 5 or any × 5 × 1 × 1 (pooling none).' });
    await expect(attempt(new TextEncoder().encode('<html>Not found</html>'))).rejects.toThrow('Made net cannot be used: model.onnx: it is not an ONNX model, or a damaged one.');
    await expect(attempt(with_([{ op: 'Unheard', inputs: ['flat'], outputs: ['one'] }], []))).rejects.toThrow(/cannot be used: model.onnx: .*Unheard/s);
    await expect(attempt(with_([{ op: 'ReduceSum', inputs: ['flat'], outputs: ['sum'], attributes: { keepdims: 0 } }, { op: 'Div', inputs: ['sum', 'nothing'], outputs: ['one'] }], [constant('nothing', [], [0])]))).rejects.toThrow('no finite numbers');
    const blind = with_([{ op: 'Sub', inputs: ['six', 'short'], outputs: ['one'] }], [constant('six', [6], [1, 2, 3, 4, 5, 6])]);
    await expect(attempt(blind)).rejects.toThrow('the same numbers for different pictures');
  });

  it('is ended, with the reason, where it takes all memory', async () => {
    const many = Array.from({ length: 12 }, (_, i): MadeNode => ({ op: 'Exp', inputs: [`m${i}`], outputs: [`m${i + 1}`] }));
    const kept = { op: 'Sum', inputs: Array.from({ length: 13 }, (_, i) => `m${i}`), outputs: ['last'] };
    await expect(attempt(with_([...sides(8000), ...many, kept, reduced], consts(8000)), {}, { memory: 700e6 })).rejects.toThrow('the model was ended because it takes more memory than it may');
  });

  it('is ended, with the reason, where it never ends', async () => {
    const long = Array.from({ length: 400 }, (_, i): MadeNode => ({ op: 'MatMul', inputs: [`m${i}`, 'm0'], outputs: [i === 399 ? 'last' : `m${i + 1}`] }));
    const began = Date.now();
    await expect(attempt(with_([...sides(2000), ...long, reduced], consts(2000)), {}, { deadlineMs: 3000 })).rejects.toThrow('the model did not finish in 3 seconds');
    expect(Date.now() - began).toBeLessThan(20_000);
    const stop = new AbortController();
    const tried = attempt(with_([...sides(2000), ...long, reduced], consts(2000)), {}, {}, stop.signal);
    setTimeout(() => stop.abort(), 1000);
    await expect(tried).rejects.toThrow('abort');
  });

  it('of words is tried, too, and understands them as a naive loop does', async () => {
    const [{ bytes }, words] = [convNet(), wordTower()];
    const tokenizer = wordTokenizer(['a', 'photo', 'of', 'red', 'car', 'at', 'night']);
    const text = { file: 'words.onnx', sha256: sha256(words.bytes), tokenizer: { file: 'tokenizer.json', sha256: sha256(tokenizer) }, length: 8, template: 'a photo of {}' };
    await writeFile(join(folder, 'model.onnx'), bytes);
    await writeFile(join(folder, 'words.onnx'), words.bytes);
    await writeFile(join(folder, 'tokenizer.json'), tokenizer);
    const manifest = madeManifest(bytes, {}, { text });
    await tryPack(folder, manifest);
    await expect(tryPack(folder, madeManifest(bytes, {}, { text: { ...text, length: 9 } }))).rejects.toThrow('Made net cannot be used: words.onnx: its input input_ids has the sides any × 8, expected any × 9.');

    const engine = openPackEngine({ version: 'pack-made', model: join(folder, 'model.onnx'), image: manifest.image, workers: 1, words: { tower: manifest.text!, model: join(folder, 'words.onnx'), tokenizer: join(folder, 'tokenizer.json') } });
    for (const [said, tokens] of [['Red car', [1, 2, 3, 4, 5, 0, 0, 0]], ['zebra', [1, 2, 3, 0, 0, 0, 0, 0]], ['red red red red car at night', [1, 2, 3, 4, 4, 4, 4, 7]]] as const) {
      const row = await engine.embedWords!(said);
      const expected = words.expected(tokens);
      const length = Math.hypot(...expected);
      expected.forEach((value, d) => expect(row[d], said).toBeCloseTo(value / length, 5));
    }
    await engine.close();
    await writeFile(join(folder, 'tokenizer.json'), '{"model": {"type": "Unheard"}}');
    await expect(tryPack(folder, manifest)).rejects.toThrow('words.onnx: its tokenizer cannot be used');
  });

  it('engines of it give embeddings as they are and through an adapter, which are the same whenever it is applied', async () => {
    const { bytes } = convNet();
    await writeFile(join(folder, 'model.onnx'), bytes);
    const { image } = madeManifest(bytes);
    const start = identityAdapter({ id: 'pack-made', sha256: image.sha256 }, 6, 1);
    const adapter = { ...start, version: 'adapter-1', tensors: new Map([...start.tensors].map(([name, values]) => [name, Float32Array.from(values, (value, i) => value + Math.sin(i) / 4)])) };
    const file = serialiseAdapter(adapter);
    const engine = openPackEngine({ version: 'adapter-1', adapter: file, model: join(folder, 'model.onnx'), image, workers: 1 });
    const large = Uint8Array.from({ length: 3 * SIDE * SIDE * 3 }, (_, i) => (i * 37 + Math.floor(i / 768) * 50) & 255);
    const raw = await engine.pack!.embed(large);
    const halves = new Float32Array(fromHalf(toHalf(raw)));
    const described = await engine.describe({ count: 3, pixels: new Uint8Array(3 * 128 * 128 * 3), large });
    expect(described.raw).toEqual(halves);
    expect(described.embeddings).toEqual(adaptRows(halves, parseAdapter(file)));
    expect(described.embeddings).not.toEqual(halves);
    expect(await engine.pack!.adapt!(halves)).toEqual(described.embeddings);
    expect(engine.pack!.sha256).toBe(image.sha256);
    await expect(engine.pack!.embed(large.subarray(1))).rejects.toThrow(RangeError);
    await engine.close();
  });

  it('engines of it need both sizes of pixels, and fail with the reason in words', async () => {
    const { bytes } = convNet();
    await writeFile(join(folder, 'model.onnx'), bytes);
    const { image } = madeManifest(bytes);
    const engine = openPackEngine({ version: 'pack-made', model: join(folder, 'model.onnx'), image, workers: 1 });
    const pixels = new Uint8Array(2 * 128 * 128 * 3).fill(90);
    await expect(engine.describe({ count: 2, pixels })).rejects.toThrow(`large pixels: expected 2 × ${SIDE}×${SIDE}×3`);
    const { embeddings, colour } = await engine.describe({ count: 2, pixels, large: new Uint8Array(2 * SIDE * SIDE * 3).fill(90) });
    expect(embeddings).toHaveLength(12);
    expect(embeddings.slice(0, 6)).toEqual(embeddings.slice(6));
    expect(colour.length % 2).toBe(0);
    // the second look is the pack's to ask for
    const large = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 31) & 255);
    const middle = new Uint8Array(large.length);
    writeMiddle(large, middle, SIDE);
    const one = async (seen: Uint8Array, from: typeof engine): Promise<Float32Array> => (await from.describe({ count: 1, pixels: pixels.slice(0, pixels.length / 2), large: seen.slice() })).embeddings;
    const twice = openPackEngine({ version: 'pack-made', model: join(folder, 'model.onnx'), image: { ...image, looks: 2 }, workers: 1 });
    const [whole, inner, both] = [await one(large, engine), await one(middle, engine), await one(large, twice)];
    normaliseRows(whole.map((value, i) => value + inner[i]!), 6).forEach((value, i) => expect(both[i]).toBeCloseTo(value, 5));
    expect(Math.max(...both.map((value, i) => Math.abs(value - whole[i]!)))).toBeGreaterThan(1e-4);
    await Promise.all([engine.close(), twice.close()]);
    const broken = openPackEngine({ version: 'pack-made', model: join(folder, 'model.onnx'), image: { ...image, dimensions: 9 }, workers: 1 });
    await expect(broken.describe({ count: 2, pixels, large: new Uint8Array(2 * SIDE * SIDE * 3) })).rejects.toThrow('expected any × 9');
    await broken.close();
  });
});

it('memory grows with the model, up to most of the machine', () => {
  expect(memoryFor(100e6, 64e9)).toBe(1.5e9);
  expect(memoryFor(2e9, 4e9)).toBe(3.2e9);
});
