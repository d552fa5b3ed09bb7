// What surrounds photos in a feature group, and what follows from it: against plain loops and by hand.

import { describe, expect, it } from 'vitest';
import { agreement } from '../../../src-shared/learning/metric/agreement.ts';
import { prominence } from '../../../src-shared/learning/metric/prominence.ts';
import { lookAround, NEAREST, NONE } from '../../../src-shared/learning/metric/surroundings.ts';
import { normal, uniform } from '../../../src-shared/learning/random.ts';

const all = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);
/** A group that no others lie beside. */
const alone = (dims: number, values: Float32Array) => ({ dims, values, start: 0, stride: dims });
const noise = (count: number, dims: number, seed: number) => alone(dims, Float32Array.from({ length: count * dims }, normal(seed)));
const square = ({ values, dims }: { values: Float32Array; dims: number }, a: number, b: number) => {
  let sum = 0;
  for (let i = 0; i < dims; i++) sum += (values[a * dims + i]! - values[b * dims + i]!) ** 2;
  return sum;
};

/** `count` rows that lie about `kinds` middles. */
function kinds(count: number, kindOf: (row: number) => number, seed: number, width = 6) {
  const bell = normal(seed);
  const middles = Array.from({ length: 20 }, () => Array.from({ length: width }, bell));
  return alone(width, Float32Array.from({ length: count * width }, (_, at) => middles[kindOf(Math.floor(at / width))]![at % width]! + 0.3 * bell()));
}

describe('lookAround', () => {
  it('finds the nearest others of each photo, and how far all are', () => {
    const rows = noise(60, 5, 1);
    const { nearest, squares, crowd, members } = lookAround(rows, 60, Uint32Array.of(0, 7, 59));
    expect(members).toBe(60);
    // the same beside other groups, whose coordinates are not looked at
    const beside = new Float32Array(60 * 9).fill(NaN);
    for (const row of all(60)) beside.set(rows.values.subarray(row * 5, (row + 1) * 5), row * 9 + 3);
    expect(lookAround({ values: beside, start: 3, dims: 5, stride: 9 }, 60, Uint32Array.of(0, 7, 59))).toMatchObject({ nearest, squares, crowd });
    [0, 7, 59].forEach((query, at) => {
      const others = [...all(60)].filter((row) => row !== query).sort((a, b) => square(rows, query, a) - square(rows, query, b));
      expect([...nearest.subarray(at * NEAREST, (at + 1) * NEAREST)]).toEqual(others.slice(0, NEAREST));
      expect(squares[at * NEAREST]).toBeCloseTo(square(rows, query, others[0]!), 10);
      [...crowd.subarray(at * 60, at * 60 + 59)].forEach((found, place) => expect(found).toBeCloseTo(square(rows, query, others[place]!), 4));
      expect(crowd[at * 60 + 59]).toBe(Infinity); // itself
    });
  });

  it('lists nothing where there are no others', () => {
    expect([...lookAround(noise(1, 3, 1), 1, all(1)).nearest]).toEqual([NONE, NONE, NONE]);
  });
});

describe('prominence', () => {
  it('is the mean logarithm of how much nearer the nearest is than the others', () => {
    // on a line at 0, 1 and 3: squares 1, 9, 4; nearest 1, 1, 4; on average 14 / 3
    const seen = lookAround(alone(1, Float32Array.of(0, 1, 3)), 3, all(3));
    expect(prominence(seen)).toBeCloseTo((2 * Math.log(14 / 3 / 1.01) + Math.log(14 / 3 / 4.01)) / 3, 6);
  });

  it('is greater where everything has a twin, and 0 where all are equal', () => {
    const twins = kinds(40, (row) => row >> 1, 3);
    expect(prominence(lookAround(twins, 40, all(40)))).toBeGreaterThan(prominence(lookAround(noise(40, 6, 4), 40, all(40))) + 0.5);
    expect(prominence(lookAround(alone(2, new Float32Array(20)), 10, all(10)))).toBe(0);
  });
});

describe('agreement', () => {
  it('is 1 less twice the share of others that lie nearer in the other group', () => {
    // in the first group 0, 1 and 2 are near each other, and 3 and 4; in the other 0 has 3 as its nearest, then 1, 2 and 4
    const group = lookAround(alone(1, Float32Array.of(0, 1, 2.5, 8, 9)), 5, Uint32Array.of(0));
    const witness = lookAround(alone(1, Float32Array.of(0, 2, 3, 1, 4)), 5, Uint32Array.of(0));
    // the nearest of 0 are 1, 2 and 3: of the three others of each, 1, 2 and 0 lie nearer
    expect(agreement(group, witness)).toBeCloseTo(((1 - 2 / 3) + (1 - 4 / 3) + 1) / 3, 10);
  });

  it('equals a plain loop', () => {
    const [first, second] = [kinds(80, (row) => row % 9, 5), kinds(80, (row) => row % 9, 6)];
    let [sum, seen] = [0, 0];
    for (let query = 0; query < 80; query++) {
      const others = [...all(80)].filter((row) => row !== query);
      for (const near of others.toSorted((a, b) => square(first, query, a) - square(first, query, b)).slice(0, 3)) {
        if (square(first, query, near) < 0.01) continue;
        const nearer = others.filter((row) => row !== near && square(second, query, row) < square(second, query, near)).length;
        sum += 1 - (2 * nearer) / 78;
        seen++;
      }
    }
    expect(agreement(lookAround(first, 80, all(80)), lookAround(second, 80, all(80)))).toBeCloseTo(sum / seen, 6);
  });

  it('is high between groups that sort photos alike, about 0 between unrelated ones, and unknown where photos have only equal ones', () => {
    const next = uniform(9);
    const kindOf = Array.from({ length: 200 }, () => Math.floor(next() * 12));
    const look = (rows: Parameters<typeof lookAround>[0]) => lookAround(rows, 200, all(200));
    const [one, other] = [look(kinds(200, (row) => kindOf[row]!, 1)), look(kinds(200, (row) => kindOf[row]!, 2))];
    expect(agreement(one, other)).toBeGreaterThan(0.85);
    expect(Math.abs(agreement(one, look(noise(200, 6, 3)))!)).toBeLessThan(0.1);
    const equal = lookAround(alone(1, new Float32Array(20)), 20, all(20));
    expect(agreement(equal, equal)).toBeNull();
  });
});
