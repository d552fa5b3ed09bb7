import { expect, it } from 'vitest';
import { Pace } from '../../../src-renderer/layout/pace.ts';

/** A list that draws itself again at each frame; `draw` returns which rows are drawn. */
function paced(rows: number) {
  let frame: (() => void) | null = null;
  let drawn: readonly number[] = [];
  let wanted: readonly number[] = [];
  let urgent = -1;
  const pace = new Pace({ rows, again: () => show(), nextFrame: (run) => ((frame = run), () => (frame = null)) });
  const show = (): void => {
    const rows = wanted.map((index) => ({ index }));
    drawn = pace.limit(rows, ({ index }) => (index === urgent ? 0 : 1)).map(({ index }) => index);
  };
  return {
    pace,
    draw(list: readonly number[], first = -1): readonly number[] {
      [wanted, urgent] = [list, first];
      show();
      return drawn;
    },
    /** What is drawn after the next frame; `null` if nothing waits for it. */
    next(): readonly number[] | null {
      const run = frame;
      frame = null;
      run?.();
      return run && drawn;
    }
  };
}

it('draws the first screen a few rows a frame, in order, and then waits for no frame', () => {
  const { draw, next } = paced(2);
  expect(draw([0, 1, 2, 3, 4])).toEqual([0, 1]);
  expect(next()).toEqual([0, 1, 2, 3]);
  expect(next()).toEqual([0, 1, 2, 3, 4]);
  expect(next()).toBeNull();
});

it('draws the most urgent row first, in its place', () => {
  const { draw, next } = paced(2);
  expect(draw([4, 5, 6, 90], 90)).toEqual([4, 90]);
  expect(next()).toEqual([4, 5, 6, 90]);
});

it('adds no rows within a frame, however often it is asked', () => {
  const { draw, next } = paced(1);
  for (let time = 0; time < 3; time++) expect(draw([0, 1, 2])).toEqual([0]);
  expect(next()).toEqual([0, 1]);
});

it('draws what is scrolled to while the first screen is not complete', () => {
  const { draw, next } = paced(1);
  draw([0, 1, 2]);
  expect(draw([50, 51])).toEqual([50]);
  expect(next()).toEqual([50, 51]);
});

it('keeps what is drawn while it scrolls', () => {
  const { draw, next } = paced(1);
  draw([0, 1, 2, 3]);
  next();
  expect(draw([1, 2, 3, 4], 4)).toEqual([1, 4]);
  expect(draw([1, 2, 3, 4], 2)).toEqual([1, 4]);
  expect(next()).toEqual([1, 2, 4]);
});

it('draws everything at once after the first screen, until there was nothing to draw', () => {
  const { draw, next } = paced(1);
  draw([0]);
  expect(draw([7, 8, 9])).toEqual([7, 8, 9]);
  expect(draw([])).toEqual([]);
  expect(draw([0, 1])).toEqual([0]);
  expect(next()).toEqual([0, 1]);
});

it('draws nothing more once stopped', () => {
  const { pace, draw, next } = paced(1);
  draw([0, 1]);
  pace.stop();
  expect(next()).toBeNull();
});
