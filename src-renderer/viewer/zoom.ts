// Zooming and panning a picture in its stage. Pure arithmetic on the picture's position; it draws nothing.

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `scale` 1 fits the stage; `x`, `y` offset the picture's centre from the stage's, in CSS pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const fitted: View = { scale: 1, x: 0, y: 0 };

/** As a multiple of the fitted size. */
export const mostZoom = 12;

/** The size at which a picture of this ratio fills the stage without being cropped or drawn larger than `largest`. */
export function fit(ratio: number, stage: Size, largest: Size): Size {
  const width = Math.min(stage.width, stage.height * ratio, Math.max(largest.width, 1));
  return { width, height: width / ratio };
}

/** Zooms by `factor` so that the point (relative to the stage's centre) stays where it is. */
export function zoomAt(view: View, factor: number, at: { readonly x: number; readonly y: number }, size: Size, stage: Size): View {
  const scale = Math.min(mostZoom, Math.max(1, view.scale * factor));
  const by = scale / view.scale;
  return held({ scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }, size, stage);
}

export function pan(view: View, dx: number, dy: number, size: Size, stage: Size): View {
  return held({ scale: view.scale, x: view.x + dx, y: view.y + dy }, size, stage);
}

/** Limits the offset so that no side of the picture leaves a gap that panning could fill. */
function held({ scale, x, y }: View, size: Size, stage: Size): View {
  const [sideways, upright] = [Math.max(0, (size.width * scale - stage.width) / 2), Math.max(0, (size.height * scale - stage.height) / 2)];
  return { scale, x: Math.min(sideways, Math.max(-sideways, x)), y: Math.min(upright, Math.max(-upright, y)) };
}
