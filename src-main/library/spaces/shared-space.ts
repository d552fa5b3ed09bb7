// Puts the arrays of a space into memory that threads share: they hand it to each other without copying it.

import type { MadeSpace } from './space.ts';

/** The same space in shared memory; itself if it lies there. */
export function sharedSpace<T extends Pick<MadeSpace, 'ids' | 'points' | 'neighbours' | 'distances'>>(space: T): T {
  const { ids, points, neighbours, distances } = space;
  if ([ids, points, neighbours, distances].every(({ buffer }) => buffer instanceof SharedArrayBuffer)) return space;
  const memory = new SharedArrayBuffer(ids.byteLength + points.byteLength + neighbours.byteLength + distances.byteLength);
  let at = 0;
  const put = <A extends Uint32Array | Float32Array>(View: new (buffer: SharedArrayBuffer, offset: number, length: number) => A, numbers: A): A => {
    const view = new View(memory, at, numbers.length);
    view.set(numbers);
    at += numbers.byteLength;
    return view;
  };
  return { ...space, ids: put(Uint32Array, ids), points: put(Float32Array, points), neighbours: put(Uint32Array, neighbours), distances: put(Float32Array, distances) };
}
