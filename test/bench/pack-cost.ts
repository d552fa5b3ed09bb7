// What encoders from outside cost a photo: vision transformers of known shapes, with random weights, which take as long as trained ones, in ONNX
// Runtime on one thread. Processor time, so that a busy machine measures the same. `node test/bench/pack-cost.ts`
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openImageSession } from '../../src-main/compute/onnx/image-session.ts';
import { checkImageTower } from '../../src-main/compute/onnx/check-tower.ts';
import { readModel } from '../../src-main/compute/onnx/read-model.ts';
import { seeded } from '../made-library.ts';
import { madeManifest } from '../packs/made-packs.ts';
import { constant, type MadeConstant, type MadeNode, onnxFile, whole } from '../packs/onnx-file.ts';

interface Shape {
  readonly name: string;
  readonly patch: number;
  readonly dims: number;
  readonly heads: number;
  readonly layers: number;
}

const SIDE = 224;
const PHOTOS = 4;
const RUNS = 3;
const shapes: readonly Shape[] = [
  { name: 'ViT-S/14 (DINOv2 small)', patch: 14, dims: 384, heads: 6, layers: 12 },
  { name: 'ViT-B/14 (DINOv2 base)', patch: 14, dims: 768, heads: 12, layers: 12 },
  { name: 'ViT-B/32 (CLIP)', patch: 32, dims: 768, heads: 12, layers: 12 },
  { name: 'ViT-B/16 (CLIP)', patch: 16, dims: 768, heads: 12, layers: 12 }
];

/** Multiplications and additions of one picture. */
function flops({ patch, dims, layers }: Shape): number {
  const patches = (SIDE / patch) ** 2;
  const tokens = patches + 1;
  return 2 * (patches * 3 * patch * patch * dims + layers * (12 * tokens * dims * dims + 2 * tokens * tokens * dims));
}

function transformer({ patch, dims, heads, layers }: Shape): Uint8Array {
  const random = seeded(1);
  const patches = (SIDE / patch) ** 2;
  const constants: MadeConstant[] = [whole('rows', [0, dims, patches]), whole('split', [0, patches + 1, heads, dims / heads]), whole('joined', [0, patches + 1, dims]), constant('root', [1], [Math.sqrt(dims / heads)]), constant('none', [1], [0])];
  const nodes: MadeNode[] = [];
  const draw = (name: string, ...sides: number[]): string => {
    const size = sides.reduce((product, side) => product * side, 1);
    constants.push(constant(name, sides, Float32Array.from({ length: size }, () => (random() - 0.5) * 0.08)));
    return name;
  };
  const add = (op: string, inputs: readonly string[], output: string, attributes: MadeNode['attributes'] = {}): string => (nodes.push({ op, inputs, outputs: [output], attributes }), output);
  const cells = add('Conv', ['pixels', draw('cut', dims, 3, patch, patch)], 'cells', { kernel_shape: [patch, patch], strides: [patch, patch] });
  const flat = add('Transpose', [add('Reshape', [cells, 'rows'], 'flat')], 'patches', { perm: [0, 2, 1] });
  const first = add('Mul', [add('ReduceMean', [flat], 'some', { axes: [1], keepdims: 1 }), 'none'], 'first');
  let x = add('Concat', [first, flat], 'tokens', { axis: 1 });
  for (let layer = 0; layer < layers; layer++) {
    const at = (name: string): string => `${name}${layer}`;
    const linear = (from: string, name: string, inputs: number, outputs: number): string => add('MatMul', [from, draw(at(`${name}-weights`), inputs, outputs)], at(name));
    const normal = (from: string, name: string): string => add('LayerNormalization', [from, draw(at(`${name}-scale`), dims), draw(at(`${name}-shift`), dims)], at(name), { axis: 2, epsilon: { float: 1e-6 } });
    const before = normal(x, 'before');
    const part = (name: string, perm: readonly number[]): string => add('Transpose', [add('Reshape', [linear(before, name, dims, dims), 'split'], at(`${name}-split`))], at(`${name}-turned`), { perm });
    const [queries, keys, values] = [part('query', [0, 2, 1, 3]), part('key', [0, 2, 3, 1]), part('value', [0, 2, 1, 3])];
    const weights = add('Softmax', [add('Div', [add('MatMul', [queries, keys], at('products')), 'root'], at('scaled'))], at('weights'), { axis: 3 });
    const mixed = add('Reshape', [add('Transpose', [add('MatMul', [weights, values], at('mixed'))], at('back'), { perm: [0, 2, 1, 3] }), 'joined'], at('rows'));
    x = add('Add', [x, linear(mixed, 'out', dims, dims)], at('attended'));
    const wide = linear(normal(x, 'after'), 'wide', dims, 4 * dims);
    // GELU, as exporters write it
    const bent = add('Mul', [wide, add('Sigmoid', [wide], at('bend'))], at('bent'));
    x = add('Add', [x, linear(bent, 'narrow', 4 * dims, dims)], at('x'));
  }
  return onnxFile({ inputs: [{ name: 'pixels', shape: ['n', 3, SIDE, SIDE] }], outputs: [{ name: x, shape: ['n', 'tokens', dims] }], constants, nodes });
}

const folder = await mkdtemp(join(tmpdir(), 'kindred-cost-'));
try {
  for (const shape of shapes) {
    const bytes = transformer(shape);
    const path = join(folder, 'model.onnx');
    await writeFile(path, bytes);
    const { image } = madeManifest(bytes, { side: SIDE, pooling: 'class token', dimensions: shape.dims });
    const session = await openImageSession(path, image, checkImageTower(readModel(bytes), image), 1);
    const pixels = Uint8Array.from({ length: PHOTOS * SIDE * SIDE * 3 }, (_, i) => (i * 7) & 255);
    await session.embed(pixels);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const before = process.cpuUsage();
      await session.embed(pixels);
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000 / PHOTOS);
    }
    await session.release();
    const [mean, worst] = [times.reduce((sum, each) => sum + each, 0) / RUNS, Math.max(...times)];
    console.log(`${shape.name}: ${(flops(shape) / 1e9).toFixed(1)} GFLOP, ${Math.round(bytes.length / 1e6)} MB, ${mean.toFixed(0)} ms of one core a photo (worst of ${RUNS}: ${worst.toFixed(0)}), ${(flops(shape) / mean / 1e6).toFixed(0)} GFLOP/s`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
