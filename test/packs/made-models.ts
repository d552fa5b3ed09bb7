// Small models for tests, each with what it computes written once more as naive loops: a convolutional net, a vision transformer, and two
// towers, one for words. Not a test.
import { seeded } from '../made-library.ts';
import { constant, INT64, type MadeConstant, onnxFile, whole } from './onnx-file.ts';

export interface MadeModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The output for one picture in the model's numbers, channels first: side × side × 3 of them. */
  readonly expected: (numbers: Float32Array) => Float32Array;
}

export const SIDE = 16;
const draw = (seed: number, name: string, shape: readonly number[], scale: number): MadeConstant => {
  const random = seeded(seed);
  return constant(name, shape, Array.from({ length: shape.reduce((product, side) => product * side, 1) }, () => scale * (random() - 0.5)));
};

/** Convolution 3 × 3 with stride 2, rectified, averaged, and a linear layer: `dims` numbers. */
export function convNet({ dims = 6, layout = 'NCHW', seed = 1, batch = 'n' }: { readonly dims?: number; readonly layout?: 'NCHW' | 'NHWC'; readonly seed?: number; readonly batch?: number | string } = {}): MadeModel {
  const channels = 5;
  const kernel = draw(seed, 'kernel', [channels, 3, 3, 3], 1);
  const bias = draw(seed + 1, 'bias', [channels], 1);
  const head = draw(seed + 2, 'head', [channels, dims], 2);
  const first = layout === 'NCHW' ? 'pixels' : 'turned';
  const bytes = onnxFile({
    inputs: [{ name: 'pixels', shape: layout === 'NCHW' ? [batch, 3, SIDE, SIDE] : [batch, SIDE, SIDE, 3] }],
    outputs: [{ name: 'embedding', shape: [batch, dims] }],
    constants: [kernel, bias, head],
    nodes: [
      ...(layout === 'NHWC' ? [{ op: 'Transpose', inputs: ['pixels'], outputs: ['turned'], attributes: { perm: [0, 3, 1, 2] } }] : []),
      { op: 'Conv', inputs: [first, 'kernel', 'bias'], outputs: ['map'], attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] } },
      { op: 'Relu', inputs: ['map'], outputs: ['rectified'] },
      { op: 'GlobalAveragePool', inputs: ['rectified'], outputs: ['mean'] },
      { op: 'Flatten', inputs: ['mean'], outputs: ['flat'], attributes: { axis: 1 } },
      { op: 'MatMul', inputs: ['flat', 'head'], outputs: ['embedding'] }
    ]
  });
  const expected = (x: Float32Array): Float32Array => {
    const [k, b, h] = [kernel.values, bias.values, head.values] as Float32Array[];
    const half = SIDE / 2;
    const out = new Float32Array(dims);
    for (let c = 0; c < channels; c++) {
      let mean = 0;
      for (let row = 0; row < half; row++) for (let column = 0; column < half; column++) {
        let sum = b![c]!;
        for (let i = 0; i < 3; i++) for (let dy = 0; dy < 3; dy++) for (let dx = 0; dx < 3; dx++) {
          const [y, z] = [row * 2 + dy - 1, column * 2 + dx - 1];
          if (y >= 0 && y < SIDE && z >= 0 && z < SIDE) sum += x[i * SIDE * SIDE + y * SIDE + z]! * k![((c * 3 + i) * 3 + dy) * 3 + dx]!;
        }
        mean += Math.max(0, sum) / half / half;
      }
      for (let d = 0; d < dims; d++) out[d]! += mean * h![c * dims + d]!;
    }
    return out;
  };
  return { bytes, expected };
}

export const PATCH = 8;
export const TOKENS = 1 + (SIDE / PATCH) ** 2;

