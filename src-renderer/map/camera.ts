// Which part of a plane is seen, and how large: pure functions. World y grows downwards, as on the screen.

export interface Camera {
  /** The place in the middle. */
  readonly x: number;
  readonly y: number;
  /** Pixels a unit. */
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How far in and out one can go from where all is seen. */
const DEEPEST = 2000;
const FARTHEST = 0.5;

/** The box around places, x and y one after the other; one of no size in the middle where there are none. */
export function boxOf(positions: Float32Array): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 2) {
    left = Math.min(left, positions[at]!);
    right = Math.max(right, positions[at]!);
    top = Math.min(top, positions[at + 1]!);
    bottom = Math.max(bottom, positions[at + 1]!);
  }
  return positions.length === 0 ? { left: 0, top: 0, right: 0, bottom: 0 } : { left, top, right, bottom };
}

/** All of the box, with a margin; a box smaller than `least` counts as that. `covered`: pixels on the left that something lies over. */
export function fitTo({ left, top, right, bottom }: Box, { width, height }: Size, least = 1e-6, covered = 0, margin = 56): Camera {
  const room = (side: number): number => Math.max(side - 2 * margin, side / 4, 1);
  const scale = Math.min(room(width - covered) / Math.max(right - left, least), room(height) / Math.max(bottom - top, least));
  return { x: (left + right) / 2 - covered / 2 / scale, y: (top + bottom) / 2, scale };
}

export function toScreen({ x, y, scale }: Camera, { width, height }: Size, [worldX, worldY]: readonly [number, number]): [number, number] {
  return [(worldX - x) * scale + width / 2, (worldY - y) * scale + height / 2];
}

export function toWorld({ x, y, scale }: Camera, { width, height }: Size, [screenX, screenY]: readonly [number, number]): [number, number] {
  return [(screenX - width / 2) / scale + x, (screenY - height / 2) / scale + y];
}

/** Moves what is under the pointer along with it, by pixels. */
export function panBy({ x, y, scale }: Camera, dx: number, dy: number): Camera {
  return { x: x - dx / scale, y: y - dy / scale, scale };
}

/** `factor` times as large, within limits around `fit`; what is at `place` on the screen stays there. */
export function zoomAt(camera: Camera, size: Size, place: readonly [number, number], factor: number, fit: Camera): Camera {
  const scale = Math.min(Math.max(camera.scale * factor, fit.scale * FARTHEST), fit.scale * DEEPEST);
  const [x, y] = toWorld(camera, size, place);
  return { x: x - (place[0] - size.width / 2) / scale, y: y - (place[1] - size.height / 2) / scale, scale };
}

/** What is seen, in world units. */
export function seen({ x, y, scale }: Camera, { width, height }: Size): Box {
  const [w, h] = [width / 2 / scale, height / 2 / scale];
  return { left: x - w, top: y - h, right: x + w, bottom: y + h };
}
