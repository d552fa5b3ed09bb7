// Which photos of a plane are shown as pictures, and drawing them. One for each cell of a grid that lies still in the plane, so that pictures
// stay where they are while it is moved, and more come as one goes nearer.

import type { PhotoId } from '../../src-shared/contract.ts';
import { type Box, type Camera, seen, type Size, toScreen } from './camera.ts';
import type { PointIndex } from './point-index.ts';

export interface Shown {
  readonly row: number;
  /** Photos that it stands for; 1 for itself alone. */
  readonly count: number;
  readonly x: number;
  readonly y: number;
}

/** Pictures kept for coming back. */
const KEPT = 600;
/** Pictures on the screen at most. */
const MOST = 260;

/** The photos to show as pictures of about `side` pixels. */
export function choose(index: PointIndex, camera: Camera, size: Size, side: number): Shown[] {
  // the cell is a power of two, so that grids of neighbouring scales fall on each other
  const cell = 2 ** Math.ceil(Math.log2((side * 1.06) / camera.scale));
  const box = seen(camera, size);
  const wide: Box = { left: box.left - cell, top: box.top - cell, right: box.right + cell, bottom: box.bottom + cell };
  if (((wide.right - wide.left) / cell) * ((wide.bottom - wide.top) / cell) > 4 * MOST) return [];
  const best = new Map<string, { row: number; off: number }>();
  for (const row of index.inBox(wide)) {
    const [x, y] = [index.positions[2 * row]!, index.positions[2 * row + 1]!];
    const [column, line] = [Math.floor(x / cell), Math.floor(y / cell)];
    const off = (x / cell - column - 0.5) ** 2 + (y / cell - line - 0.5) ** 2;
    const key = `${column} ${line}`;
    const known = best.get(key);
    if (!known || off < known.off || (off === known.off && row < known.row)) best.set(key, { row, off });
  }
  // those that would cover one that is there already stay points
  const apart = (side + 6) / camera.scale;
  const chosen: Shown[] = [];
  for (const { row } of [...best.values()].sort((a, b) => a.off - b.off || a.row - b.row)) {
    const [x, y] = [index.positions[2 * row]!, index.positions[2 * row + 1]!];
    if (chosen.some((other) => Math.abs(other.x - x) < apart && Math.abs(other.y - y) < apart)) continue;
    chosen.push({ row, count: 1, x, y });
    if (chosen.length === MOST) break;
  }
  return chosen;
}

export interface PicturesOptions {
  readonly url: (id: PhotoId) => string;
  /** A picture came: to be drawn again. */
  readonly onLoad: () => void;
}

/** Pictures that are loaded as they are wanted, the last used are kept. */
export class Pictures {
  readonly #options: PicturesOptions;
  readonly #images = new Map<PhotoId, HTMLImageElement>();

  constructor(options: PicturesOptions) {
    this.#options = options;
  }

  /** `null` until it is there. */
  of(id: PhotoId): HTMLImageElement | null {
    let image = this.#images.get(id);
    if (!image) {
      image = new Image();
      image.decoding = 'async';
      image.onload = this.#options.onLoad;
      image.src = this.#options.url(id);
    } else this.#images.delete(id); // to stand last again
    this.#images.set(id, image);
    for (const oldest of this.#images.keys()) {
      if (this.#images.size <= KEPT) break;
      this.#images.delete(oldest);
    }
    return image.complete && image.naturalWidth > 0 ? image : null;
  }
}

export interface PictureStyle {
  readonly side: number;
  readonly opacity: number;
  readonly colour: (row: number) => string;
  readonly ground: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly isSelected: (row: number) => boolean;
  readonly isDimmed: (row: number) => boolean;
  readonly idOf: (row: number) => PhotoId;
  readonly numberOf: (count: number) => string;
}

/** Draws the pictures, each square with a thin frame in its colour, and its number where it stands for several. */
export function drawPictures(context: CanvasRenderingContext2D, shown: readonly Shown[], pictures: Pictures, camera: Camera, size: Size, style: PictureStyle): void {
  const { side, opacity, colour, ground, accent, onAccent } = style;
  for (const { row, count, x, y } of shown) {
    const [cx, cy] = toScreen(camera, size, [x, y]);
    const [left, top] = [cx - side / 2, cy - side / 2];
    const selected = style.isSelected(row);
    context.globalAlpha = opacity * (style.isDimmed(row) ? 0.12 : 1);
    context.save();
    context.shadowColor = 'rgb(0 0 0 / 22%)';
    context.shadowBlur = 6;
    context.shadowOffsetY = 1;
    context.beginPath();
    context.roundRect(left - 2, top - 2, side + 4, side + 4, 8);
    context.fillStyle = selected ? accent : ground;
    context.fill();
    context.restore();
    context.save();
    context.beginPath();
    context.roundRect(left, top, side, side, 6);
    context.clip();
    context.fillStyle = colour(row);
    context.fill();
    const image = pictures.of(style.idOf(row));
    if (image) {
      const cut = Math.min(image.naturalWidth, image.naturalHeight);
      context.drawImage(image, (image.naturalWidth - cut) / 2, (image.naturalHeight - cut) / 2, cut, cut, left, top, side, side);
    }
    context.restore();
    if (selected) {
      context.lineWidth = 3;
      context.strokeStyle = accent;
      context.beginPath();
      context.roundRect(left - 1.5, top - 1.5, side + 3, side + 3, 7.5);
      context.stroke();
    } else {
      context.fillStyle = colour(row);
      context.beginPath();
      context.roundRect(left + 5, top + side - 8, 14, 4, 2);
      context.fill();
    }
    if (count > 1) {
      const text = style.numberOf(count);
      context.font = '600 11px system-ui, sans-serif';
      const width = context.measureText(text).width + 12;
      context.fillStyle = accent;
      context.beginPath();
      context.roundRect(left + side - width + 6, top - 8, width, 18, 9);
      context.fill();
      context.fillStyle = onAccent;
      context.textBaseline = 'middle';
      context.fillText(text, left + side - width + 12, top + 1.5);
    }
  }
  context.globalAlpha = 1;
}
