// The 128×128 RGB image that every descriptor reads, as CIE L*a*b* planes (D65, sRGB transfer curve of IEC 61966-2-1).
// Lookup tables instead of powers and cube roots: within 0.3 of the exact values. No colour management: pixels are already sRGB.

/** Side of the square image, in pixels. */
export const SIDE = 128;
const AREA = SIDE * SIDE;

/** L* (0…100), a* and b* (about −110…110), each 128×128, row-major. */
export interface LabPlanes {
  readonly l: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

const LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const s = value / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
});

// f(t) of CIE 15:2004, sampled densely enough for dark colours
const STEPS = 16_384;
const CURVE = Float32Array.from({ length: STEPS + 2 }, (_, step) => {
  const t = step / STEPS;
  return t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29;
});

/**
 * Converts one photo: `pixels` are 128×128×3 uint8 RGB, row-major.
 * @throws RangeError for any other length.
 */
export function toLab(pixels: Uint8Array): LabPlanes {
  if (pixels.length !== AREA * 3) {
    throw new RangeError(`Expected ${SIDE}×${SIDE}×3 = ${AREA * 3} pixel values, got ${pixels.length}.`);
  }
  const l = new Float32Array(AREA);
  const a = new Float32Array(AREA);
  const b = new Float32Array(AREA);
  for (let i = 0, p = 0; i < AREA; i++, p += 3) {
    const red = LINEAR[pixels[p]!]!;
    const green = LINEAR[pixels[p + 1]!]!;
    const blue = LINEAR[pixels[p + 2]!]!;
    // rows of the sRGB matrix, each divided by the white point so that white gives 1, 1, 1
    const x = CURVE[((0.4339530 * red + 0.3762198 * green + 0.1898272 * blue) * STEPS + 0.5) | 0]!;
    const y = CURVE[((0.2126729 * red + 0.7151522 * green + 0.0721749 * blue) * STEPS + 0.5) | 0]!;
    const z = CURVE[((0.0177578 * red + 0.1094766 * green + 0.8727656 * blue) * STEPS + 0.5) | 0]!;
    l[i] = 116 * y - 16;
    a[i] = 500 * (x - y);
    b[i] = 200 * (y - z);
  }
  return { l, a, b };
}
