// Vectors as the database keeps them: half precision that is finite.
import { toHalf as rounded } from '../../src-shared/learning/half.ts';

/**
 * Rounds to half precision (11 significant bits).
 * @throws {RangeError} for a value that is no finite half: NaN, infinite, or from ±65,520 on
 */
export function toHalf(values: Float32Array): Buffer {
  const bytes = rounded(values);
  if (!areFiniteHalves(bytes)) throw new RangeError(`expected values within ±65504, got ${values.find((value) => !(Math.abs(value) < 65520))}`);
  return Buffer.from(bytes.buffer);
}

/** Whether every value is a finite half once it is rounded, so that `toHalf` takes them. */
export function fitsHalf(values: Float32Array): boolean {
  return areFiniteHalves(rounded(values));
}

/** Whether stored halves are what `toHalf` gives: whole, and finite. */
export function areFiniteHalves(bytes: Uint8Array): boolean {
  if (bytes.length % 2 !== 0) return false;
  // the exponent of NaN and of both infinities has all its bits set; it lies in the second byte of each half
  for (let at = 1; at < bytes.length; at += 2) if ((bytes[at]! & 0x7c) === 0x7c) return false;
  return true;
}
