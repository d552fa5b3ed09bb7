import { expect, it } from 'vitest';
import { apartInPlace, metresApart } from '../../../src-renderer/judging/apart-in-place.ts';

it('measures the farthest two along the sphere', () => {
  expect(metresApart(Float64Array.of(52.5, 13.4, 52.5, 13.4))).toBeCloseTo(0, 3);
  // a degree of latitude, whatever lies between
  const degree = (6_371_000 * Math.PI) / 180;
  expect(metresApart(Float64Array.of(10, 20, 10.5, 20, 11, 20))! / degree).toBeCloseTo(1, 6);
  // across the date line, and from pole to pole
  expect(metresApart(Float64Array.of(0, 179.5, 0, -179.5))! / degree).toBeCloseTo(1, 6);
  expect(metresApart(Float64Array.of(90, 0, -90, 77))! / degree).toBeCloseTo(180, 6);
});

it('measures nothing where a place is unknown or there is only one', () => {
  expect(metresApart(Float64Array.of(1, 2, NaN, NaN))).toBeNull();
  expect(metresApart(Float64Array.of(1, 2))).toBeNull();
});

it.each([[0, '10 m'], [34, '30 m'], [989, '990 m'], [3240, '3.2 km'], [12_600, '13 km']])('says %d metres as %s', (metres, words) => {
  expect(apartInPlace(metres)).toBe(words);
});
