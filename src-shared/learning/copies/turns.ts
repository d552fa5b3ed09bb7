// The eight ways in which a picture can be turned by quarters and mirrored: the symmetries of a square.
import type { Frame } from './frame.ts';

/** `mirrored` left to right first, then turned clockwise by `quarters`. */
export interface Turn {
  readonly quarters: 0 | 1 | 2 | 3;
  readonly mirrored: boolean;
}

export const TURNS: readonly Turn[] = ([false, true] as const).flatMap((mirrored) => ([0, 1, 2, 3] as const).map((quarters) => ({ quarters, mirrored })));

/** The picture as it is. */
export const UNTURNED: Turn = TURNS[0]!;

/** Turns a square grid (side × side, row-major). */
export function turnGrid(grid: Float32Array, side: number, turn: Turn): Float32Array {
  if (turn === UNTURNED) return grid;
  const sources = sourcesOf(side, turn);
  const turned = new Float32Array(grid.length);
  for (let i = 0; i < turned.length; i++) turned[i] = grid[sources[i]!]!;
  return turned;
}

const known = new Map<string, Uint16Array>();

/** Where each value of a turned grid comes from. */
function sourcesOf(side: number, { quarters, mirrored }: Turn): Uint16Array {
  const key = `${side} ${quarters} ${mirrored}`;
  let sources = known.get(key);
  if (sources) return sources;
  sources = new Uint16Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let [u, v] = [x, y];
      for (let k = 0; k < quarters; k++) [u, v] = [v, side - 1 - u];
      sources[y * side + x] = v * side + (mirrored ? side - 1 - u : u);
    }
  }
  known.set(key, sources);
  return sources;
}

/** The part of the original picture that `part` of the turned one shows. */
export function turnFrame(part: Frame, { quarters, mirrored }: Turn): Frame {
  const corners = ([[part.left, part.top], [part.right, part.bottom]] as const).map(([x, y]): readonly [number, number] => {
    let [u, v] = [x, y];
    for (let k = 0; k < quarters; k++) [u, v] = [v, 1 - u];
    return [mirrored ? 1 - u : u, v];
  });
  const [[x1, y1], [x2, y2]] = corners as [readonly [number, number], readonly [number, number]];
  return { left: Math.min(x1, x2), right: Math.max(x1, x2), top: Math.min(y1, y2), bottom: Math.max(y1, y2) };
}

/** The part of the turned picture that shows `part` of the original. */
export function uprightFrame(part: Frame, { quarters, mirrored }: Turn): Frame {
  // a mirrored picture is its own way back; else the quarters that are missing to a whole turn
  return turnFrame(part, mirrored ? { quarters, mirrored } : { quarters: ((4 - quarters) % 4) as Turn['quarters'], mirrored });
}
