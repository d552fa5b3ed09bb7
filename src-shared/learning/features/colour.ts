// Which colours a photo contains, and how much of each: a soft-binned L*a*b* histogram, square-rooted so that Euclidean
// distance is the Hellinger distance. Ignores where the colours are, apart from a mild preference for the centre.
import { SIDE, toLab, type LabPlanes } from './lab.ts';

const LIGHT = 4;
const CHROMA = 8;
/** Length of a colour descriptor. */
export const COLOUR_DIMS = LIGHT * CHROMA * CHROMA;

// Normalises illumination. More light on the same scene raises a* and b* along with L*: chroma is taken relative to lightness
// (about the saturation of Lübbe 2011), and lightness is the mean of its value and its rank within the photo (Finlayson et al. 2005).
const LIGHT_STEPS = 256;
const RELATIVE = Float32Array.from({ length: LIGHT_STEPS }, (_, step) => 50 / ((step * 100) / (LIGHT_STEPS - 1) + 15));

// near grey a small change of a* or b* is a visible change of hue, at high chroma it is not: bins widen with tanh
const CHROMA_SCALE = 25;
const CHROMA_RANGE = 512;
const CHROMA_STEP = 4;
const CHROMA_POSITION = Float32Array.from({ length: 2 * CHROMA_RANGE * CHROMA_STEP + 1 }, (_, step) =>
  ((Math.tanh((step / CHROMA_STEP - CHROMA_RANGE) / CHROMA_SCALE) + 1) / 2) * (CHROMA - 1) * 0.99999
);

// the subject is usually near the centre: a Gaussian weight, 1 in the centre, 1/e at the middle of each edge
const WEIGHT = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
  const dx = ((i % SIDE) + 0.5) / (SIDE / 2) - 1;
  const dy = (Math.floor(i / SIDE) + 0.5) / (SIDE / 2) - 1;
  return Math.exp(-(dx * dx + dy * dy));
});
const TOTAL_WEIGHT = WEIGHT.reduce((sum, weight) => sum + weight, 0);

/**
 * Describes the colours of one photo (128×128×3 uint8 sRGB): 256 values in 0…1 of unit Euclidean length, the square roots
 * of the shares of 4 lightnesses × 8 × 8 chromaticities (trilinear binning). Half the squared distance of two descriptors
 * is 1 − their Bhattacharyya coefficient (Arandjelović and Zisserman 2012 show the benefit of the root for histograms).
 * @throws RangeError if `pixels` has another length.
 */
export function describeColour(pixels: Uint8Array, lab: LabPlanes = toLab(pixels)): Float32Array {
  const { l, a, b } = lab;
  const lightPosition = lightPositions(l);
  const shares = new Float32Array(COLOUR_DIMS);
  for (let i = 0; i < l.length; i++) {
    const step = lightStep(l[i]!);
    const relative = RELATIVE[step]!;
    const light = lightPosition[step]!;
    const red = CHROMA_POSITION[((a[i]! * relative + CHROMA_RANGE) * CHROMA_STEP + 0.5) | 0]!;
    const yellow = CHROMA_POSITION[((b[i]! * relative + CHROMA_RANGE) * CHROMA_STEP + 0.5) | 0]!;
    const li = light | 0;
    const ai = red | 0;
    const bi = yellow | 0;
    const lf = light - li;
    const af = red - ai;
    const bf = yellow - bi;

    // the pixel's weight is spread over the eight nearest bins
    const bin = (li * CHROMA + ai) * CHROMA + bi;
    const above = bin + CHROMA * CHROMA;
    const high = WEIGHT[i]! * lf;
    const low = WEIGHT[i]! - high;
    const both = af * bf;
    const onlyRed = af - both;
    const onlyYellow = bf - both;
    const neither = 1 - af - onlyYellow;
    shares[bin]! += low * neither;
    shares[bin + 1]! += low * onlyYellow;
    shares[bin + CHROMA]! += low * onlyRed;
    shares[bin + CHROMA + 1]! += low * both;
    shares[above]! += high * neither;
    shares[above + 1]! += high * onlyYellow;
    shares[above + CHROMA]! += high * onlyRed;
    shares[above + CHROMA + 1]! += high * both;
  }
  for (let k = 0; k < COLOUR_DIMS; k++) shares[k] = Math.sqrt(Math.max(0, shares[k]!) / TOTAL_WEIGHT);
  return shares;
}

function lightStep(l: number): number {
  return (l * ((LIGHT_STEPS - 1) / 100) + 0.5) | 0;
}

/** For each level of lightness its position among the bins, 0 … LIGHT − 1: the mean of the lightness and its rank in the photo. */
function lightPositions(l: Float32Array): Float32Array {
  const counts = new Float32Array(LIGHT_STEPS);
  for (let i = 0; i < l.length; i++) counts[lightStep(l[i]!)]! += 1;
  const positions = new Float32Array(LIGHT_STEPS);
  for (let step = 0, darker = 0; step < LIGHT_STEPS; step++) {
    const rank = (darker + counts[step]! / 2) / l.length;
    darker += counts[step]!;
    positions[step] = ((rank + step / (LIGHT_STEPS - 1)) / 2) * (LIGHT - 1) * 0.99999;
  }
  return positions;
}
