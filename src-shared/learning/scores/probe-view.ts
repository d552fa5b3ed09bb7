// Views of held-out photos for scoring: a crop, possibly mirrored, in different light. Computed in plain numbers, so that an encoder gets
// the same input on every backend. For the training views, which are batched tensor operations, see learning/views.

export interface ProbeOptions {
  /** Fraction of the photo's area that is visible, from … to. */
  readonly area?: readonly [number, number];
  /** How far brightness, contrast and each colour may vary, as a factor of 1 ± light. */
  readonly light?: number;
}

/**
 * A view of `pixels` (side × side × 3, RGB, 0..255), of the same size. `random` returns numbers in [0, 1) and is called seven times;
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
  const rows = places(side, top, size, false);
  const columns = places(side, left, size, mirrored);
  const out = new Uint8Array(pixels.length);
  for (let y = 0, to = 0; y < side; y++) {
    const upper = rows.low[y]! * side;
    const lower = rows.high[y]! * side;
    const dy = rows.share[y]!;
    for (let x = 0; x < side; x++) {
      const x0 = columns.low[x]!;
      const x1 = columns.high[x]!;
      const dx = columns.share[x]!;
      for (let c = 0; c < 3; c++, to++) {
        const above = pixels[(upper + x0) * 3 + c]! * (1 - dx) + pixels[(upper + x1) * 3 + c]! * dx;
        const below = pixels[(lower + x0) * 3 + c]! * (1 - dx) + pixels[(lower + x1) * 3 + c]! * dx;
        const value = (above * (1 - dy) + below * dy) * gains[c]!;
        out[to] = Math.max(0, Math.min(255, Math.round(128 + (value - 128) * contrast)));
      }
    }
  }
  return out;
}

/** For each pixel along a view's side: the two pixels of the photo it lies between, and its offset from the first. */
function places(side: number, start: number, size: number, mirrored: boolean): { readonly low: Uint16Array; readonly high: Uint16Array; readonly share: Float32Array } {
  const low = new Uint16Array(side);
  const high = new Uint16Array(side);
  const share = new Float32Array(side);
  for (let i = 0; i < side; i++) {
    const along = mirrored ? side - 1 - i : i;
    const place = Math.max(0, Math.min(side - 1, start + ((along + 0.5) / side) * size - 0.5));
    low[i] = Math.floor(place);
    high[i] = Math.min(side - 1, low[i]! + 1);
    share[i] = place - low[i]!;
  }
  return { low, high, share };
}
