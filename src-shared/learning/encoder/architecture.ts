// The shape of the encoder, as the weights file describes it: its layers, its tensors and their sizes.
// No tensors and no file format here: see forward.ts and weights.ts.

/** A 3×3 depthwise and a 1×1 pointwise convolution; the input is added if stride and filters preserve its shape. */
export interface BlockShape {
  readonly filters: number;
  readonly stride: 1 | 2;
}

/** Stem convolution, blocks, mean over the map, and a linear head to the embedding. */
export interface Architecture {
  readonly stem: { readonly kernel: number; readonly stride: number; readonly filters: number };
  readonly blocks: readonly BlockShape[];
  readonly head: { readonly filters: number };
}

/** A tensor the encoder needs, in the layouts of tfjs: HWIO for convolutions, HWC1 for depthwise ones, [in, out] for the head. */
export interface TensorShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The tensors of `architecture`, in the order in which a forward pass uses them. */
export function tensorShapes({ stem, blocks, head }: Architecture): TensorShape[] {
  const shapes: TensorShape[] = [];
  const add = (name: string, kernel: readonly number[], biases: number): void => {
    shapes.push({ name: `${name}/kernel`, shape: kernel }, { name: `${name}/bias`, shape: [biases] });
  };
  let channels = stem.filters;
  add('stem', [stem.kernel, stem.kernel, 3, channels], channels);
  blocks.forEach(({ filters }, i) => {
    add(`block${i}/depthwise`, [3, 3, channels, 1], channels);
    add(`block${i}/pointwise`, [1, 1, channels, filters], filters);
    channels = filters;
  });
  add('head', [channels, head.filters], head.filters);
  return shapes;
}

/** Whether block `index` adds its input to its output. */
export function isResidual(architecture: Architecture, index: number): boolean {
  const block = architecture.blocks[index];
  const inputs = index === 0 ? architecture.stem.filters : architecture.blocks[index - 1]?.filters;
  return block !== undefined && block.stride === 1 && block.filters === inputs;
}

/** Number of values in all tensors of `architecture`. */
export function parameterCount(architecture: Architecture): number {
  return tensorShapes(architecture).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Number of values in a tensor of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** Reads an architecture from parsed JSON; throws a `TypeError` that names the entry and states expected and got. */
export function readArchitecture(json: unknown): Architecture {
  const { stem, blocks, head } = record(json, 'architecture');
  const stemEntries = record(stem, 'architecture.stem');
  const kernel = count(stemEntries.kernel, 'architecture.stem.kernel');
  if (kernel % 2 === 0) throw new TypeError(`architecture.stem.kernel: expected an odd number, got ${kernel}`);
  if (!Array.isArray(blocks)) throw new TypeError(`architecture.blocks: expected a list, got ${typeof blocks}`);
  return {
    stem: {
      kernel,
      stride: count(stemEntries.stride, 'architecture.stem.stride'),
      filters: count(stemEntries.filters, 'architecture.stem.filters')
    },
    blocks: blocks.map((block: unknown, i) => readBlock(block, `architecture.blocks[${i}]`)),
    head: { filters: count(record(head, 'architecture.head').filters, 'architecture.head.filters') }
  };
}

function readBlock(json: unknown, where: string): BlockShape {
  const { filters, stride } = record(json, where);
  if (stride !== 1 && stride !== 2) throw new TypeError(`${where}.stride: expected 1 or 2, got ${String(stride)}`);
  return { filters: count(filters, `${where}.filters`), stride };
}

/** Reads a JSON object; throws a `TypeError` that names `where`. */
export function record(json: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new TypeError(`${where}: expected an object, got ${Array.isArray(json) ? 'a list' : String(json)}`);
  }
  return json as Record<string, unknown>; // an object that is not an array has string keys
}

/** Reads a positive whole number up to 65,536; throws a `TypeError` that names `where`. */
export function count(json: unknown, where: string): number {
  if (typeof json !== 'number' || !Number.isInteger(json) || json < 1 || json > 65536) {
    throw new TypeError(`${where}: expected a whole number from 1 to 65536, got ${String(json)}`);
  }
  return json;
}
