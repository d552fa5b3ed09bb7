// Measures how alike two pictures are place by place, once they lie upright on each other: what compare.ts decides by.
//
// Tone is fitted first (a copy may be lighter, or grey), and fine detail is compared block by block: a stamped copy differs in a few
// blocks, two pages of text in nearly all, whatever their layout.

import type { Square } from './picture.ts';

export interface Measures {
  /** Of lightness, −1 … 1. */
  readonly correlation: number;
  /** Share of the blocks with detail in which the detail is the same, 0 … 1, and in which it is so to the letter; NaN where too few have any. */
  readonly matched: number;
  readonly exact: number;
  /** Root mean square of the detail that differs once the tone is fitted, as a share of the detail of the first. */
  readonly noise: number;
  /** Lightness of the second is about `gain` × that of the first; on average it is `shift` more than that of the first. */
  readonly gain: number;
  readonly shift: number;
  /** Mean difference of colour, 0 … 255; and which of the two is grey. */
  readonly colour: number;
  readonly grey: readonly [boolean, boolean];
  /** Whether both look like a page: one ink on one ground. */
  readonly page: boolean;
}

const BLOCKS = 8;
/** Root mean square of the detail in a block below which it is noise, in lightness. */
const FAINT = 1.5;
/** Correlation of detail from which a block is the same, and from which it is so to the letter. */
const SAME = 0.7;
const EXACT = 0.9;
/** Fewer blocks with detail say nothing. */
const FEWEST = 5;
/** Mean colourfulness below which a picture is grey. */
const GREY = 3;
/** Steps of lightness, and the share of a picture that lies within one of its commonest: from there on, and if it is bright or flat, it is a page. */
const STEP = 8;
const GROUND = 0.4;
const BRIGHT = 170;
/** Colours that vary less, 0 … 255, are of one ink on tinted paper. */
const ONE_INK = 4;

/** Compares two pictures of the same side. */
export function measure(a: Square, b: Square): Measures {
  if (a.side !== b.side) throw new RangeError(`expected pictures of the same side, got ${a.side} and ${b.side}`);
  const { side } = a;
  const count = side * side;
  // tone: least squares of b on a
  const meanA = mean(a.light);
  const meanB = mean(b.light);
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < count; i++) {
    const x = a.light[i]! - meanA;
    const y = b.light[i]! - meanB;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const gain = aa === 0 ? 1 : ab / aa;
  const correlation = aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);

  const detailOfA = detailOf(a.light, side);
  const detailOfB = detailOf(b.light, side);
  const size = side / BLOCKS;
  let detailed = 0;
  let same = 0;
  let exact = 0;
  let residual = 0;
  let energyA = 0;
  for (let by = 0; by < BLOCKS; by++) {
    for (let bx = 0; bx < BLOCKS; bx++) {
      let xx = 0;
      let yy = 0;
      let xy = 0;
      for (let y = by * size; y < (by + 1) * size; y++) {
        for (let x = bx * size, i = y * side + x; x < (bx + 1) * size; x++, i++) {
          const p = detailOfA[i]!;
          const q = detailOfB[i]!;
          xx += p * p;
          yy += q * q;
          xy += p * q;
        }
      }
      energyA += xx;
      residual += yy - 2 * gain * xy + gain * gain * xx;
      const faint = FAINT * FAINT * size * size;
      if (Math.max(xx, yy) < faint) continue;
      detailed++;
      if (xy >= SAME * Math.sqrt(xx * yy)) same++;
      if (xy >= EXACT * Math.sqrt(xx * yy)) exact++;
    }
  }
  const enough = detailed >= FEWEST;
  return {
    correlation, matched: enough ? same / detailed : NaN, exact: enough ? exact / detailed : NaN,
    noise: energyA === 0 ? 1 : Math.sqrt(Math.max(0, residual) / energyA), gain, shift: meanB - meanA,
    ...compareColours(a, b), page: isPage(a) && isPage(b)
  };
}

function compareColours(a: Square, b: Square): Pick<Measures, 'colour' | 'grey'> {
  const count = a.light.length;
  let colour = 0;
  let first = 0;
  let second = 0;
  for (let i = 0; i < count; i++) {
    colour += Math.hypot(a.blue[i]! - b.blue[i]!, a.red[i]! - b.red[i]!);
    first += Math.hypot(a.blue[i]!, a.red[i]!);
    second += Math.hypot(b.blue[i]!, b.red[i]!);
  }
  return { colour: colour / count, grey: [first < GREY * count, second < GREY * count] };
}

function isPage({ light, blue, red }: Square): boolean {
  const steps = new Uint32Array(256 / STEP);
  for (const value of light) steps[Math.min(steps.length - 1, Math.max(0, Math.floor(value / STEP)))]!++;
  const ground = steps.reduce((best, count, step) => (count > steps[best]! ? step : best), 0);
  const beside = (step: number): number => steps[step] ?? 0;
  const share = (beside(ground - 1) + beside(ground) + beside(ground + 1)) / light.length;
  const isPlain = ground * STEP >= BRIGHT || steps[ground]! >= GROUND * light.length; // paper is shaded, a dark screen is not
  return share >= GROUND && isPlain && spreadOf(blue) + spreadOf(red) < ONE_INK;
}

/** Mean distance from the mean. */
function spreadOf(values: Float32Array): number {
  const middle = mean(values);
  let sum = 0;
  for (const value of values) sum += Math.abs(value - middle);
  return sum / values.length;
}

/** What a box blur of 5 × 5 takes away. */
function detailOf(light: Float32Array, side: number): Float32Array {
  const rows = blurRows(light, side);
  const blurred = blurRows(rows, side); // of the transposed
  const detail = new Float32Array(light.length);
  for (let i = 0; i < light.length; i++) detail[i] = light[i]! - blurred[i]!;
  return detail;
}

const REACH = 2;

/** Blurs along rows and transposes; the outermost pixels repeat. */
function blurRows(values: Float32Array, side: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = 0; y < side; y++) {
    const row = y * side;
    let sum = 0;
    for (let k = -REACH; k <= REACH; k++) sum += values[row + Math.max(0, k)]!;
    for (let x = 0; x < side; x++) {
      out[x * side + y] = sum / (2 * REACH + 1);
      sum += values[row + Math.min(side - 1, x + REACH + 1)]! - values[row + Math.max(0, x - REACH)]!;
    }
  }
  return out;
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
