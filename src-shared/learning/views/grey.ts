// Grey views: some lose their colours, so that shapes must be learned too, because hue alone no longer identifies a photo (Chen et al. 2020).
import type * as tf from '@tensorflow/tfjs-core';
import { uniform } from '../random.ts';
import { applyColourMaps, type ColourMap, followBy, luma, type Rgb } from './colour-map.ts';

export interface GreyOptions {
  readonly seed: number;
  /** Fraction of views that become grey, 0 to 1. */
  readonly share?: number;
}

const unchanged: ColourMap = { matrix: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], offset: [0, 0, 0] };
const toGrey: readonly Rgb[] = luma.map((part): Rgb => [part, part, part]);

/** views [n, s, s, 3] in −1..1 -> the same, some of them grey. */
export function greyOut(views: tf.Tensor4D, options: GreyOptions): tf.Tensor4D {
  return applyColourMaps(views, greyColours(Array.from({ length: views.shape[0] }, () => unchanged), options));
}

/** The same colour changes, some followed by conversion to grey. */
export function greyColours(maps: readonly ColourMap[], { seed, share = 0.06 }: GreyOptions): ColourMap[] {
  const next = uniform(seed);
  return maps.map((map) => (next() < share ? followBy(map, toGrey) : map));
}
