// What is kept of each photo to find others that may be copies of it: its lightness on a coarse grid, of the whole picture and of
// what lies inside a uniform border. Not a measure of likeness: it only says whom to compare (compare.ts).
import { findFrame, type Frame } from './frame.ts';

/** Cells on a side of a grid. */
export const GRID = 16;
const CELLS = GRID * GRID;

/** Lightness of the cells, 0 … 255, row-major: of the whole picture, and of the part within `frame`. */
export interface Fingerprint {
  readonly whole: Uint8Array;
  readonly inner: Uint8Array | null;
  readonly frame: Frame | null;
}

/** @param pixels side × side × 3, RGB, 0 … 255, row-major */
export function fingerprint(pixels: Uint8Array, side: number): Fingerprint {
  const frame = findFrame(pixels, side);
  const light = new Float32Array(side * side);
  for (let i = 0; i < light.length; i++) light[i] = 0.299 * pixels[3 * i]! + 0.587 * pixels[3 * i + 1]! + 0.114 * pixels[3 * i + 2]!;
  return { whole: cellsOf(light, side, whole), inner: frame && cellsOf(light, side, frame), frame };
}

const whole: Frame = { left: 0, top: 0, right: 1, bottom: 1 };

/** The pixels that lie in a cell along one axis, from the first on: how much of each does. */
interface Span {
  readonly first: number;
  readonly parts: readonly number[];
}

/** Means of the cells of a grid over `frame`; a pixel counts by how much of it lies in a cell. */
function cellsOf(light: Float32Array, side: number, { left, top, right, bottom }: Frame): Uint8Array {
  const columns = spans(left * side, right * side);
  const rows = spans(top * side, bottom * side);
  const cells = new Uint8Array(CELLS);
  for (let y = 0; y < GRID; y++) {
    const row = rows[y]!;
    for (let x = 0; x < GRID; x++) {
      const column = columns[x]!;
      const width = column.parts.length;
      let sum = 0;
      let weight = 0;
      for (let v = 0; v < row.parts.length; v++) {
        const vertical = row.parts[v]!;
        const start = (row.first + v) * side + column.first;
        for (let u = 0; u < width; u++) {
          const horizontal = column.parts[u]!;
          sum += light[start + u]! * vertical * horizontal;
          weight += vertical * horizontal;
        }
      }
      cells[y * GRID + x] = Math.round(sum / weight);
    }
  }
  return cells;
}

/** The spans of the grid's cells between `from` and `to`. */
function spans(from: number, to: number): readonly Span[] {
  return Array.from({ length: GRID }, (_, cell) => {
    const start = from + (cell * (to - from)) / GRID;
    const end = from + ((cell + 1) * (to - from)) / GRID;
    const first = Math.floor(start);
    return { first, parts: Array.from({ length: Math.ceil(end) - first }, (__, at) => Math.min(end, first + at + 1) - Math.max(start, first + at)) };
  });
}

/** Length of a packed fingerprint. */
export const FINGERPRINT_BYTES = 2 * CELLS + 4;

/** As bytes: the whole's cells, the frame in 255ths (zeros where there is no border), the inner cells. */
export function packFingerprint({ whole: cells, inner, frame }: Fingerprint): Uint8Array {
  const packed = new Uint8Array(FINGERPRINT_BYTES);
  packed.set(cells);
  if (!inner || !frame) return packed;
  packed.set([frame.left, frame.top, frame.right, frame.bottom].map((part) => Math.round(255 * part)), CELLS);
  packed.set(inner, CELLS + 4);
  return packed;
}

/** @throws {RangeError} for bytes of another length */
export function unpackFingerprint(packed: Uint8Array): Fingerprint {
  if (packed.length !== FINGERPRINT_BYTES) throw new RangeError(`expected a fingerprint of ${FINGERPRINT_BYTES} bytes, got ${packed.length}`);
  const [left, top, right, bottom] = Array.from(packed.subarray(CELLS, CELLS + 4), (part) => part / 255) as [number, number, number, number]; // four bytes
  const cells = packed.subarray(0, CELLS);
  return right > left && bottom > top ? { whole: cells, inner: packed.subarray(CELLS + 4), frame: { left, top, right, bottom } } : { whole: cells, inner: null, frame: null };
}
