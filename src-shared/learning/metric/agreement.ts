// How far other feature groups confirm what is near in one group. Nobody says what alike means in a library, but two groups that were described
// independently rarely agree by chance: where photos of like colours also have like shapes, colour tells something of what is in them, and
// where they have not, it is the light. The idea that views of one thing label each other is that of co-training (Blum and Mitchell 1998).
import { EQUAL } from './prominence.ts';
import { NEAREST, NONE, squaredDistance, type Surroundings } from './surroundings.ts';

/**
 * How near the nearest of `group` are in `witness`, among all: 1 where they are the nearest there too, 0 where they lie like any photo (a Gini
 * coefficient, 2 AUC − 1), and less where they are far. Equal photos are left out, since every group knows them. `null` if there are no others.
 */
export function agreement(group: Surroundings, witness: Surroundings): number | null {
  const { values, start, dims, stride, members, crowd } = witness;
  let [sum, seen] = [0, 0];
  group.queries.forEach((query, at) => {
    const all = crowd.subarray(at * members, (at + 1) * members);
    for (let place = at * NEAREST; place < (at + 1) * NEAREST; place++) {
      const near = group.nearest[place]!;
      if (near === NONE || group.squares[place]! < EQUAL) continue;
      const square = Math.fround(squaredDistance(values, query * stride + start, near * stride + start, dims));
      const [nearer, upTo] = [firstAt(all, square), firstAt(all, square, true)];
      const others = members - (all[members - 1] === Infinity ? 1 : 0); // the photo itself is one of them, or not
      sum += 1 - (nearer + Math.max(nearer, upTo - 1)) / Math.max(1, others - 1);
      seen++;
    }
  });
  return seen > 0 ? sum / seen : null;
}

/** Where the first value of `ascending` of at least, or above, `limit` stands. */
function firstAt(ascending: Float32Array, limit: number, above = false): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < limit || (above && ascending[middle] === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}
