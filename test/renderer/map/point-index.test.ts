// Compared with looking at every point.
import { describe, expect, it } from 'vitest';
import { PointIndex } from '../../../src-renderer/map/point-index.ts';
import { choose } from '../../../src-renderer/map/thumbnails.ts';
import { uniform } from '../../../src-shared/learning/random.ts';

const random = uniform(3);
const positions = Float32Array.from({ length: 1000 }, () => Math.round(random() * 100) / 10); // some coincide
const index = new PointIndex(positions);
const rows = Array.from({ length: 500 }, (_, row) => row);
const at = (row: number): [number, number] => [positions[2 * row]!, positions[2 * row + 1]!];

describe('points of a plane', () => {
  it('are found by the nearest place, the lower row of two at the same', () => {
    for (let turn = 0; turn < 200; turn++) {
      const [x, y] = [random() * 12 - 1, random() * 12 - 1];
      const far = (row: number): number => (at(row)[0] - x) ** 2 + (at(row)[1] - y) ** 2;
      const nearest = rows.reduce((best, row) => (far(row) < far(best) ? row : best), 0);
      expect(index.nearest(x, y, 0.3)).toBe(far(nearest) < 0.09 ? nearest : -1);
    }
  });

  it('are found inside a drawn line, whichever way it winds', () => {
    // a U: what lies in its gap is outside
    const line = [1, 1, 4, 1, 4, 8, 6, 8, 6, 1, 9, 1, 9, 9.5, 1, 9.5].map((value) => value + 0.003);
    const inside = (x: number, y: number): boolean => x > 1.003 && x < 9.003 && y > 1.003 && y < 9.503 && !(x > 4.003 && x < 6.003 && y < 8.003);
    const naive = rows.filter((row) => inside(...at(row)));
    expect(naive.length).toBeGreaterThan(200);
    expect(index.inLine(line).toSorted((a, b) => a - b)).toEqual(naive);
    const back: number[] = [];
    for (let corner = line.length - 2; corner >= 0; corner -= 2) back.push(line[corner]!, line[corner + 1]!);
    expect(index.inLine(back).toSorted((a, b) => a - b)).toEqual(naive);
  });

  it('are not found by a line around nothing, nor by one that has no inside', () => {
    expect(index.inLine([20, 20, 30, 20, 30, 30])).toEqual([]);
    expect(index.inLine([])).toEqual([]);
    expect(index.inLine([1, 1, 9, 9])).toEqual([]);
    expect(new PointIndex(new Float32Array()).inLine([0, 0, 1, 0, 1, 1])).toEqual([]);
    expect(new PointIndex(new Float32Array()).nearest(0, 0, 5)).toBe(-1);
  });
});

describe('pictures on a plane', () => {
  const size = { width: 800, height: 600 };

  it('cover none of each other', () => {
    const camera = { x: 5, y: 5, scale: 70 };
    const shown = choose(index, camera, size, 60);
    expect(shown.length).toBeGreaterThan(20);
    for (const one of shown) for (const other of shown) if (one !== other) expect(Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y)) * 70).toBeGreaterThanOrEqual(60);
  });

  it('stay those that they are while the plane is moved', () => {
    const inView = ({ row }: { readonly row: number }): boolean => at(row)[0] > 3 && at(row)[0] < 7 && at(row)[1] > 3 && at(row)[1] < 7;
    const before = choose(index, { x: 5, y: 5, scale: 100 }, { width: 2000, height: 2000 }, 60).filter(inView);
    const after = choose(index, { x: 5.3, y: 4.8, scale: 100 }, { width: 2000, height: 2000 }, 60).filter(inView);
    expect(after.map(({ row }) => row)).toEqual(before.map(({ row }) => row));
  });
});
