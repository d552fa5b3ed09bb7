// Colour jitter (Krizhevsky, Sutskever and Hinton 2012 and others since): different light, a different camera. Hue is unchanged and tint
// hardly changed, because colour distinguishes things, and people expect it to count.
import type * as tf from '@tensorflow/tfjs-core';
import { uniform } from '../random.ts';
import { applyColourMaps, type ColourMap, luma, type Rgb } from './colour-map.ts';

export interface JitterOptions {
  readonly seed: number;
  /** Largest relative change of contrast around a middle grey. */
  readonly contrast?: number;
  /** Largest relative change of brightness: black stays black. */
  readonly brightness?: number;
  /** Largest relative change of saturation. */
  readonly saturation?: number;
  /** Largest relative change of red, green and blue, each independently. */
  readonly tint?: number;
}

// typical mean of a photo, of −1 … 1
const middle = -0.1;

/** views [n, s, s, 3] in −1..1 -> the same with jittered colours, still in −1..1. */
export function jitterColours(views: tf.Tensor4D, options: JitterOptions): tf.Tensor4D {
  return applyColourMaps(views, drawColours(views.shape[0], options));
}

/** Random colour changes, one per view. */
export function drawColours(count: number, { seed, contrast = 0.4, brightness = 0.4, saturation = 0.3, tint = 0.08 }: JitterOptions): ColourMap[] {
  const next = uniform(seed);
  const signed = (): number => next() * 2 - 1;
  return Array.from({ length: count }, () => {
    const light = 1 + brightness * signed();
    const steep = 1 + contrast * signed();
    const vivid = 1 + saturation * signed();
    const gains: Rgb = [light * (1 + tint * signed()), light * (1 + tint * signed()), light * (1 + tint * signed())];
    const row = (from: number): Rgb => [0, 1, 2].map((to) => ((1 - vivid) * luma[from]! + (from === to ? vivid : 0)) * gains[to]! * steep) as unknown as Rgb; // three numbers
    const shift = (gain: number): number => (gain - 1 - middle) * steep + middle;
    return { matrix: [row(0), row(1), row(2)], offset: [shift(gains[0]), shift(gains[1]), shift(gains[2])] };
  });
}
