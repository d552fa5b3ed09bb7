// Vectors as the database keeps them: half precision, little-endian. Not for weights, which have a file of their own.
/// <reference lib="es2025.float16" />

/**
 * Rounds to half precision (11 significant bits).
 * @throws {RangeError} for a value that is no finite half: NaN, infinite, or from ±65,520 on
 */
export function toHalf(values: Float32Array): Buffer {
  const halves = new Float16Array(values);
  for (let i = 0; i < halves.length; i++) {
    if (!Number.isFinite(halves[i])) throw new RangeError(`expected values within ±65504, got ${values[i]} at ${i}`);
  }
  return Buffer.from(halves.buffer);
}

/** Exact. @param bytes whole halves that start at an even offset of their buffer */
export function fromHalf(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Float16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2));
}
