// IEEE 754 half precision, two bytes a number: the format of weights in the file. Not a number type to compute with.

const wide = new Float32Array(1);
const bits = new Uint32Array(wide.buffer);

/** Little-endian halves (2 bytes each, any alignment) to float32. Every half has an exact float32. */
export function fromHalf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Float32Array(bytes.byteLength >> 1);
  for (let i = 0; i < out.length; i++) {
    const half = view.getUint16(i * 2, true);
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    const magnitude =
      exponent === 0 ? fraction * 2 ** -24
      : exponent === 31 ? (fraction ? NaN : Infinity)
      : (1024 + fraction) * 2 ** (exponent - 25);
    out[i] = half & 0x8000 ? -magnitude : magnitude;
  }
  return out;
}

/** float32 to little-endian halves, rounded to nearest even; beyond ±65,504 becomes infinite. */
export function toHalf(values: Float32Array): Uint8Array {
  const out = new DataView(new ArrayBuffer(values.length * 2));
  for (let i = 0; i < values.length; i++) out.setUint16(i * 2, halfBits(values[i] ?? 0), true);
  return new Uint8Array(out.buffer);
}

function halfBits(value: number): number {
  wide[0] = value;
  const from = bits[0] ?? 0;
  const sign = (from >>> 16) & 0x8000;
  const magnitude = Math.abs(wide[0]);
  if (Number.isNaN(magnitude)) return sign | 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  // below the smallest normal half, steps are 2^-24 wide; a carry into the exponent gives the correct next number
  if (magnitude < 2 ** -14) return sign | roundToEven(magnitude * 2 ** 24);
  const exponent = ((from >>> 23) & 255) - 127;
  return sign | (((exponent + 14) << 10) + roundToEven((magnitude / 2 ** exponent) * 1024));
}

function roundToEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
}
