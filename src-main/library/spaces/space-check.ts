// Whether a space is one that groups can be made of: its shapes agree, its numbers are finite, and its neighbours are photos of it.
// Says nothing of whether it is the space of these photos, which its key does.

import type { GranularityLevels, SpaceMetric } from '../../../src-shared/contract.ts';
import type { MadeSpace } from './space.ts';

const levelNames = ['finest', 'sameShot', 'sameMoment', 'related', 'coarsest', 'default'] as const satisfies readonly (keyof GranularityLevels)[];

/** What is wrong with `space`, which may be anything; `null` for a whole one. */
export function faultOfSpace(space: unknown): string | null {
  if (typeof space !== 'object' || space === null) return 'expected a space';
  const { ids, dims, points, k, neighbours, distances, levels, metric } = space as { readonly [K in keyof MadeSpace]?: unknown }; // each is checked below
  if (!(ids instanceof Uint32Array)) return 'expected the ids of photos';
  const count = ids.length;
  if (!isCount(dims, 1) || !isCount(k, 0)) return `expected whole numbers of dimensions and neighbours, got ${String(dims)} and ${String(k)}`;
  if (k > Math.max(0, count - 1)) return `expected fewer neighbours than ${count} photos, got ${k}`;
  if (!(points instanceof Float32Array) || points.length !== count * dims) return `expected ${count} points of ${dims} dimensions`;
  if (!(neighbours instanceof Uint32Array) || neighbours.length !== count * k) return `expected ${count} × ${k} neighbours`;
  if (!(distances instanceof Float32Array) || distances.length !== count * k) return `expected ${count} × ${k} distances`;

  const ascending = ids.toSorted(); // the rows themselves are in order of time and content
  for (let at = 1; at < count; at++) if (ascending[at] === ascending[at - 1]) return `expected each photo once, got ${ascending[at]} twice`;
  if (!allFinite(points)) return 'expected finite points';
  for (let at = 0; at < neighbours.length; at++) {
    if (neighbours[at]! >= count) return `expected neighbours below ${count}, got ${neighbours[at]}`;
    if (!(distances[at]! >= 0 && distances[at]! < Infinity)) return `expected finite distances of 0 or more, got ${distances[at]}`;
  }
  return faultOfLevels(levels) ?? (metric === undefined ? null : faultOfMetric(metric, dims));
}

function faultOfLevels(levels: unknown): string | null {
  const values = typeof levels === 'object' && levels !== null ? levelNames.map((name) => (levels as Partial<GranularityLevels>)[name]) : [];
  return values.length > 0 && values.every((value) => typeof value === 'number' && Number.isFinite(value)) ? null : 'expected finite granularity levels';
}

function faultOfMetric(metric: unknown, dims: number): string | null {
  const { sections, calibration } = (metric ?? {}) as Partial<SpaceMetric>;
  if (!Array.isArray(sections) || typeof calibration?.middle !== 'number' || typeof calibration.slope !== 'number') return 'expected a metric';
  if (!Number.isFinite(calibration.middle + calibration.slope)) return 'expected a finite calibration';
  const whole = (sections as SpaceMetric['sections']).every(
    ({ name, start, dims: wide, share }) => typeof name === 'string' && isCount(start, 0) && isCount(wide, 0) && start + wide <= dims && Number.isFinite(share)
  );
  return whole ? null : `expected sections within ${dims} dimensions`;
}

function isCount(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least;
}

/** x × 0 is NaN for NaN and both infinities. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]! * 0;
  return sum === 0;
}
