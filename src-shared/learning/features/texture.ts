// How lightness changes across a photo: a coarse histogram of oriented gradients, and soft signs of the differences between
// neighbouring cells (a difference hash without thresholding). Uses lightness only; insensitive to brightness and contrast.
import { SIDE, toLab, type LabPlanes } from './lab.ts';

const GRID = 4;
const CELL = SIDE / GRID;
const ORIENTATIONS = 18;
const WIDE = GRID + 2;
const GRADIENT_DIMS = GRID * GRID * ORIENTATIONS;
const CLIP = 0.2;
// L* per pixel: cells with less contrast than this count as flat, so that noise is not amplified
const FLAT = 0.5;

const SIGN_GRID = 8;
const SIGN_CELL = SIDE / SIGN_GRID;
const SIGN_DIMS = 2 * SIGN_GRID * (SIGN_GRID - 1);
// half an L* between two cells already counts as a clear sign: visible, not strong
const SIGN_SOFTNESS = 0.5;
const SIGN_SHARE = 0.1;

/** Length of a texture descriptor. */
export const TEXTURE_DIMS = GRADIENT_DIMS + SIGN_DIMS;

/**
 * Describes the texture of one photo (128×128×3 uint8 sRGB). First 288 values in 0…1 of unit length (0 for a flat photo):
 * 4×4 cells × 18 signed orientations, normalised by the four 2×2 blocks around each cell and clipped (Dalal and Triggs 2005,
 * in the one-vector-per-cell form of Felzenszwalb et al. 2010). Then 112 in about −0.03…0.03: tanh of horizontal (8×7),
 * then vertical (7×8) differences of an 8×8 grid, after Krawetz's difference hash.
 * @throws RangeError if `pixels` has another length.
 */
export function describeTexture(pixels: Uint8Array, lab: LabPlanes = toLab(pixels)): Float32Array {
  const texture = new Float32Array(TEXTURE_DIMS);
  writeGradients(lab.l, texture);
  writeSigns(lab.l, texture.subarray(GRADIENT_DIMS));
  return texture;
}

// for each row or column of pixels: the nearest cell before it, and the weight of the cell after it
const BEFORE = Int32Array.from({ length: SIDE }, (_, i) => Math.floor((i + 0.5) / CELL - 0.5));
const SHARE_AFTER = Float32Array.from({ length: SIDE }, (_, i) => (i + 0.5) / CELL - 0.5 - BEFORE[i]!);

function writeGradients(l: Float32Array, out: Float32Array): void {
  // a margin of one cell collects what falls outside, so the loops need no bounds checks
  const sums = new Float32Array(WIDE * WIDE * ORIENTATIONS);
  const rowSums = new Float32Array(WIDE * ORIENTATIONS);
  for (let y = 0; y < SIDE; y++) {
    const row = y * SIDE;
    const up = y === 0 ? row : row - SIDE;
    const down = y === SIDE - 1 ? row : row + SIDE;
    rowSums.fill(0);
    for (let x = 0; x < SIDE; x++) {
      const dx = l[x === SIDE - 1 ? row + x : row + x + 1]! - l[x === 0 ? row : row + x - 1]!;
      const dy = l[down + x]! - l[up + x]!;
      const strength = Math.sqrt(dx * dx + dy * dy);
      if (strength === 0) continue;

      // linear in orientation, and across the row
      const turn = turnOf(dx, dy) * ORIENTATIONS;
      let first = turn | 0;
      const next = turn - first;
      if (first >= ORIENTATIONS) first -= ORIENTATIONS;
      const second = first === ORIENTATIONS - 1 ? 0 : first + 1;
      const cell = (BEFORE[x]! + 1) * ORIENTATIONS;
      const right = strength * SHARE_AFTER[x]!;
      const left = strength - right;
      const leftNext = left * next;
      const rightNext = right * next;
      rowSums[cell + first]! += left - leftNext;
      rowSums[cell + second]! += leftNext;
      rowSums[cell + ORIENTATIONS + first]! += right - rightNext;
      rowSums[cell + ORIENTATIONS + second]! += rightNext;
    }

    // linear down the columns, once per row
    const below = SHARE_AFTER[y]!;
    const above = 1 - below;
    const start = (BEFORE[y]! + 1) * rowSums.length;
    for (let k = 0; k < rowSums.length; k++) {
      sums[start + k]! += above * rowSums[k]!;
      sums[start + rowSums.length + k]! += below * rowSums[k]!;
    }
  }
  normaliseCells(sums, out);
}

