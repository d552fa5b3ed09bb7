// Colour jitter (Krizhevsky, Sutskever and Hinton 2012 and others since): another light, another camera. Hue is left alone and tint barely
// touched, for colour is what tells one thing from the next, and people expect it to count.
import type * as tf from '@tensorflow/tfjs-core';
import { uniform } from '../training/random.ts';
import { applyColourMaps, type ColourMap, luma, type Rgb } from './colour-map.ts';

export interface JitterOptions {
  readonly seed: number;
  /** Contrast goes up or down by up to this power of e. */
  readonly contrast?: number;
  /** Brightness goes up or down by this much at most, of a range of 2. */
  readonly brightness?: number;
  /** Colours become stronger or weaker by this share at most. */
  readonly saturation?: number;
  /** Red, green and blue become stronger or weaker by this share at most, each on its own. */
  readonly tint?: number;
}

/** views [n, s, s, 3] in −1..1 -> the same in other colours, still in −1..1. */
export function jitterColours(views: tf.Tensor4D, options: JitterOptions): tf.Tensor4D {
  return applyColourMaps(views, drawColours(views.shape[0], options));
}

/** Random changes of colour, one a view. */
export function drawColours(count: number, { seed, contrast = 0.35, brightness = 0.2, saturation = 0.3, tint = 0.08 }: JitterOptions): ColourMap[] {
  const next = uniform(seed);
  const signed = (): number => next() * 2 - 1;
  return Array.from({ length: count }, () => {
    const gain = Math.exp(contrast * signed());
    const light = brightness * signed();
    const vivid = 1 + saturation * signed();
    const gains: Rgb = [gain * (1 + tint * signed()), gain * (1 + tint * signed()), gain * (1 + tint * signed())];
    const row = (from: number): Rgb => [0, 1, 2].map((to) => ((1 - vivid) * luma[from]! + (from === to ? vivid : 0)) * gains[to]!) as unknown as Rgb; // three numbers
    return { matrix: [row(0), row(1), row(2)], offset: [light, light, light] };
  });
}
