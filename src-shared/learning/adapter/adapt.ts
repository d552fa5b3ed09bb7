// Embeddings through an adapter, in plain numbers: it is used where no tensors are, and costs a fraction of a millisecond a photo.
import { normaliseRows } from '../encoder/normalise.ts';
import type { AdapterWeights } from './adapter.ts';

/**
 * Embeddings of the encoder from outside, count × dim, each of length 1, as the adapter changes them, each of length 1 again:
 * y = x + W₂ · max(0, W₁ · x + b₁) + b₂, with x scaled to length √dim, so that its numbers have the size that layers are made for.
 * @throws RangeError if `rows` is no whole number of embeddings
 */
export function adaptRows(rows: Float32Array, { dim, hidden, tensors }: Pick<AdapterWeights, 'dim' | 'hidden' | 'tensors'>): Float32Array<ArrayBuffer> {
  if (rows.length % dim !== 0) throw new RangeError(`adapter: expected a multiple of ${dim} values, got ${rows.length}`);
  const of = (name: string): Float32Array => {
    const values = tensors.get(name);
    if (!values) throw new TypeError(`${name}: expected this tensor in the adapter, got none`);
    return values;
  };
  const [first, firstBias, second, secondBias] = [of('hidden/kernel'), of('hidden/bias'), of('out/kernel'), of('out/bias')];
  const scale = Math.sqrt(dim);
  const out = new Float32Array(rows.length);
  const middle = new Float32Array(hidden);
  for (let start = 0; start < rows.length; start += dim) {
    middle.set(firstBias);
    for (let i = 0; i < dim; i++) {
      const x = rows[start + i]! * scale;
      for (let j = 0, at = i * hidden; j < hidden; j++, at++) middle[j]! += x * first[at]!;
    }
    for (let i = 0; i < dim; i++) out[start + i] = rows[start + i]! * scale + secondBias[i]!;
    for (let j = 0; j < hidden; j++) {
      const value = middle[j]!;
      if (value <= 0) continue;
      for (let i = 0, at = j * dim; i < dim; i++, at++) out[start + i]! += value * second[at]!;
    }
  }
  return normaliseRows(out, dim);
}
