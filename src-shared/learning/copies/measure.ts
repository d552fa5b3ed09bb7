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
  /** Where they do not match, how much more detail the second has: below 0, the first has more. What is stamped on a picture adds detail. */
  readonly added: number;
  /** Where they do not match to the letter: share of the pixels that are as light all the same, once the tone is fitted, 0 … 1; NaN where all match. Most of what lies beneath a stamp is still to be seen. */
  readonly kept: number;
  /** Whether both look like a page: one ink on one ground; and whether both have one ground at least, as screens of an app have. */
  readonly page: boolean;
  readonly ground: boolean;
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
/** Lightness that differs by less is the same: encoding changes edges by that much. */
const AS_LIGHT = 12;
/** Steps of lightness, and the share of a picture that lies within one of its commonest: from there on, and if it is bright or flat, it is a page. */
const STEP = 8;
const GROUND = 0.4;
const BRIGHT = 170;
/** Colours that vary less, 0 … 255, are of one ink on tinted paper. */
const ONE_INK = 4;

/** Compares two pictures of the same side. */
export function measure(a: Square, b: Square): Measures {
  if (a.side !== b.side) throw new RangeError(`expected pictures of the same side, got ${a.side} and ${b.side}`);
  const blocks = compareBlocks(a, b);
  const detailed = blocks.filter(({ detail: { xx, yy }, count }) => Math.max(xx, yy) >= FAINT * FAINT * count);
  const alike = (least: number): Block[] => detailed.filter(({ detail: { xx, yy, xy } }) => xy >= least * Math.sqrt(xx * yy));
  const exact = alike(EXACT);
  const others = detailed.filter((block) => !exact.includes(block));
  const places = others.map((block) => blocks.indexOf(block));
  const shareOf = (some: readonly Block[]): number => (detailed.length < FEWEST ? NaN : some.length / detailed.length);
  // what covers a part of the picture is not its tone
  const { gain, shift, offset } = toneOf(2 * exact.length >= detailed.length && exact.length > 0 ? exact : blocks);
  const energy = sum(blocks, ({ detail }) => detail.xx);
  const residual = sum(blocks, ({ detail: { xx, yy, xy } }) => yy - 2 * gain * xy + gain * gain * xx);
  return {
    correlation: correlationOf(blocks), matched: shareOf(alike(SAME)), exact: shareOf(exact),
    noise: energy === 0 ? 1 : Math.sqrt(Math.max(0, residual) / energy), gain, shift,
    added: sum(others, ({ detail: { xx, yy } }) => yy - gain * gain * xx), ...compareColours(a, b),
    kept: keptIn(places, a, b, (light) => gain * light + offset),
    page: isPage(a) && isPage(b), ground: hasGround(a) && hasGround(b)
  };
}

/** Sums over the pixels of a block: of lightness x in the first and y in the second, and of the squares of their detail. */
interface Block {
  readonly count: number;
  readonly light: { readonly x: number; readonly y: number; readonly xx: number; readonly yy: number; readonly xy: number };
  readonly detail: { readonly xx: number; readonly yy: number; readonly xy: number };
}

function compareBlocks(a: Square, b: Square): Block[] {
  const { side } = a;
  const size = side / BLOCKS;
  const detailOfA = detailOf(a.light, side);
  const detailOfB = detailOf(b.light, side);
  return Array.from({ length: BLOCKS * BLOCKS }, (_, block) => {
    const first = Math.floor(block / BLOCKS) * size * side + (block % BLOCKS) * size;
    const light = { x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
    const detail = { xx: 0, yy: 0, xy: 0 };
    for (let row = first; row < first + size * side; row += side) {
      for (let i = row; i < row + size; i++) {
        const [x, y] = [a.light[i]!, b.light[i]!];
        light.x += x;
        light.y += y;
        light.xx += x * x;
        light.yy += y * y;
        light.xy += x * y;
        const [p, q] = [detailOfA[i]!, detailOfB[i]!];
        detail.xx += p * p;
        detail.yy += q * q;
        detail.xy += p * q;
      }
    }
    return { count: size * size, light, detail };
  });
}

/** Variances and covariance of lightness over some blocks, times the number of pixels. */
function varianceOf(blocks: readonly Block[]): { readonly xx: number; readonly yy: number; readonly xy: number; readonly x: number; readonly y: number } {
  const count = sum(blocks, (block) => block.count);
  const x = sum(blocks, ({ light }) => light.x) / count;
  const y = sum(blocks, ({ light }) => light.y) / count;
  return {
    x, y, xx: sum(blocks, ({ light }) => light.xx) - count * x * x,
    yy: sum(blocks, ({ light }) => light.yy) - count * y * y, xy: sum(blocks, ({ light }) => light.xy) - count * x * y
  };
}

/** Least squares of the second's lightness on that of the first. */
function toneOf(blocks: readonly Block[]): Pick<Measures, 'gain' | 'shift'> & { readonly offset: number } {
  const { x, y, xx, xy } = varianceOf(blocks);
  const gain = xx <= 0 ? 1 : xy / xx;
  return { gain, shift: y - x, offset: y - gain * x };
}

/** @param places indices of blocks */
function keptIn(places: readonly number[], a: Square, b: Square, toned: (light: number) => number): number {
  const size = a.side / BLOCKS;
  let kept = 0;
  for (const block of places) {
    const first = Math.floor(block / BLOCKS) * size * a.side + (block % BLOCKS) * size;
    for (let row = first; row < first + size * a.side; row += a.side) {
      for (let i = row; i < row + size; i++) if (Math.abs(b.light[i]! - toned(a.light[i]!)) <= AS_LIGHT) kept++;
    }
  }
  return kept / (places.length * size * size);
}

function correlationOf(blocks: readonly Block[]): number {
  const { xx, yy, xy } = varianceOf(blocks);
  return xx <= 0 || yy <= 0 ? 0 : xy / Math.sqrt(xx * yy);
}

function sum(blocks: readonly Block[], of: (block: Block) => number): number {
  return blocks.reduce((total, block) => total + of(block), 0);
}

function compareColours(a: Square, b: Square): Pick<Measures, 'colour' | 'grey'> {
  const count = a.blue.length;
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

function isPage(square: Square): boolean {
  return hasGround(square) && spreadOf(square.blue) + spreadOf(square.red) < ONE_INK;
}

function hasGround({ light }: Square): boolean {
  const { level, own, share } = groundOf(light);
  return share >= GROUND && (level >= BRIGHT || own >= GROUND); // paper is shaded, a dark screen is not
}

/** The commonest step of lightness, the share of the pixels within it, and with those beside it. */
function groundOf(light: ArrayLike<number>): { readonly level: number; readonly own: number; readonly share: number } {
  const steps = new Uint32Array(256 / STEP);
  for (let i = 0; i < light.length; i++) steps[Math.min(steps.length - 1, Math.max(0, Math.floor(light[i]! / STEP)))]!++;
  const ground = steps.reduce((best, count, step) => (count > steps[best]! ? step : best), 0);
  const beside = (step: number): number => steps[step] ?? 0;
  return { level: ground * STEP, own: steps[ground]! / light.length, share: (beside(ground - 1) + beside(ground) + beside(ground + 1)) / light.length };
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
