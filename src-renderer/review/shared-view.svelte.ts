// Zoom and position shared by several photos: zooming into one shows the others at the same spot. The position is kept as
// a fraction of each picture's own size, so that pictures of different shapes follow.

import { fitted, pan, zoomAt, type Size, type View } from '../viewer/zoom.ts';

export class SharedView {
  #view = $state.raw<View>(fitted);

  get zoomed(): boolean {
    return this.#view.scale > 1;
  }

  /** The view for a picture fitted to `size`. */
  of(size: Size): View {
    const { scale, x, y } = this.#view;
    return { scale, x: x * size.width, y: y * size.height };
  }

  zoom(factor: number, at: { readonly x: number; readonly y: number }, size: Size, stage: Size): void {
    this.#keep(zoomAt(this.of(size), factor, at, size, stage), size);
  }

  pan(dx: number, dy: number, size: Size, stage: Size): void {
    this.#keep(pan(this.of(size), dx, dy, size, stage), size);
  }

  /** Zooms around the centre, when there is no pointer position. */
  zoomMiddle(factor: number): void {
    const { scale, x, y } = this.#view;
    const to = Math.min(12, Math.max(1, scale * factor));
    this.#view = to === 1 ? fitted : { scale: to, x: (x * to) / scale, y: (y * to) / scale };
  }

  fit(): void {
    this.#view = fitted;
  }

  #keep({ scale, x, y }: View, { width, height }: Size): void {
    this.#view = { scale, x: x / width, y: y / height };
  }
}
