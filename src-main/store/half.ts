// Vectors as stored in the database: half precision, little-endian. Not for weights, which have their own file format.
/// <reference lib="es2025.float16" />

/**
 * Rounds to half precision (11 significant bits).
 * @throws {RangeError} for a value that is not a finite half: NaN, infinite, or ±65,520 and beyond
 */
export function toHalf(values: Float32Array): Buffer {
  const halves = new Float16Array(values);
  for (let i = 0; i < halves.length; i++) {
    if (!Number.isFinite(halves[i])) throw new RangeError(`expected values within ±65504, got ${values[i]} at ${i}`);
  }
  return Buffer.from(halves.buffer);
}

/** Whether every value rounds to a finite half, so that `toHalf` accepts them. */
export function fitsHalf(values: Float32Array): boolean {
  return new Float16Array(values).every(Number.isFinite);
}

/** Whether stored halves are valid output of `toHalf`: whole and finite. */
export function areFiniteHalves(bytes: Uint8Array): boolean {
  if (bytes.length % 2 !== 0) return false;
  // NaN and both infinities have all exponent bits set; these are in the second byte of each half
  for (let at = 1; at < bytes.length; at += 2) if ((bytes[at]! & 0x7c) === 0x7c) return false;
  return true;
}

/** Exact. @param bytes whole halves that start at an even offset of their buffer */
export function fromHalf(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Float16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2));
}