function normaliseCells(sums: Float32Array, out: Float32Array): void {
  const energy = new Float64Array(GRID * GRID);
  const scale = 1 / (CELL * CELL);
  const cellAt = (x: number, y: number) => ((y + 1) * WIDE + x + 1) * ORIENTATIONS;
  for (let y = 0; y < GRID; y++) {
    for (let x = 0; x < GRID; x++) {
      const cell = cellAt(x, y);
      for (let k = cell; k < cell + ORIENTATIONS; k++) energy[y * GRID + x]! += (sums[k]! * scale) ** 2;
    }
  }
  // at the border a block repeats the outermost cells
  const inside = (i: number) => Math.min(Math.max(i, 0), GRID - 1);
  const energyAt = (x: number, y: number) => energy[inside(y) * GRID + inside(x)]!;

  let total = 0;
  for (let y = 0, k = 0; y < GRID; y++) {
    for (let x = 0; x < GRID; x++) {
      const factors = [];
      for (const by of [y - 1, y]) {
        for (const bx of [x - 1, x]) {
          const block = energyAt(bx, by) + energyAt(bx + 1, by) + energyAt(bx, by + 1) + energyAt(bx + 1, by + 1);
          factors.push(scale / Math.sqrt(block + FLAT * FLAT));
        }
      }
      const cell = cellAt(x, y);
      for (let orientation = 0; orientation < ORIENTATIONS; orientation++, k++) {
        let value = 0;
        for (const factor of factors) value += Math.min(sums[cell + orientation]! * factor, CLIP);
        out[k] = value;
        total += value * value;
      }
    }
  }
  const length = Math.sqrt(total) + 1e-6;
  for (let k = 0; k < GRADIENT_DIMS; k++) out[k]! /= length;
}

function writeSigns(l: Float32Array, out: Float32Array): void {
  const cells = new Float64Array(SIGN_GRID * SIGN_GRID);
  for (let i = 0; i < l.length; i++) {
    cells[Math.floor(i / (SIDE * SIGN_CELL)) * SIGN_GRID + Math.floor((i % SIDE) / SIGN_CELL)]! += l[i]!;
  }
  const scale = 1 / (SIGN_CELL * SIGN_CELL * SIGN_SOFTNESS);
  const size = Math.sqrt(SIGN_SHARE / SIGN_DIMS);
  let k = 0;
  for (let y = 0; y < SIGN_GRID; y++) {
    for (let x = 1; x < SIGN_GRID; x++) {
      out[k++] = size * Math.tanh((cells[y * SIGN_GRID + x]! - cells[y * SIGN_GRID + x - 1]!) * scale);
    }
  }
  for (let i = SIGN_GRID; i < cells.length; i++) {
    out[k++] = size * Math.tanh((cells[i]! - cells[i - SIGN_GRID]!) * scale);
  }
}

/**
 * Direction of (dx, dy) in turns, 0…1 counted from +x, within 0.00001: atan2 by a minimax polynomial in min/max, in
 * a third of the time of Math.atan2.
 */
function turnOf(dx: number, dy: number): number {
  const ax = Math.abs(dx);
  const ay = Math.abs(dy);
  const ratio = ax > ay ? ay / ax : ax / ay;
  const s = ratio * ratio;
  let turn = ratio * (0.15915132 + s * (-0.05293867 + s * (0.0308034 + s * (-0.01853087 + s * (0.00838004 - s * 0.00186549)))));
  if (ay > ax) turn = 0.25 - turn;
  if (dx < 0) turn = 0.5 - turn;
  return dy < 0 ? 1 - turn : turn;
}
