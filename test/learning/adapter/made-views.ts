// What an encoder from outside might say of views of photos: what a photo shows, and much more of how the view is taken, around a common mean.
// Not a test.
import { normaliseRows } from '../../../src-shared/learning/encoder/normalise.ts';
import { toHalf } from '../../../src-shared/learning/encoder/half.ts';
import { normal, seedOf } from '../../../src-shared/learning/random.ts';

export interface MadeViews {
  readonly dim: number;
  /** photos × views × dim, rows of length 1; the first view is of the whole photo. */
  readonly rows: Float32Array;
  /** The views of some photos, as halves. */
  readonly batch: (photos: readonly number[]) => Uint8Array;
  readonly view: (photo: number, view: number) => Float32Array;
}

/** @param shown size of what a photo shows in half of the numbers; `taken`: of how its view is taken, in the others */
export function makeViews({ photos, views, dim = 24, shown = 1, taken = 2, seed = 1 }: { readonly photos: number; readonly views: number; readonly dim?: number; readonly shown?: number; readonly taken?: number; readonly seed?: number }): MadeViews {
  const rows = new Float32Array(photos * views * dim);
  const next = normal(seedOf(seed, 1));
  const mean = Float64Array.from({ length: dim }, () => 1.5 * next());
  for (let photo = 0; photo < photos; photo++) {
    const own = Float64Array.from({ length: dim / 2 }, () => shown * next());
    for (let view = 0; view < views; view++) {
      for (let d = 0; d < dim; d++) rows[(photo * views + view) * dim + d] = mean[d]! + (d < dim / 2 ? own[d]! + 0.3 * next() : taken * next());
    }
  }
  normaliseRows(rows, dim);
  return {
    dim, rows,
    batch: (wanted) => toHalf(Float32Array.from(wanted.flatMap((photo) => [...rows.subarray(photo * views * dim, (photo + 1) * views * dim)]))),
    view: (photo, view) => rows.subarray((photo * views + view) * dim, (photo * views + view + 1) * dim)
  };
}
