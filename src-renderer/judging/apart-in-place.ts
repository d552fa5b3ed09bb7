// How far photos were taken from each other, and how that is said.

import { messages } from '../messages/messages.svelte.ts';

const EARTH_RADIUS_M = 6_371_000;

/** Metres between the two farthest of places (latitude and longitude in degrees, one after the other); `null` where one is unknown. */
export function metresApart(places: Float64Array): number | null {
  if (places.length < 4 || places.some(Number.isNaN)) return null;
  // on the unit sphere, where the farthest two have the longest chord
  const points = Array.from({ length: places.length / 2 }, (_, at) => {
    const [north, east] = [(places[2 * at]! * Math.PI) / 180, (places[2 * at + 1]! * Math.PI) / 180];
    return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)] as const;
  });
  let longest = 0;
  points.forEach(([x, y, z], at) => {
    for (let other = at + 1; other < points.length; other++) {
      const [u, v, w] = points[other]!;
      longest = Math.max(longest, (x - u) ** 2 + (y - v) ** 2 + (z - w) ** 2);
    }
  });
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(longest) / 2));
}

/** No finer than a phone knows where it is: "10 m", "240 m", "3.2 km". */
export function apartInPlace(metres: number): string {
  if (metres < 995) return messages.number(Math.max(10, Math.round(metres / 10) * 10), { style: 'unit', unit: 'meter' });
  return messages.number(metres / 1000, { style: 'unit', unit: 'kilometer', maximumFractionDigits: metres < 10_000 ? 1 : 0 });
}
