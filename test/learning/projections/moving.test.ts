// Laying a new map onto the one before, and placing new photos on a map that is there.
import { describe, expect, it } from 'vitest';
import { align } from '../../../src-shared/learning/projections/align.ts';
import { place } from '../../../src-shared/learning/projections/place.ts';
import { normal } from '../../../src-shared/learning/random.ts';
import { clouds, spaceOf } from './spaces.ts';

const random = normal(2);
const before = { ids: Uint32Array.from({ length: 30 }, (_, at) => at + 1), positions: Float32Array.from({ length: 60 }, random) };

function moved(positions: Float32Array, { turn, scale, mirror, by }: { turn: number; scale: number; mirror: boolean; by: readonly [number, number] }): Float32Array {
  const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)];
  return positions.map((_, at) => {
    const [x, y] = [positions[at - (at % 2)]! * (mirror ? -1 : 1), positions[at - (at % 2) + 1]!];
    return at % 2 === 0 ? cos * x - sin * y + by[0] : sin * x + cos * y + by[1];
  });
}

describe('aligning', () => {
  it.each([
    { turn: 2, scale: 3, mirror: false, by: [4, -7] },
    { turn: -0.3, scale: 0.2, mirror: true, by: [0, 100] },
    { turn: Math.PI, scale: 1, mirror: true, by: [0, 0] }
  ] as const)('undoes a turn of $turn, scale $scale, mirroring $mirror', (change) => {
    const aligned = align(before.ids, moved(before.positions, change), before);
    aligned.forEach((value, at) => expect(value).toBeCloseTo(before.positions[at]!, 3));
  });

  it('goes by the photos that both maps share alone, whatever their order', () => {
    const ids = Uint32Array.of(99, ...before.ids.toReversed().subarray(0, 20));
    const positions = new Float32Array(42);
    for (let row = 1; row < 21; row++) positions.set(before.positions.subarray(2 * (30 - row), 2 * (31 - row)), 2 * row);
    positions.set([5, 5]);
    const aligned = align(ids, moved(positions, { turn: 1, scale: 2, mirror: true, by: [1, 1] }), before);
    aligned.forEach((value, at) => expect(value).toBeCloseTo(positions[at]!, 3));
  });

  it('comes nearer than any small change of it would', () => {
    const noisy = moved(before.positions, { turn: 1, scale: 2, mirror: false, by: [3, 3] }).map((value) => value + 0.5 * random());
    const error = (positions: Float32Array): number => positions.reduce((sum, value, at) => sum + (value - before.positions[at]!) ** 2, 0);
    const aligned = align(before.ids, noisy, before);
    for (const change of [{ turn: 0.02, scale: 1, by: [0, 0] }, { turn: -0.02, scale: 1, by: [0, 0] }, { turn: 0, scale: 1.02, by: [0, 0] }, { turn: 0, scale: 0.98, by: [0, 0] }, { turn: 0, scale: 1, by: [0.02, 0] }, { turn: 0, scale: 1, by: [0, -0.02] }] as const)
      expect(error(moved(aligned, { ...change, mirror: false }))).toBeGreaterThan(error(aligned));
  });

  it('leaves a map that shares nothing as it is', () => {
    const positions = Float32Array.of(1, 2, 3, 4);
    expect(align(Uint32Array.of(70, 71), positions, before)).toEqual(positions);
    expect(align(Uint32Array.of(1, 2), new Float32Array(4), before)).toEqual(new Float32Array(4));
  });
});

describe('placing', () => {
  it('puts a photo between its neighbours, nearer to the nearer one, and moves no other', () => {
    const space = { count: 3, k: 2, neighbours: Uint32Array.of(1, 2, 0, 2, 0, 1), distances: Float32Array.of(1, 3, 1, 3, 3, 3) };
    const known = Float32Array.of(NaN, NaN, 0, 0, 10, 4);
    const placed = place(space, known);
    expect(placed.subarray(2)).toEqual(known.subarray(2));
    // usual: ((1 + 3) / 2 − 1) / 2 = .5, so weights 1 and exp(−4)
    const share = Math.exp(-4) / (1 + Math.exp(-4));
    expect(placed[0]).toBeCloseTo(10 * share, 5);
    expect(placed[1]).toBeCloseTo(4 * share, 5);
  });

  it('reaches photos that are near new ones alone, and puts the unreachable into the middle', () => {
    const space = { count: 5, k: 1, neighbours: Uint32Array.of(1, 0, 1, 4, 3), distances: new Float32Array(5).fill(1) };
    const placed = place(space, Float32Array.of(2, 6, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN));
    expect(Array.from(placed)).toEqual([2, 6, 2, 6, 2, 6, 2, 6, 2, 6]);
  });

  it('puts new photos of a cloud into its part of the map', () => {
    const space = spaceOf(clouds(3, 20, 6, 4), 6, 5);
    const corners = [[0, 0], [10, 0], [0, 10]] as const;
    const known = Float32Array.from({ length: 120 }, (_, at) => ((at >> 1) % 5 === 0 ? NaN : corners[Math.floor(at / 40)]![at % 2]!));
    place(space, known).forEach((value, at) => expect(value).toBeCloseTo(corners[Math.floor(at / 40)]![at % 2]!, 5));
  });
});
