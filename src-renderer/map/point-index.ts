// Which photos lie at a place of a plane, in a box, inside a drawn line. A static k-d tree over all points (kdbush).

import KDBush from 'kdbush';
import type { Box } from './camera.ts';

export class PointIndex {
  readonly positions: Float32Array;
  readonly #tree: KDBush;

  /** `positions`: x and y of each row, one after the other. */
  constructor(positions: Float32Array) {
    this.positions = positions;
    this.#tree = new KDBush(positions.length / 2, 64, Float32Array);
    for (let at = 0; at < positions.length; at += 2) this.#tree.add(positions[at]!, positions[at + 1]!);
    this.#tree.finish();
  }

  /** The row nearest to a place within `radius`; -1 where there is none. */
  nearest(x: number, y: number, radius: number): number {
    let [best, least] = [-1, radius * radius];
    for (const row of this.#tree.within(x, y, radius)) {
      const distance = (this.positions[2 * row]! - x) ** 2 + (this.positions[2 * row + 1]! - y) ** 2;
      if (distance < least || (distance === least && (best < 0 || row < best))) [best, least] = [row, distance];
    }
    return best;
  }

  within(x: number, y: number, radius: number): number[] {
    return this.#tree.within(x, y, radius);
  }

  inBox({ left, top, right, bottom }: Box): number[] {
    return this.#tree.range(left, top, right, bottom);
  }

  /** Inside a closed line, x and y one after the other, by the even-odd rule. */
  inLine(line: readonly number[]): number[] {
    if (line.length < 6) return [];
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < line.length; at += 2) {
      left = Math.min(left, line[at]!);
      right = Math.max(right, line[at]!);
      top = Math.min(top, line[at + 1]!);
      bottom = Math.max(bottom, line[at + 1]!);
    }
    return this.inBox({ left, top, right, bottom }).filter((row) => isInside(line, this.positions[2 * row]!, this.positions[2 * row + 1]!));
  }
}

function isInside(line: readonly number[], x: number, y: number): boolean {
  let inside = false;
  for (let at = 0, before = line.length - 2; at < line.length; before = at, at += 2) {
    const [ax, ay, bx, by] = [line[at]!, line[at + 1]!, line[before]!, line[before + 1]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
