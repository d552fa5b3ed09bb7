// Where light and colour are in a photo: mean L*a*b* of an 8×8 grid, like a tiny picture. Insensitive to anything finer.
import { SIDE, toLab, type LabPlanes } from './lab.ts';

const GRID = 8;
const CELL = SIDE / GRID;
/** Length of a layout descriptor. */
export const LAYOUT_DIMS = GRID * GRID * 3;

/**
 * Describes the layout of one photo (128×128×3 uint8 sRGB): 8×8 cells, row-major, each with its mean L*, a*, b* divided by 100
 * (0…1, about −1…1, about −1…1).
 * @throws RangeError if `pixels` has another length.
 */
export function describeLayout(pixels: Uint8Array, lab: LabPlanes = toLab(pixels)): Float32Array {
  const layout = new Float32Array(LAYOUT_DIMS);
  const planes = [lab.l, lab.a, lab.b];
  for (let channel = 0; channel < 3; channel++) {
    const plane = planes[channel]!;
    for (let y = 0, i = 0; y < SIDE; y++) {
      const row = Math.floor(y / CELL) * GRID;
      for (let column = 0; column < GRID; column++) {
        let sum = 0;
        for (const end = i + CELL; i < end; i++) sum += plane[i]!;
        layout[(row + column) * 3 + channel]! += sum;
      }
    }
  }
  const scale = 1 / (CELL * CELL * 100);
  for (let k = 0; k < LAYOUT_DIMS; k++) layout[k]! *= scale;
  return layout;
}
