// An adapter: a small residual network on the embeddings of an encoder from outside, which itself stays as it is (adapters: Houlsby et al. 2019,
// arXiv:1902.00751; on features of images: Gao et al. 2021, CLIP-Adapter, arXiv:2110.04544). Its weights as data; for its file see file.ts.
import type { TensorShape } from '../encoder/architecture.ts';
import { sizeOf } from '../encoder/architecture.ts';
import { normal, seedOf } from '../random.ts';

/** The encoder that an adapter was trained on: it is of no use on any other. */
export interface AdaptedPack {
  readonly id: string;
  /** Of its image model, lower-case hex. */
  readonly sha256: string;
}

export interface AdapterWeights {
  /** Name of the encoder version that computes with it. */
  readonly version: string;
  readonly pack: AdaptedPack;
  /** Length of an embedding, before and after. */
  readonly dim: number;
  readonly hidden: number;
  /** Keyed by the names that `adapterShapes` lists. */
  readonly tensors: ReadonlyMap<string, Float32Array>;
  /** How it was trained, for people to read. */
  readonly trained: Readonly<Record<string, unknown>>;
}

/** More would cost more than they gain on the few photos of a library. */
const MOST_HIDDEN = 512;

export const hiddenFor = (dim: number): number => Math.min(MOST_HIDDEN, dim);

/** Its tensors, in the order of the file. */
export function adapterShapes({ dim, hidden }: Pick<AdapterWeights, 'dim' | 'hidden'>): TensorShape[] {
  return [
    { name: 'hidden/kernel', shape: [dim, hidden] }, { name: 'hidden/bias', shape: [hidden] },
    { name: 'out/kernel', shape: [hidden, dim] }, { name: 'out/bias', shape: [dim] }
  ];
}

/**
 * An adapter that changes nothing yet: its last layer is zero, so that training starts at the encoder as it is (Goyal et al. 2017,
 * arXiv:1706.02677, section 5.1). The first layer preserves variance (He et al. 2015) and follows from `seed`. Its version is the pack's id.
 */
export function identityAdapter(pack: AdaptedPack, dim: number, seed: number): AdapterWeights {
  const hidden = hiddenFor(dim);
  const tensors = new Map(adapterShapes({ dim, hidden }).map(({ name, shape }) => [name, new Float32Array(sizeOf(shape))]));
  const next = normal(seedOf(seed, 0));
  const deviation = Math.sqrt(2 / dim);
  const kernel = tensors.get('hidden/kernel')!; // one of them
  for (let i = 0; i < kernel.length; i++) kernel[i] = next() * deviation;
  return { version: pack.id, pack, dim, hidden, tensors, trained: {} };
}
