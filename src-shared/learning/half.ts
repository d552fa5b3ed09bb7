// IEEE 754 half precision, two bytes a number: how weights and vectors are kept. Not a number type to compute with. Little-endian, as is every
// system that this runs on.
/// <reference lib="es2025.float16" />

/** Halves (2 bytes each, any alignment) to float32. Every half has an exact float32. */
export function fromHalf(bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Float32Array(new Float16Array(buffer, byteOffset, bytes.length >> 1));
}

/** float32 to halves, rounded to the nearest, and to even between two; from ±65,520 on they become infinite. */
export function toHalf(values: Float32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Float16Array(values).buffer);
}
