// Capture place as a point: photos of the same spot nearly coincide, of the same town are near, of the same region less so, and
// photos of different regions are all about equally far. A photo without a place is at the origin: near other such photos, midway to the rest.
import { spaceWaves, writeWaves } from './fourier.ts';

const EARTH_RADIUS_M = 6_371_000;
const WAVES = spaceWaves(8);
const SCALES_M = [50, 2_000, 100_000] as const;
const PART = 2 * (WAVES.length / 3);
/** Length of a place descriptor. */
export const PLACE_DIMS = PART * SCALES_M.length;

/**
 * Describes a place by latitude (−90…90) and longitude (−180…180) in degrees as 48 values of unit length; the zero vector
 * if either is not a number in that range. The squared distance of two places d metres apart is about
 * ⅔ Σ (1 − exp(−d/s)) over s = 50 m, 2 km, 100 km, with d the straight line: no discontinuity at 180° or at the poles.
 */
export function describePlace(latitude: number, longitude: number): Float32Array {
  const place = new Float32Array(PLACE_DIMS);
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return place;
  const north = (latitude * Math.PI) / 180;
  const east = (longitude * Math.PI) / 180;
  const position = [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
  SCALES_M.forEach((scale, i) => {
    const scaled = position.map((axis) => (axis * EARTH_RADIUS_M) / scale);
    writeWaves(scaled, WAVES, 1 / SCALES_M.length, place.subarray(i * PART, (i + 1) * PART));
  });
  return place;
}
