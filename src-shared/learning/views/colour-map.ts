// Colour changes of a whole view as one matrix and offset, so that jitter and grey together are one product. The changes are
// defined in colour-jitter.ts and grey.ts.
import * as tf from '@tensorflow/tfjs-core';

/** Out = in · matrix + offset, for one view: matrix[from][to] and offset[to] over red, green and blue. */
export interface ColourMap {
  readonly matrix: readonly Rgb[];
  readonly offset: Rgb;
}

export type Rgb = readonly [number, number, number];

/** Weights of red, green and blue in grey (ITU-R BT.601). */
export const luma: Rgb = [0.299, 0.587, 0.114];

/** views [n, s, s, 3] in −1..1 -> the same, each under its own map, clipped to −1..1. Throws a `RangeError` unless there is one per view. */
export function applyColourMaps(views: tf.Tensor4D, maps: readonly ColourMap[]): tf.Tensor4D {
  const [n, height, width] = views.shape;
  if (maps.length !== n) throw new RangeError(`colour maps: expected one for each of ${n} views, got ${maps.length}`);
  return tf.tidy(() => {
    const matrices = tf.tensor3d(maps.flatMap(({ matrix }) => matrix.flat()), [n, 3, 3]);
    const offsets = tf.tensor3d(maps.flatMap(({ offset }) => offset), [n, 1, 3]);
    const colours = tf.add(tf.matMul(tf.reshape<tf.Rank.R3>(views, [n, height * width, 3]), matrices), offsets);
    return tf.reshape(tf.clipByValue(colours, -1, 1), [n, height, width, 3]);
  });
}

/** `map`, followed by `matrix`. */
export function followBy({ matrix, offset }: ColourMap, next: readonly Rgb[]): ColourMap {
  const through = (row: Rgb): Rgb => [0, 1, 2].map((to) => row[0] * next[0]![to]! + row[1] * next[1]![to]! + row[2] * next[2]![to]!) as unknown as Rgb; // three numbers
  return { matrix: matrix.map(through), offset: through(offset) };
}
