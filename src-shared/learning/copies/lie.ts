// How two fingerprints lie on each other: which of the eight turns, and whether the border of one is to be left out. Most photos that resemble
// each other in coarse light and dark are told apart here already, before any picture is loaded.
import { type Fingerprint, GRID } from './fingerprint.ts';
import { type Frame, WHOLE } from './frame.ts';
import { TURNS, turnGrid, type Turn, UNTURNED } from './turns.ts';

/** The cells of one part of a photo. */
interface Part {
  readonly frame: Frame;
  readonly cells: Float32Array;
  /** Centred and of length 1; the same without what changes slowly, `null` where nothing is left. */
  readonly light: Float32Array;
  readonly detail: Float32Array | null;
}

/** The parts of a photo that another may lie on. */
export type Cells = readonly Part[];

export interface Lie {
  readonly turn: Turn;
  /** Which parts of them: the whole, or what is inside the border. */
  readonly frames: readonly [Frame, Frame];
  /** GRID × GRID, the second turned. */
  readonly cells: readonly [Float32Array, Float32Array];
}

/** Of lightness and of detail: all copies seen were above both but for a few stamped across, and of other neighbours one in thirty. */
const LEAST = { light: 0.55, detail: 0.35 };
/** Root mean square of the detail of cells, 0 … 255, that rounding alone makes. */
const ROUNDING = 1;
/** As they are, unless another way is clearly better: a picture of one brightness lies well in any way. */
const HABIT = 0.02;

export function cellsOf({ whole, inner, frame }: Fingerprint): Cells {
  return inner && frame ? [partOf(whole, WHOLE), partOf(inner, frame)] : [partOf(whole, WHOLE)];
}

function partOf(bytes: Uint8Array, frame: Frame): Part {
  const cells = Float32Array.from(bytes);
  const detail = detailOf(cells);
  return { frame, cells, light: unit(cells) ?? new Float32Array(cells.length), detail: Math.hypot(...detail) < ROUNDING * GRID ? null : unit(detail) };
}

/** How the second lies on the first; `null` where they look alike in no way. */
export function lieOf(first: Cells, second: Cells): Lie | null {
  let best: { readonly a: Part; readonly b: Part; readonly turn: Turn } | null = null;
  let most = LEAST.light;
  for (const a of first) {
    for (const b of second) {
      const whole = a.frame === WHOLE && b.frame === WHOLE ? HABIT : 0;
      for (const turn of TURNS) {
        const likeness = dot(a.light, turnGrid(b.light, GRID, turn)) + whole + (turn === UNTURNED ? HABIT : 0);
        if (likeness > most) [best, most] = [{ a, b, turn }, likeness];
      }
    }
  }
  if (best === null) return null;
  const { a, b, turn } = best;
  if (a.detail && b.detail && dot(a.detail, turnGrid(b.detail, GRID, turn)) < LEAST.detail) return null;
  return { turn, frames: [a.frame, b.frame], cells: [a.cells, turnGrid(b.cells, GRID, turn)] };
}

/** What the mean of a cell and its neighbours leaves. */
function detailOf(cells: Float32Array): Float32Array {
  const detail = new Float32Array(cells.length);
  for (let y = 0; y < GRID; y++) {
    for (let x = 0; x < GRID; x++) {
      let sum = 0;
      let count = 0;
      for (let v = Math.max(0, y - 1); v <= Math.min(GRID - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(GRID - 1, x + 1); u++, count++) sum += cells[v * GRID + u]!;
      }
      detail[y * GRID + x] = cells[y * GRID + x]! - sum / count;
    }
  }
  return detail;
}

/** Centred, of length 1; `null` for one value throughout. */
function unit(values: Float32Array): Float32Array | null {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const length = Math.hypot(...centred);
  return length === 0 ? null : centred.map((value) => value / length);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
