// Spaces for tests of projections: the reference's sets and made ones, with neighbours by comparing all.

import { readFileSync } from 'node:fs';
import type { Points } from '../../../src-shared/learning/projections/projection.ts';
import { normal } from '../../../src-shared/learning/random.ts';

interface ReferenceSet {
  readonly name: string;
  readonly n: number;
  readonly d: number;
  readonly points: readonly (readonly number[])[];
  readonly projections: readonly { readonly projection: string; readonly trustworthiness: number; readonly continuity: number; readonly matrix?: readonly (readonly number[])[] }[];
}

/** The file's shape is as its `about` says. */
export const referenceSets = (JSON.parse(readFileSync(new URL('../../reference/projections.json', import.meta.url), 'utf8')) as { readonly sets: readonly ReferenceSet[] }).sets;

export function spaceOf(points: Float32Array, dims: number, k: number): Points {
  const count = points.length / dims;
  const neighbours = new Uint32Array(count * k);
  const distances = new Float32Array(count * k);
  const distanceOf = (a: number, b: number): number => {
    let sum = 0;
    for (let d = 0; d < dims; d++) sum += (points[a * dims + d]! - points[b * dims + d]!) ** 2;
    return Math.sqrt(sum);
  };
  for (let row = 0; row < count; row++) {
    const all = Array.from({ length: count }, (_, other) => ({ other, distance: distanceOf(row, other) }));
    const nearest = all.filter(({ other }) => other !== row).sort((a, b) => a.distance - b.distance).slice(0, k);
    nearest.forEach(({ other, distance }, at) => {
      neighbours[row * k + at] = other;
      distances[row * k + at] = distance;
    });
  }
  return { count, dims, points, k, neighbours, distances };
}

const kept = new Map<string, Points>();

export function referenceSpace(set: ReferenceSet, k: number): Points {
  const name = `${set.name} ${k}`;
  if (!kept.has(name)) kept.set(name, spaceOf(Float32Array.from(set.points.flat()), set.d, k));
  return kept.get(name)!;
}

/** `clusters` round clouds far from each other, of `each` points, in order. */
export function clouds(clusters: number, each: number, dims: number, seed: number): Float32Array {
  const random = normal(seed);
  const centres = Float32Array.from({ length: clusters * dims }, () => 6 * random());
  return Float32Array.from({ length: clusters * each * dims }, (_, at) => centres[Math.floor(at / (each * dims)) * dims + (at % dims)]! + random());
}
