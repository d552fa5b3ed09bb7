import { describe, expect, it } from 'vitest';
import { differencesOf, identityMap, mapPoints, measure, toSectionMaps, weightsOf, type MapParameters } from '../../../src-shared/learning/metric/section-map.ts';
import { normal } from '../../../src-shared/learning/random.ts';

// three sections of unlike widths, one of them narrower than the rank
const sections = [
  { name: 'encoder', start: 0, dims: 5, share: 0.5 },
  { name: 'colour', start: 5, dims: 2, share: 0.3 },
  { name: 'time', start: 7, dims: 4, share: 0.2 }
] as const;
const DIMS = 11;
const COUNT = 9;

/** Parameters away from the identity, and points. */
function made(rank: number, seed = 1) {
  const bell = normal(seed);
  const start = identityMap(sections, rank, seed);
  const drawn = (list: Float64Array, scale: number) => list.map(() => scale * bell());
  const parameters: MapParameters = { rank, logWeights: drawn(start.logWeights, 0.6), a: start.a.map((list) => drawn(list, 0.5)), b: start.b.map((list) => drawn(list, 0.5)) };
  const points = Float32Array.from({ length: COUNT * DIMS }, () => bell());
  return { parameters, points };
}

const allPairs = Array.from({ length: COUNT }, (_, a) => Array.from({ length: COUNT }, (_row, b) => ({ a, b }))).flat();

/** ‖W(x − y)‖ with W = √w (I + BᵀA), written out as a matrix in each section. */
function naiveDistance(points: Float32Array, { logWeights, a, b }: MapParameters, x: number, y: number): number {
  const raw = [...logWeights].map(Math.exp);
  const total = sections.reduce((sum, { share }, at) => sum + share * raw[at]!, 0);
  let squared = 0;
  sections.forEach(({ start, dims }, at) => {
    const rank = a[at]!.length / dims;
    for (let row = 0; row < dims; row++) {
      let mapped = 0;
      for (let column = 0; column < dims; column++) {
        let entry = row === column ? 1 : 0;
        for (let k = 0; k < rank; k++) entry += b[at]![k * dims + row]! * a[at]![k * dims + column]!;
        mapped += entry * (points[x * DIMS + start + column]! - points[y * DIMS + start + column]!);
      }
      squared += (raw[at]! / total) * mapped * mapped;
    }
  });
  return Math.sqrt(squared);
}

describe.each([0, 3, 5])('the map of rank %i', (rank) => {
  it('measures ‖W(x − y)‖', () => {
    const { parameters, points } = made(rank);
    const { distances } = measure(differencesOf(points, DIMS, sections, allPairs), sections, parameters);
    allPairs.forEach(({ a, b }, at) => expect(distances[at]).toBeCloseTo(naiveDistance(points, parameters, a, b), 9));
  });

  it('gives the gradients that small differences give, for weights and maps', () => {
    const { parameters, points } = made(rank, 2);
    const pairs = allPairs.filter(({ a, b }) => a !== b);
    const byDistance = Float64Array.from(pairs, (_, at) => Math.sin(at));
    const lossOf = (moved: MapParameters) => pairs.reduce((sum, { a, b }, at) => sum + byDistance[at]! * naiveDistance(points, moved, a, b), 0);
    const gradients = measure(differencesOf(points, DIMS, sections, pairs), sections, parameters).back(byDistance);

    const step = 1e-5;
    const slopes = (list: Float64Array, replaced: (moved: Float64Array) => MapParameters) =>
      [...list].map((value, i) => (lossOf(replaced(list.with(i, value + step))) - lossOf(replaced(list.with(i, value - step)))) / (2 * step));
    const expectNear = (found: Float64Array, wanted: readonly number[]) => {
      expect(found).toHaveLength(wanted.length);
      wanted.forEach((slope, i) => expect(found[i]).toBeCloseTo(slope, 6));
    };
    expectNear(gradients.logWeights, slopes(parameters.logWeights, (logWeights) => ({ ...parameters, logWeights })));
    sections.forEach((_, at) => {
      expectNear(gradients.a[at]!, slopes(parameters.a[at]!, (list) => ({ ...parameters, a: parameters.a.with(at, list) })));
      expectNear(gradients.b[at]!, slopes(parameters.b[at]!, (list) => ({ ...parameters, b: parameters.b.with(at, list) })));
    });
    expect(Math.max(...gradients.logWeights.map(Math.abs))).toBeGreaterThan(0.01);
  });

  it('places points so that their distances are the measured ones', () => {
    const { parameters, points } = made(rank, 3);
    const before = points.slice();
    const mapped = mapPoints(points, DIMS, sections, toSectionMaps(sections, parameters));
    const { distances } = measure(differencesOf(points, DIMS, sections, allPairs), sections, parameters);
    allPairs.forEach(({ a, b }, at) => {
      const apart = Math.hypot(...mapped.subarray(a * DIMS, (a + 1) * DIMS).map((value, i) => value - mapped[b * DIMS + i]!));
      expect(apart).toBeCloseTo(distances[at]!, 5);
    });
    expect(points).toEqual(before);
  });

  it('of equal photos is 0 and pulls at nothing', () => {
    const { parameters, points } = made(rank);
    const { distances, back } = measure(differencesOf(points, DIMS, sections, [{ a: 4, b: 4 }]), sections, parameters);
    expect(distances[0]).toBe(0);
    const gradients = back([1]);
    for (const list of [gradients.logWeights, ...gradients.a, ...gradients.b]) expect(list.every((value) => value === 0)).toBe(true);
  });

  it('begins as the identity', () => {
    const { points } = made(rank);
    const { distances } = measure(differencesOf(points, DIMS, sections, allPairs), sections, identityMap(sections, rank));
    allPairs.forEach(({ a, b }, at) => expect(distances[at]).toBeCloseTo(Math.hypot(...points.subarray(a * DIMS, (a + 1) * DIMS).map((value, i) => value - points[b * DIMS + i]!)), 5));
  });
});

it('weights keep unrelated photos where they were: the shares times the weights add up to 1', () => {
  for (const seed of [1, 2, 3, 4]) {
    const weights = weightsOf(sections, made(0, seed).parameters);
    expect(sections.reduce((sum, { share }, at) => sum + share * weights[at]!, 0)).toBeCloseTo(1, 12);
    expect(weights.every((weight) => weight > 0)).toBe(true);
  }
});

it('a section narrower than the rank takes only as many directions as it has', () => {
  const { a, b } = identityMap(sections, 3);
  expect(a.map(({ length }) => length)).toEqual([15, 4, 12]);
  expect(b.every((list) => list.every((value) => value === 0))).toBe(true);
});
