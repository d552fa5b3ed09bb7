import { expect, it } from 'vitest';
import { clarityOf, clearest, exampleCovers, GOOD_ENOUGH } from '../../../src-renderer/groups/ordinary.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { uniform } from '../../../src-shared/learning/random.ts';

const [width, height] = [32, 24];
const picture = (light: (x: number, y: number) => number) => ({ width, height, light: Uint8Array.from({ length: width * height }, (_, at) => Math.max(0, Math.min(255, light(at % width, Math.floor(at / width))))) });
const next = uniform(3);
/** Squares of three by three, as light as given, with grain. */
const scene = (dark: number, bright: number) => picture((x, y) => ((Math.floor(x / 3) + Math.floor(y / 3)) % 2 === 0 ? dark : bright) + next() * 20);

it('prefers well lit and sharp pictures to dark, burnt out, blurred and blank ones', () => {
  const clear = clarityOf(scene(70, 180));
  const worse = { dark: scene(2, 40), burnt: scene(200, 255), blurred: picture((x) => 60 + x * 4), blank: picture(() => 128) };
  expect(clear).toBeGreaterThan(GOOD_ENOUGH);
  for (const [name, one] of Object.entries(worse)) expect(clarityOf(one), name).toBeLessThan(GOOD_ENOUGH);
});

it('looks at groups of two to six photos, or at the first ones where there are none', () => {
  const table = (sizes: readonly number[]) => ({ count: sizes.length, sizeAt: (place: number) => sizes[place]!, coversAt: (place: number) => [(place + 1) as PhotoId] });
  expect(exampleCovers(table([90, 7, 6, 4, 2]))).toEqual([3, 4, 5]);
  expect(exampleCovers(table([90, 7]))).toEqual([1, 2]);
  expect(exampleCovers(table(Array.from({ length: 99 }, () => 3)))).toHaveLength(16);
});

it('takes the first that is good enough, else the best', async () => {
  const asked: number[] = [];
  const clarity = async (photo: PhotoId) => (asked.push(photo), [0, 0.1, 0.5, 0.9][photo]!);
  const photos = [1, 2, 3] as PhotoId[];
  expect([await clearest(photos, clarity, 0.4), asked]).toEqual([2, [1, 2]]);
  expect([await clearest(photos, clarity), await clearest([], clarity)]).toEqual([3, null]);
});

it('takes one it cannot see for the worst, also where it can see none', async () => {
  const forbidden = () => Promise.reject(new TypeError('Failed to fetch'));
  const photos = [1, 2, 3] as PhotoId[];
  expect(await clearest(photos, (photo) => (photo === 2 ? Promise.resolve(0.2) : forbidden()))).toBe(2);
  expect(await clearest(photos, forbidden)).toBe(1);
});
