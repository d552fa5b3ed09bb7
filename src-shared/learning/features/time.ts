// Capture time as a point: photos of one burst nearly coincide, photos of one event are near, of one day less so, and
// photos days apart are all about equally far. A photo without a time is at the origin: near other such photos, midway to the rest.
import { lineWaves, writeWaves } from './fourier.ts';

const WAVES = lineWaves(8);
const SCALES_S = [10, 600, 86_400] as const;
const PART = 2 * WAVES.length;
/** Length of a time descriptor. */
export const TIME_DIMS = PART * SCALES_S.length;

/**
 * Describes a capture time in milliseconds since 1970 (the zero vector if not finite, i.e. unknown) by 48 values of unit length.
 * The squared distance of two times d seconds apart is about ⅔ Σ (1 − exp(−d/s)) over s = 10 s, 10 min, 1 day: 0 for equal
 * times, about 2 for distant ones, and 1 between a known and an unknown time.
 */
export function describeTime(takenAt: number): Float32Array {
  const time = new Float32Array(TIME_DIMS);
  if (!Number.isFinite(takenAt)) return time;
  SCALES_S.forEach((scale, i) => {
    writeWaves([takenAt / 1000 / scale], WAVES, 1 / SCALES_S.length, time.subarray(i * PART, (i + 1) * PART));
  });
  return time;
}

/**
 * Local times as instants, in milliseconds. A camera that writes no time zone is taken to be in that of the photo nearest in local time, before or after, that has
 * one: of a trip, those of phone and camera stay together.
 * @param takenAt in ascending order, unknown ones (NaN) last @param offsets minutes ahead of UTC; NaN where unknown
 */
export function toInstants(takenAt: Float64Array, offsets: Float64Array): Float64Array {
  const before = new Int32Array(takenAt.length);
  let last = -1;
  for (let i = 0; i < takenAt.length; i++) before[i] = last = Number.isFinite(offsets[i]) && Number.isFinite(takenAt[i]) ? i : last;
  const instants = new Float64Array(takenAt.length);
  let next = -1;
  for (let i = takenAt.length - 1; i >= 0; i--) {
    if (before[i] === i) next = i;
    const [prior, at] = [before[i]!, takenAt[i]!];
    const nearest = prior < 0 || (next >= 0 && takenAt[next]! - at < at - takenAt[prior]!) ? next : prior;
    instants[i] = at - 60_000 * (nearest < 0 ? 0 : offsets[nearest]!);
  }
  return instants;
}
