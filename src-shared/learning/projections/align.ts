// Turns, mirrors, scales and moves a new map so that the photos it shares with the map before lie as close to where they were as they can
// (orthogonal Procrustes with scale, Schönemann 1966): what changes on the screen is then what was learned, not how the plane lies.

/** `positions` of `ids` (count × 2) laid onto those of another map; as they are where fewer than two photos are shared. */
export function align(ids: Uint32Array, positions: Float32Array, before: { readonly ids: Uint32Array; readonly positions: Float32Array }): Float32Array {
  const rows = rowsOf(before.ids);
  const shared: number[] = []; // pairs of a row here and its row before
  ids.forEach((id, row) => {
    const was = rows.get(id);
    if (was !== undefined) shared.push(row, was);
  });
  const count = shared.length / 2;
  if (count < 2) return positions.slice();

  let [x, y, u, v] = [0, 0, 0, 0];
  for (let at = 0; at < shared.length; at += 2) {
    const [row, was] = [shared[at]!, shared[at + 1]!];
    x += positions[2 * row]! / count;
    y += positions[2 * row + 1]! / count;
    u += before.positions[2 * was]! / count;
    v += before.positions[2 * was + 1]! / count;
  }
  // with points as complex numbers a → b: turned, b ≈ z·a with z = Σ conj(a)·b / Σ |a|²; mirrored first, the same for conj(a)
  let [size, turnRe, turnIm, mirrorRe, mirrorIm] = [0, 0, 0, 0, 0];
  for (let at = 0; at < shared.length; at += 2) {
    const [row, was] = [shared[at]!, shared[at + 1]!];
    const [ax, ay] = [positions[2 * row]! - x, positions[2 * row + 1]! - y];
    const [bx, by] = [before.positions[2 * was]! - u, before.positions[2 * was + 1]! - v];
    size += ax * ax + ay * ay;
    turnRe += ax * bx + ay * by;
    turnIm += ax * by - ay * bx;
    mirrorRe += ax * bx - ay * by;
    mirrorIm += ax * by + ay * bx;
  }
  if (size === 0) return positions.slice();
  const mirrored = Math.hypot(mirrorRe, mirrorIm) > Math.hypot(turnRe, turnIm);
  const re = (mirrored ? mirrorRe : turnRe) / size;
  const im = (mirrored ? mirrorIm : turnIm) / size;
  if (re === 0 && im === 0) return positions.slice();

  const aligned = new Float32Array(positions.length);
  for (let at = 0; at < positions.length; at += 2) {
    const ax = positions[at]! - x;
    const ay = mirrored ? y - positions[at + 1]! : positions[at + 1]! - y;
    aligned[at] = u + re * ax - im * ay;
    aligned[at + 1] = v + im * ax + re * ay;
  }
  return aligned;
}

/** Row of each id. */
export function rowsOf(ids: Uint32Array): Map<number, number> {
  const rows = new Map<number, number>();
  ids.forEach((id, row) => rows.set(id, row));
  return rows;
}
