// The world as a square of 512 units, by Mercator's projection as web maps use it: directions are right, which matters for a town more than
// areas do for a continent.

export const WORLD = 512;
/** Farther north or south the projection grows without end. */
const MOST_NORTH = 85;

/** Latitude and longitude in degrees → x and y, which grows southwards. */
export function project(latitude: number, longitude: number): [number, number] {
  const sine = Math.sin((Math.min(MOST_NORTH, Math.max(-MOST_NORTH, latitude)) * Math.PI) / 180);
  return [WORLD * (longitude / 360 + 0.5), WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI))];
}

/** The way back, as longitude and latitude. */
export function unproject(x: number, y: number): [number, number] {
  return [(x / WORLD - 0.5) * 360, (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI];
}
