// Which feature groups make photos alike, and how much each. It measures nothing: that is done by the desk.

import type { Explanation, FeatureName } from '../../src-shared/contract.ts';

export interface AlikePart {
  readonly name: FeatureName;
  /** Of all that makes them alike; the parts add up to 1. */
  readonly part: number;
  /** 0 … 1, as in `Explanation`. */
  readonly likeness: number;
}

/** Which facts are known of every one of the photos: where they are not, the photos are not alike in them but unknown. */
export interface KnownFacts {
  readonly time: boolean;
  readonly place: boolean;
}

/** Below it photos are not called alike in a feature group: two picked at random are often as near. */
const SOME = 0.15;

/** The largest part first; empty where photos are alike in nothing. */
export function alikeParts(features: Explanation['features'], known: KnownFacts): AlikePart[] {
  const told = features.filter(({ name, likeness }) => likeness > SOME && (name !== 'time' || known.time) && (name !== 'place' || known.place));
  const total = told.reduce((sum, { alike }) => sum + alike, 0);
  return told.map(({ name, alike, likeness }) => ({ name, part: alike / total, likeness })).sort((a, b) => b.part - a.part);
}