/** Patches of 8 × 8, a class token ahead of them, places, one block of attention with a residual, a normalisation: tokens × `dims` numbers. */
export function transformer({ dims = 6, seed = 7 }: { readonly dims?: number; readonly seed?: number } = {}): MadeModel {
  const patches = TOKENS - 1;
  const cut = draw(seed, 'cut', [dims, 3, PATCH, PATCH], 0.5);
  const place = draw(seed + 1, 'place', [1, TOKENS, dims], 1);
  const token = draw(seed + 2, 'token', [1, 1, dims], 1);
  const [query, key, value] = ['query', 'key', 'value'].map((name, i) => draw(seed + 3 + i, name, [dims, dims], 2)) as [MadeConstant, MadeConstant, MadeConstant];
  const scale = draw(seed + 6, 'scale', [dims], 2);
  const shift = draw(seed + 7, 'shift', [dims], 1);
  const bytes = onnxFile({
    inputs: [{ name: 'pixel_values', shape: ['n', 3, SIDE, SIDE] }],
    outputs: [{ name: 'last_hidden_state', shape: ['n', 'tokens', dims] }],
    constants: [cut, place, token, query, key, value, scale, shift, whole('rows', [0, dims, patches]), constant('none', [1], [0]), constant('root', [1], [Math.sqrt(dims)])],
    nodes: [
      { op: 'Conv', inputs: ['pixel_values', 'cut'], outputs: ['cells'], attributes: { kernel_shape: [PATCH, PATCH], strides: [PATCH, PATCH] } },
      { op: 'Reshape', inputs: ['cells', 'rows'], outputs: ['flat'] },
      { op: 'Transpose', inputs: ['flat'], outputs: ['patches'], attributes: { perm: [0, 2, 1] } },
      // as many class tokens as pictures
      { op: 'ReduceMean', inputs: ['patches'], outputs: ['some'], attributes: { axes: [1], keepdims: 1 } },
      { op: 'Mul', inputs: ['some', 'none'], outputs: ['zeros'] },
      { op: 'Add', inputs: ['zeros', 'token'], outputs: ['first'] },
      { op: 'Concat', inputs: ['first', 'patches'], outputs: ['tokens'], attributes: { axis: 1 } },
      { op: 'Add', inputs: ['tokens', 'place'], outputs: ['x'] },
      ...['query', 'key', 'value'].map((name) => ({ op: 'MatMul', inputs: ['x', name], outputs: [`${name}s`] })),
      { op: 'Transpose', inputs: ['keys'], outputs: ['turned'], attributes: { perm: [0, 2, 1] } },
      { op: 'MatMul', inputs: ['querys', 'turned'], outputs: ['products'] },
      { op: 'Div', inputs: ['products', 'root'], outputs: ['scaled'] },
      { op: 'Softmax', inputs: ['scaled'], outputs: ['weights'], attributes: { axis: 2 } },
      { op: 'MatMul', inputs: ['weights', 'values'], outputs: ['attended'] },
      { op: 'Add', inputs: ['attended', 'x'], outputs: ['sum'] },
      { op: 'LayerNormalization', inputs: ['sum', 'scale', 'shift'], outputs: ['last_hidden_state'], attributes: { axis: 2, epsilon: { float: 1e-5 } } }
    ]
  });
  const expected = (pixels: Float32Array): Float32Array => {
    const across = SIDE / PATCH;
    const x = Array.from({ length: TOKENS }, (_, t) => Array.from({ length: dims }, (__, d) => {
      let sum = t === 0 ? Number(token.values[d]) : 0;
      if (t > 0) for (let c = 0; c < 3; c++) for (let dy = 0; dy < PATCH; dy++) for (let dx = 0; dx < PATCH; dx++) {
        const [row, column] = [Math.floor((t - 1) / across) * PATCH + dy, ((t - 1) % across) * PATCH + dx];
        sum += pixels[c * SIDE * SIDE + row * SIDE + column]! * Number(cut.values[((d * 3 + c) * PATCH + dy) * PATCH + dx]);
      }
      return sum + Number(place.values[t * dims + d]);
    }));
    const by = (weights: MadeConstant): number[][] => x.map((row) => row.map((_, d) => row.reduce((sum, each, i) => sum + each * Number(weights.values[i * dims + d]), 0)));
    const [q, k, v] = [by(query), by(key), by(value)];
    return Float32Array.from(x.flatMap((row, t) => {
      const likes = k.map((other) => Math.exp(other.reduce((sum, each, d) => sum + each * q[t]![d]!, 0) / Math.sqrt(dims)));
      const all = likes.reduce((sum, each) => sum + each, 0);
      const mixed = row.map((own, d) => own + v.reduce((sum, each, i) => sum + (likes[i]! / all) * each[d]!, 0));
      const mean = mixed.reduce((sum, each) => sum + each, 0) / dims;
      const spread = Math.sqrt(mixed.reduce((sum, each) => sum + (each - mean) ** 2, 0) / dims + 1e-5);
      return mixed.map((each, d) => ((each - mean) / spread) * Number(scale.values[d]) + Number(shift.values[d]));
    }));
  };
  return { bytes, expected };
}

/** Words' tokens looked up and averaged, a linear layer: `dims` numbers for `length` tokens of `words` there are. */
export function wordTower({ dims = 6, length = 8, words = 40, seed = 20 }: { readonly dims?: number; readonly length?: number; readonly words?: number; readonly seed?: number } = {}): { readonly bytes: Uint8Array<ArrayBuffer>; readonly expected: (tokens: readonly number[]) => Float32Array } {
  const table = draw(seed, 'table', [words, dims], 2);
  const head = draw(seed + 1, 'head', [dims, dims], 2);
  const bytes = onnxFile({
    inputs: [{ name: 'input_ids', shape: ['n', length], type: INT64 }],
    outputs: [{ name: 'text_embeds', shape: ['n', dims] }],
    constants: [table, head],
    nodes: [
      { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['looked'] },
      { op: 'ReduceMean', inputs: ['looked'], outputs: ['mean'], attributes: { axes: [1], keepdims: 0 } },
      { op: 'MatMul', inputs: ['mean', 'head'], outputs: ['text_embeds'] }
    ]
  });
  const expected = (tokens: readonly number[]): Float32Array => {
    const mean = Array.from({ length: dims }, (_, d) => tokens.reduce((sum, token) => sum + Number(table.values[token * dims + d]), 0) / tokens.length);
    return Float32Array.from({ length: dims }, (_, d) => mean.reduce((sum, each, i) => sum + each * Number(head.values[i * dims + d]), 0));
  };
  return { bytes, expected };
}

/** A tokenizer of whole words, in the order given from 1 on; 0 is for all others. */
export function wordTokenizer(words: readonly string[]): Uint8Array {
  const vocab = Object.fromEntries(['[UNK]', ...words].map((word, id) => [word, id]));
  return Buffer.from(JSON.stringify({
    version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: { type: 'Lowercase' }, pre_tokenizer: { type: 'Whitespace' }, post_processor: null, decoder: null,
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab }
  }));
}
