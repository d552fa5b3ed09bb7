// Correlation distance: 1 − Pearson's correlation, which is the cosine distance of rows less their means. Not a metric.
import { fromProducts } from './cosine.ts';
import { pairwise } from './matrix.ts';

/** 1 − correlation of two rows of `dims` values, 0…2. A constant row: 0 from another constant row, 1 from any other. */
export function correlationDistance(a: Float32Array, aStart: number, b: Float32Array, bStart: number, dims: number): number {
  let aMean = 0;
  let bMean = 0;
  for (let i = 0; i < dims; i++) {
    aMean += a[aStart + i]! / dims;
    bMean += b[bStart + i]! / dims;
  }
  let product = 0;
  let aSquared = 0;
  let bSquared = 0;
  for (let i = 0; i < dims; i++) {
    const av = a[aStart + i]! - aMean;
    const bv = b[bStart + i]! - bMean;
    product += av * bv;
    aSquared += av * av;
    bSquared += bv * bv;
  }
  // a constant row may keep the rounding of its mean
  const tiny = 1e-24 * dims;
  return fromProducts(product, aSquared > tiny * aMean * aMean ? aSquared : 0, bSquared > tiny * bMean * bMean ? bSquared : 0);
}

/** All pairs of rows of `x` and `y` (row-major, `dims` values a row), as a row-major matrix. */
export function correlation(x: Float32Array, y: Float32Array, dims: number): Float32Array {
  return pairwise(correlationDistance, x, y, dims);
}
