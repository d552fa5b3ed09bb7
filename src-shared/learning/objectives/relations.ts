// Which rows belong together, from their labels: as masks for tensors and as lists for gathering. Labels are plain numbers.
import * as tf from '@tensorflow/tfjs-core';
import type { Pair, Pairs, Triplet } from './objective.ts';

/** 1 where two different rows have the same label, or different labels, 0 elsewhere: both [n, n]. */
export interface Relations {
  readonly same: tf.Tensor2D;
  readonly other: tf.Tensor2D;
  /** Number of ordered pairs of each kind. */
  readonly sames: number;
  readonly others: number;
}

/** The relations of `rows` rows. Throws a `RangeError` unless there is one label per row. */
export function relate(labels: ArrayLike<number>, rows: number): Relations {
  if (labels.length !== rows) throw new RangeError(`labels: expected one for each of ${rows} rows, got ${labels.length}`);
  const same = new Float32Array(rows * rows);
  const other = new Float32Array(rows * rows);
  let sames = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      if (labels[i] !== labels[j]) other[i * rows + j] = 1;
      else if (i !== j) {
        same[i * rows + j] = 1;
        sames++;
      }
    }
  }
  return { same: tf.tensor2d(same, [rows, rows]), other: tf.tensor2d(other, [rows, rows]), sames, others: rows * (rows - 1) - sames };
}

/** Only the relations that `pairs` of `rows` rows name. */
export function relatePairs({ positives, negatives }: Pairs, rows: number): Relations {
  const mask = (pairs: readonly Pair[]): tf.Tensor2D => {
    const values = new Float32Array(rows * rows);
    for (const [anchor, other] of pairs) values[anchor * rows + other] = 1;
    return tf.tensor2d(values, [rows, rows]);
  };
  return { same: mask(positives), other: mask(negatives), sames: positives.length, others: negatives.length };
}

/** All triplets of rows: anchor and positive of one label, negative of another. */
export function allTriplets(labels: ArrayLike<number>): Triplet[] {
  const triplets: Triplet[] = [];
  for (let a = 0; a < labels.length; a++) {
    for (let p = 0; p < labels.length; p++) {
      if (p === a || labels[p] !== labels[a]) continue;
      for (let n = 0; n < labels.length; n++) if (labels[n] !== labels[a]) triplets.push([a, p, n]);
    }
  }
  return triplets;
}
