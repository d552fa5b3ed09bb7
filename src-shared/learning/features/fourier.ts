// A kernel exp(−distance/scale) as a short vector, so that Euclidean distance saturates: random Fourier features (Rahimi and
// Recht 2007) with evenly spread instead of random frequencies (Yang et al. 2014). Only this one kernel.

/** Frequencies of exp(−|d|) on a line: evenly spaced quantiles of its spectrum, the Cauchy distribution. */
export function lineWaves(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => Math.tan((Math.PI / 2) * ((k + 0.5) / count)));
}

/**
 * Frequencies of exp(−‖d‖) in space (count × 3): lengths are quantiles of the three-dimensional Cauchy distribution,
 * directions a Fibonacci lattice on the half sphere.
 */
export function spaceWaves(count: number): Float64Array {
  const waves = new Float64Array(count * 3);
  for (let k = 0; k < count; k++) {
    const length = spaceQuantile((k + 0.5) / count);
    // 5k mod count decorrelates the length of a wave from its height on the sphere
    const z = (((5 * k) % count) + 0.5) / count;
    const angle = k * Math.PI * (3 - Math.sqrt(5));
    const radius = Math.sqrt(1 - z * z);
    waves.set([length * radius * Math.cos(angle), length * radius * Math.sin(angle), length * z], k * 3);
  }
  return waves;
}

/**
 * Writes cos and sin of every wave (rows of `waves`, each as long as `position`) to `out` (2 values per wave), scaled so
 * that their squared length is `share`. `position` is in units of the kernel's scale.
 */
export function writeWaves(position: readonly number[], waves: Float64Array, share: number, out: Float32Array): void {
  const count = waves.length / position.length;
  const size = Math.sqrt(share / count);
  for (let k = 0; k < count; k++) {
    let phase = 0;
    for (let axis = 0; axis < position.length; axis++) phase += position[axis]! * waves[k * position.length + axis]!;
    out[2 * k] = size * Math.cos(phase);
    out[2 * k + 1] = size * Math.sin(phase);
  }
}

/** Radius r that contains a given share of the spectrum: solves 2/π · (atan r − r/(1 + r²)) = share by bisection. */
function spaceQuantile(share: number): number {
  let low = 0;
  let high = 1e6;
  for (let step = 0; step < 100; step++) {
    const r = (low + high) / 2;
    if ((2 / Math.PI) * (Math.atan(r) - r / (1 + r * r)) < share) low = r;
    else high = r;
  }
  return low;
}
