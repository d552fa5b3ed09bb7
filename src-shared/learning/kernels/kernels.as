// The inner loops of a metric, two doubles or four floats at a time: AssemblyScript, which `npm run kernels` compiles into compiled.ts. What each of them
// gives is said in kernels.ts; loops.ts is the same in plain TypeScript. `values` are floats, and so are the arrays of
// projectFloats and squaresFrom; all else is doubles. Addresses and steps are in bytes.
// Where there are fewer rows than a tile has, the last one is computed and written again, so that there is no second version of a loop for what is left over.

/** Rows of values that are summed before what they add up to is written: so many stay in the first cache. */
const BLOCK: usize = 64;

@inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

@inline
function totalOf4(four: v128): f32 {
  return (f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 1)) + (f32x4.extract_lane(four, 2) + f32x4.extract_lane(four, 3));
}

/** Two floats as doubles. */
@inline
function widened(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

@inline
function least(a: usize, b: usize): usize {
  return a < b ? a : b;
}

export function project(rows: usize, count: usize, values: usize, step: usize, size: usize, width: usize, out: usize): void {
  const rowStep = width << 3, even = (width & ~1) << 3, outStep = count << 3;
  for (let at: usize = 0; at < size; at += 2) {
    const next = least(at + 1, size - 1);
    const x = values + at * step, y = values + next * step;
    const toX = out + at * outStep, toY = out + next * outStep;
    for (let k: usize = 0; k < count; k += 4) {
      const k1 = least(k + 1, count - 1), k2 = least(k + 2, count - 1), k3 = least(k + 3, count - 1);
      const r0 = rows + k * rowStep, r1 = rows + k1 * rowStep, r2 = rows + k2 * rowStep, r3 = rows + k3 * rowStep;
      let x0 = f64x2.splat(0), x1 = x0, x2 = x0, x3 = x0, y0 = x0, y1 = x0, y2 = x0, y3 = x0;
      for (let i: usize = 0; i < even; i += 16) {
        const one = widened(x + (i >> 1)), other = widened(y + (i >> 1));
        const v0 = v128.load(r0 + i), v1 = v128.load(r1 + i), v2 = v128.load(r2 + i), v3 = v128.load(r3 + i);
        x0 = f64x2.add(x0, f64x2.mul(v0, one)); y0 = f64x2.add(y0, f64x2.mul(v0, other));
        x1 = f64x2.add(x1, f64x2.mul(v1, one)); y1 = f64x2.add(y1, f64x2.mul(v1, other));
        x2 = f64x2.add(x2, f64x2.mul(v2, one)); y2 = f64x2.add(y2, f64x2.mul(v2, other));
        x3 = f64x2.add(x3, f64x2.mul(v3, one)); y3 = f64x2.add(y3, f64x2.mul(v3, other));
      }
      store<f64>(toX + (k << 3), total(x0)); store<f64>(toY + (k << 3), total(y0));
      store<f64>(toX + (k1 << 3), total(x1)); store<f64>(toY + (k1 << 3), total(y1));
      store<f64>(toX + (k2 << 3), total(x2)); store<f64>(toY + (k2 << 3), total(y2));
      store<f64>(toX + (k3 << 3), total(x3)); store<f64>(toY + (k3 << 3), total(y3));
    }
  }
  if (even == rowStep) return;
  // the last column of an odd width
  for (let at: usize = 0; at < size; at++) {
    const value = f64(load<f32>(values + at * step + (even >> 1)));
    for (let k: usize = 0; k < count; k++) {
      const to = out + at * outStep + (k << 3);
      store<f64>(to, load<f64>(to) + value * load<f64>(rows + k * rowStep + even));
    }
  }
}

/** Bytes of a row that are summed before they are added to the sum of those before: of the few sums no one swallows what is added to it. */
const PART: usize = 256;

export function projectFloats(rows: usize, count: usize, values: usize, step: usize, size: usize, width: usize, out: usize): void {
  const rowStep = width << 2, whole = (width & ~3) << 2, outStep = count << 2;
  for (let at: usize = 0; at < size; at += 2) {
    const next = least(at + 1, size - 1);
    const x = values + at * step, y = values + next * step;
    const toX = out + at * outStep, toY = out + next * outStep;
    for (let k: usize = 0; k < count; k += 4) {
      const k1 = least(k + 1, count - 1), k2 = least(k + 2, count - 1), k3 = least(k + 3, count - 1);
      const r0 = rows + k * rowStep, r1 = rows + k1 * rowStep, r2 = rows + k2 * rowStep, r3 = rows + k3 * rowStep;
      let sumX0: f32 = 0, sumX1: f32 = 0, sumX2: f32 = 0, sumX3: f32 = 0, sumY0: f32 = 0, sumY1: f32 = 0, sumY2: f32 = 0, sumY3: f32 = 0;
      for (let from: usize = 0; from < whole; from += PART) {
        const to = least(from + PART, whole);
        let x0 = f32x4.splat(0), x1 = x0, x2 = x0, x3 = x0, y0 = x0, y1 = x0, y2 = x0, y3 = x0;
        for (let i = from; i < to; i += 16) {
          const one = v128.load(x + i), other = v128.load(y + i);
          const v0 = v128.load(r0 + i), v1 = v128.load(r1 + i), v2 = v128.load(r2 + i), v3 = v128.load(r3 + i);
          x0 = f32x4.add(x0, f32x4.mul(v0, one)); y0 = f32x4.add(y0, f32x4.mul(v0, other));
          x1 = f32x4.add(x1, f32x4.mul(v1, one)); y1 = f32x4.add(y1, f32x4.mul(v1, other));
          x2 = f32x4.add(x2, f32x4.mul(v2, one)); y2 = f32x4.add(y2, f32x4.mul(v2, other));
          x3 = f32x4.add(x3, f32x4.mul(v3, one)); y3 = f32x4.add(y3, f32x4.mul(v3, other));
        }
        sumX0 += totalOf4(x0); sumX1 += totalOf4(x1); sumX2 += totalOf4(x2); sumX3 += totalOf4(x3);
        sumY0 += totalOf4(y0); sumY1 += totalOf4(y1); sumY2 += totalOf4(y2); sumY3 += totalOf4(y3);
      }
      for (let i = whole; i < rowStep; i += 4) {
        const one = load<f32>(x + i), other = load<f32>(y + i);
        sumX0 += load<f32>(r0 + i) * one; sumX1 += load<f32>(r1 + i) * one; sumX2 += load<f32>(r2 + i) * one; sumX3 += load<f32>(r3 + i) * one;
        sumY0 += load<f32>(r0 + i) * other; sumY1 += load<f32>(r1 + i) * other; sumY2 += load<f32>(r2 + i) * other; sumY3 += load<f32>(r3 + i) * other;
      }
      store<f32>(toX + (k << 2), sumX0); store<f32>(toY + (k << 2), sumY0);
      store<f32>(toX + (k1 << 2), sumX1); store<f32>(toY + (k1 << 2), sumY1);
      store<f32>(toX + (k2 << 2), sumX2); store<f32>(toY + (k2 << 2), sumY2);
      store<f32>(toX + (k3 << 2), sumX3); store<f32>(toY + (k3 << 2), sumY3);
    }
  }
}

export function addOuter(sums: usize, count: usize, values: usize, step: usize, size: usize, width: usize, factors: usize): void {
  for (let from: usize = 0; from < size; from += BLOCK) {
    const rows = least(BLOCK, size - from);
    addBlock(sums, count, values + from * step, step, rows, width, factors + from * (count << 3));
  }
}

function addBlock(sums: usize, count: usize, values: usize, step: usize, size: usize, width: usize, factors: usize): void {
  const sumStep = width << 3, even = (width & ~1) << 3, factorStep = count << 3;
  const end = values + size * step;
  for (let k: usize = 0; k < count; k += 4) {
    const k1 = least(k + 1, count - 1), k2 = least(k + 2, count - 1), k3 = least(k + 3, count - 1);
    const f1 = (k1 - k) << 3, f2 = (k2 - k) << 3, f3 = (k3 - k) << 3;
    for (let i: usize = 0; i < even; i += 32) {
      const j = least(i + 16, even - 16);
      let p0 = f64x2.splat(0), p1 = p0, p2 = p0, p3 = p0, q0 = p0, q1 = p0, q2 = p0, q3 = p0;
      let factor = factors + (k << 3);
      for (let row = values; row < end; row += step, factor += factorStep) {
        const one = widened(row + (i >> 1)), other = widened(row + (j >> 1));
        const v0 = v128.load64_splat(factor), v1 = v128.load64_splat(factor + f1), v2 = v128.load64_splat(factor + f2), v3 = v128.load64_splat(factor + f3);
        p0 = f64x2.add(p0, f64x2.mul(v0, one)); q0 = f64x2.add(q0, f64x2.mul(v0, other));
        p1 = f64x2.add(p1, f64x2.mul(v1, one)); q1 = f64x2.add(q1, f64x2.mul(v1, other));
        p2 = f64x2.add(p2, f64x2.mul(v2, one)); q2 = f64x2.add(q2, f64x2.mul(v2, other));
        p3 = f64x2.add(p3, f64x2.mul(v3, one)); q3 = f64x2.add(q3, f64x2.mul(v3, other));
      }
      // all are read before any is written: one that is there twice is added once
      const s0 = sums + k * sumStep, s1 = sums + k1 * sumStep, s2 = sums + k2 * sumStep, s3 = sums + k3 * sumStep;
      p0 = f64x2.add(p0, v128.load(s0 + i)); q0 = f64x2.add(q0, v128.load(s0 + j));
      p1 = f64x2.add(p1, v128.load(s1 + i)); q1 = f64x2.add(q1, v128.load(s1 + j));
      p2 = f64x2.add(p2, v128.load(s2 + i)); q2 = f64x2.add(q2, v128.load(s2 + j));
      p3 = f64x2.add(p3, v128.load(s3 + i)); q3 = f64x2.add(q3, v128.load(s3 + j));
      v128.store(s0 + i, p0); v128.store(s0 + j, q0);
      v128.store(s1 + i, p1); v128.store(s1 + j, q1);
      v128.store(s2 + i, p2); v128.store(s2 + j, q2);
      v128.store(s3 + i, p3); v128.store(s3 + j, q3);
    }
  }
  if (even == sumStep) return;
  for (let k: usize = 0; k < count; k++) {
    const to = sums + k * sumStep + even;
    let sum = load<f64>(to), factor = factors + (k << 3);
    for (let row = values; row < end; row += step, factor += factorStep) sum += load<f64>(factor) * f64(load<f32>(row + (even >> 1)));
    store<f64>(to, sum);
  }
}

export function multiplyAcross(first: usize, second: usize, count: usize, rows: usize, width: usize, out: usize): void {
  const half = width << 2, rowStep = width << 3;
  for (let pair: usize = 0; pair < count; pair++) {
    const x = rows + usize(load<u32>(first + (pair << 2))) * rowStep, y = rows + usize(load<u32>(second + (pair << 2))) * rowStep;
    let sum = f64x2.splat(0);
    for (let i: usize = 0; i < half; i += 16) {
      const one = f64x2.sub(v128.load(x + i), v128.load(y + i)), other = f64x2.sub(v128.load(x + half + i), v128.load(y + half + i));
      sum = f64x2.add(sum, f64x2.mul(one, other));
    }
    store<f64>(out + (pair << 3), total(sum));
  }
}

export function addAcross(first: usize, second: usize, count: usize, factors: usize, rows: usize, width: usize, sums: usize): void {
  const rowStep = width << 3;
  for (let pair: usize = 0; pair < count; pair++) {
    const x = usize(load<u32>(first + (pair << 2))) * rowStep, y = usize(load<u32>(second + (pair << 2))) * rowStep;
    const factor = v128.load64_splat(factors + (pair << 3));
    for (let i: usize = 0; i < rowStep; i += 16) {
      const share = f64x2.mul(factor, f64x2.sub(v128.load(rows + x + i), v128.load(rows + y + i)));
      v128.store(sums + x + i, f64x2.add(v128.load(sums + x + i), share));
      v128.store(sums + y + i, f64x2.sub(v128.load(sums + y + i), share));
    }
  }
}

export function squaresFrom(values: usize, width: usize, row: usize, others: usize, count: usize, out: usize): void {
  const rowStep = width << 2, whole = (width & ~15) << 2, fours = (width & ~3) << 2;
  const x = values + row * rowStep;
  for (let at: usize = 0; at < count; at++) {
    const y = values + usize(load<u32>(others + (at << 2))) * rowStep;
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let i: usize = 0; i < whole; i += 64) {
      const d0 = f32x4.sub(v128.load(x + i), v128.load(y + i)), d1 = f32x4.sub(v128.load(x + i, 16), v128.load(y + i, 16));
      const d2 = f32x4.sub(v128.load(x + i, 32), v128.load(y + i, 32)), d3 = f32x4.sub(v128.load(x + i, 48), v128.load(y + i, 48));
      s0 = f32x4.add(s0, f32x4.mul(d0, d0)); s1 = f32x4.add(s1, f32x4.mul(d1, d1));
      s2 = f32x4.add(s2, f32x4.mul(d2, d2)); s3 = f32x4.add(s3, f32x4.mul(d3, d3));
    }
    for (let i = whole; i < fours; i += 16) {
      const d = f32x4.sub(v128.load(x + i), v128.load(y + i));
      s0 = f32x4.add(s0, f32x4.mul(d, d));
    }
    let sum = totalOf4(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    for (let i = fours; i < rowStep; i += 4) {
      const d = load<f32>(x + i) - load<f32>(y + i);
      sum += d * d;
    }
    store<f32>(out + (at << 2), sum);
  }
}

export function firstAbove(values: usize, limits: usize, from: usize, count: usize, limit: f32): usize {
  const more = f32x4.splat(limit);
  let at = from;
  while (at + 4 <= count && !v128.any_true(f32x4.ge(v128.load(values + (at << 2)), f32x4.add(more, v128.load(limits + (at << 2)))))) at += 4;
  while (at < count && !(load<f32>(values + (at << 2)) >= limit + load<f32>(limits + (at << 2)))) at++;
  return at;
}
