// What is assumed about each feature group before there are judgments. Tuned on photo sets with five kinds of "alike"
// (kinds of objects, kinds of scenes, products, places, edits of one shot) together, not on any one of them.
import type { FeatureGroup } from './features.ts';

export interface Assumption {
  /** Share of the squared distance, relative to the other groups, in an ordinary library. */
  readonly weight: number;
  /** How to even the group out; `null` where its distances are already meaningful and it is used as described. */
  readonly shape: Shape | null;
}

export interface Shape {
  /** Most directions kept. */
  readonly dims: number;
  /** Coordinates are divided by variance^power: ½ is whitening, 0 leaves them unchanged. */
  readonly power: number;
  /** Fraction of the total variance added to each variance first, so that directions of low variance do not amplify noise. */
  readonly shrink: number;
  /** Typical squared distance from the middle of a photo in an ordinary library. */
  readonly spread: number;
  /** Prominence (see prominence.ts) of the group in an ordinary library. */
  readonly prominence: number;
  /** Agreement (see agreement.ts) of the other groups with it in an ordinary library. */
  readonly agreement: number;
}

/** Groups that others are confirmed by. Layout is none: it repeats what colour says. */
export const WITNESSES: ReadonlySet<FeatureGroup> = new Set<FeatureGroup>(['encoder', 'colour', 'texture']);

export const ASSUMPTIONS: Readonly<Record<FeatureGroup, Assumption>> = {
  encoder: { weight: 2, shape: { dims: 64, power: 0, shrink: 0.01, spread: 0.5, prominence: 1.4, agreement: 0.7 } },
  colour: { weight: 1.1, shape: { dims: 48, power: 0.4, shrink: 0.04, spread: 0.5, prominence: 2, agreement: 0.6 } },
  layout: { weight: 0.04, shape: { dims: 24, power: 0.25, shrink: 0.04, spread: 5, prominence: 1.7, agreement: 0.6 } },
  texture: { weight: 1.65, shape: { dims: 112, power: 0.35, shrink: 0.01, spread: 0.25, prominence: 0.8, agreement: 0.57 } },
  time: { weight: 0.35, shape: null },
  place: { weight: 0.25, shape: null }
};
