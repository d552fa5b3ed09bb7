// Views of held-out photos for scoring: a part of the photo, maybe mirrored, in another light. In plain numbers, so that an encoder is
// asked the same on every backend. Not the views that are trained on, which are batched tensor work.

export interface ProbeOptions {
  /** Share of the photo's area that is seen, from … to. */
  readonly area?: readonly [number, number];
  /** How far brightness, contrast and each colour may go, as a factor of 1 ± light. */
  readonly light?: number;
}

/**
 * A view of `pixels` (side × side × 3, RGB, 0..255), of the same size. `random` gives numbers in [0, 1): seven are taken, so
 * the same numbers give the same view.
 */
export function probeView(pixels: Uint8Array, side: number, random: () => number, { area = [0.2, 0.6], light = 0.3 }: ProbeOptions = {}): Uint8Array {
  const size = side * Math.sqrt(area[0] + (area[1] - area[0]) * random());
  const left = random() * (side - size);
  const top = random() * (side - size);
  const mirrored = random() < 0.5;
  const factor = (): number => 1 + light * (2 * random() - 1);
  const brightness = factor();
  const contrast = factor();
  const warmth = factor();
  const gains = [brightness * Math.sqrt(warmth), brightness, brightness / Math.sqrt(warmth)];
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < side; y++) {
    const [y0, y1, dy] = between(top + ((y + 0.5) / side) * size - 0.5, side);
    for (let x = 0; x < side; x++) {
      const along = mirrored ? side - 1 - x : x;
      const [x0, x1, dx] = between(left + ((along + 0.5) / side) * size - 0.5, side);
      for (let c = 0; c < 3; c++) {
        const at = (row: number, column: number): number => pixels[(row * side + column) * 3 + c]!;
        const upper = at(y0, x0) * (1 - dx) + at(y0, x1) * dx;
        const lower = at(y1, x0) * (1 - dx) + at(y1, x1) * dx;
        const value = (upper * (1 - dy) + lower * dy) * gains[c]!;
        out[(y * side + x) * 3 + c] = Math.max(0, Math.min(255, Math.round(128 + (value - 128) * contrast)));
      }
    }
  }
  return out;
}

/** The two pixels around a place, and how far it is from the first. */
function between(place: number, side: number): [number, number, number] {
  const clamped = Math.max(0, Math.min(side - 1, place));
  const low = Math.floor(clamped);
  return [low, Math.min(side - 1, low + 1), clamped - low];
}
