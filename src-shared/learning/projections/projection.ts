// What every projection is given, and how it runs: as a generator that pauses between slices, so that whoever runs it can show how far it
// is, let others have their turn, and abort by not going on. Each is deterministic by its seed.

/** Photos as points with their nearest neighbours: a space, as far as projections need it. */
export interface Points {
  readonly count: number;
  readonly dims: number;
  /** count × dims, row-major. */
  readonly points: Float32Array;
  /** Neighbours of each. */
  readonly k: number;
  /** count × k rows, nearest first. */
  readonly neighbours: Uint32Array;
  /** count × k Euclidean distances. */
  readonly distances: Float32Array;
}

export interface ProjectionOptions {
  readonly seed?: number;
  /** Where each point starts, count × 2, in any unit: the map continues from there. The principal components if left out. */
  readonly start?: Float32Array;
}

/** Yields how far it is, 0 … 1, after each slice of some ten to some hundred milliseconds; returns count × 2 coordinates around 0. */
export type Projecting = Generator<number, Float32Array>;

/** Runs a projection to its end in one go. */
export function finish(projecting: Projecting): Float32Array {
  for (;;) {
    const { done, value } = projecting.next();
    if (done) return value;
  }
}

/** A copy of positions moved to mean 0 and scaled so that the greatest absolute coordinate is `extent`; all 0 where they coincide. */
export function centred(positions: Float32Array, extent: number): Float32Array {
  const count = positions.length / 2;
  let [x, y] = [0, 0];
  for (let at = 0; at < positions.length; at += 2) {
    x += positions[at]!;
    y += positions[at + 1]!;
  }
  const moved = positions.map((value, at) => value - (at % 2 === 0 ? x : y) / count);
  let greatest = 0;
  for (const value of moved) greatest = Math.max(greatest, Math.abs(value));
  return greatest > 0 ? moved.map((value) => (value * extent) / greatest) : moved;
}
