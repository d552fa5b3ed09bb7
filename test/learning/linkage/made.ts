// Seeded points for tests and benchmarks of grouping.

/** A small seeded generator of numbers in 0..1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** size × dims points in `clusters` clusters of uneven sizes and spreads, themselves in a few larger ones, with a tenth of stragglers. */
export function clusteredPoints(size: number, dims: number, clusters: number, seed: number): Float32Array {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const regions = Array.from({ length: Math.max(1, Math.round(clusters / 20)) }, () => Float64Array.from({ length: dims }, () => 2 * normal()));
  const centres = Array.from({ length: clusters }, () => {
    const region = regions[Math.floor(next() * regions.length)]!;
    return { mean: region.map((value) => value + normal()), spread: 0.1 + 0.5 * next() };
  });
  const values = new Float32Array(size * dims);
  for (let i = 0; i < size; i++) {
    // squaring makes low-numbered clusters the large ones
    const { mean, spread } = centres[Math.floor(next() ** 2 * clusters)]!;
    const wide = next() < 0.1 ? 3 : 1;
    for (let d = 0; d < dims; d++) values[i * dims + d] = mean[d]! + spread * wide * normal();
  }
  return values;
}
