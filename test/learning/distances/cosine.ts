// Cosine distance: 1 − the cosine of the angle. Not a metric: blind to length, and no triangle inequality
// (its square root, of rows scaled to one length, is a metric: the Euclidean distance over √2).
import { pairwise } from './matrix.ts';

/** 1 − cosine of two rows of `dims` values, 0…2. A row of zeros has no direction: 0 from another such row, 1 from any other. */
export function cosineDistance(a: Float32Array, aStart: number, b: Float32Array, bStart: number, dims: number): number {
  let product = 0;
  let aLength = 0;
  let bLength = 0;
  for (let i = 0; i < dims; i++) {
    const av = a[aStart + i]!;
    const bv = b[bStart + i]!;
    product += av * bv;
    aLength += av * av;
    bLength += bv * bv;
  }
  return fromProducts(product, aLength, bLength);
}

/** 1 − product / (lengths), kept within 0…2; of squared lengths. Where both are 0: 0; where one is: 1. */
export function fromProducts(product: number, aSquared: number, bSquared: number): number {
  if (aSquared === 0 || bSquared === 0) return aSquared === bSquared ? 0 : 1;
  return Math.min(2, Math.max(0, 1 - product / (Math.sqrt(aSquared) * Math.sqrt(bSquared))));
}

/** All pairs of rows of `x` and `y` (row-major, `dims` values a row), as a row-major matrix. */
export function cosine(x: Float32Array, y: Float32Array, dims: number): Float32Array {
  return pairwise(cosineDistance, x, y, dims);
}
