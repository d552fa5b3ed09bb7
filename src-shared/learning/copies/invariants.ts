// A short vector that is the same for a picture however it is turned by quarters or mirrored, whatever its brightness and contrast, so that
// one search finds all of them.
//
// Mirroring flips the signs of every second coefficient of a picture's cosine transform, and a quarter turn swaps its axes as well (the
// symmetries used by pHash: Zauner 2010). So of each two coefficients that a turn swaps, sum and difference of the magnitudes are kept.
import { GRID } from './fingerprint.ts';

/** Frequencies per axis: lower ones survive compression, resizing, and a small crop. */
const FREQUENCIES = 7;

const cosines = Array.from({ length: FREQUENCIES }, (_, k) => Float32Array.from({ length: GRID }, (_, i) => Math.cos((Math.PI * k * (i + 0.5)) / GRID) * (k === 0 ? Math.SQRT1_2 : 1)));

/** Length of the vector. */
export const INVARIANTS = FREQUENCIES * FREQUENCIES - 1;

/** @param cells GRID × GRID @returns of length 1; zeros for a picture of one brightness */
export function invariantsOf(cells: ArrayLike<number>): Float32Array {
  const coefficients = transform(cells);
  const out: number[] = [];
  for (let u = 0; u < FREQUENCIES; u++) {
    for (let v = u === 0 ? 1 : u; v < FREQUENCIES; v++) {
      const across = Math.abs(coefficients[u * FREQUENCIES + v]!);
      const down = Math.abs(coefficients[v * FREQUENCIES + u]!);
      if (u === v) out.push(across);
      else out.push((across + down) * Math.SQRT1_2, Math.abs(across - down) * Math.SQRT1_2);
    }
  }
  const length = Math.hypot(...out);
  return Float32Array.from(out, (value) => (length < 1 ? 0 : value / length));
}

/** The lowest coefficients of the cosine transform (DCT-II), without the mean. */
function transform(cells: ArrayLike<number>): Float32Array {
  const rows = new Float32Array(FREQUENCIES * GRID);
  for (let y = 0; y < GRID; y++) {
    cosines.forEach((cosine, v) => {
      let sum = 0;
      for (let x = 0; x < GRID; x++) sum += cosine[x]! * cells[y * GRID + x]!;
      rows[v * GRID + y] = sum;
    });
  }
  const out = new Float32Array(FREQUENCIES * FREQUENCIES);
  for (let v = 0; v < FREQUENCIES; v++) {
    cosines.forEach((cosine, u) => {
      let sum = 0;
      for (let y = 0; y < GRID; y++) sum += cosine[y]! * rows[v * GRID + y]!;
      out[u * FREQUENCIES + v] = sum;
    });
  }
  out[0] = 0;
  return out;
}
