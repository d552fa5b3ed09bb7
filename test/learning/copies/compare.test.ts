import { describe, expect, it } from 'vitest';
import { compare } from '../../../src-shared/learning/copies/compare.ts';
import { type Facts, type Verdict, verdictOf } from '../../../src-shared/learning/copies/likeness.ts';
import { crop, type Drawn, draw, frame, grain, grey, half, inset, mirror, page, quarterTurn, scene, screen, shown, stamp, tone } from './scenes.ts';

const factsOf = ({ width, height }: Drawn): Facts => ({ width: 10 * width, height: 10 * height, takenAt: null, camera: null });

function verdict(a: Drawn, b: Drawn, first: Partial<Facts> = {}, then: Partial<Facts> = {}): Verdict | null {
  const likeness = compare(shown(a), shown(b));
  return likeness && verdictOf(likeness, { ...factsOf(a), ...first }, { ...factsOf(b), ...then });
}

const SEEDS = [1, 2, 3, 4, 5];

describe.each(SEEDS)('of scene %i', (seed) => {
  const original = scene(seed);

  it.each([
    ['compressed', grain(original, 8)], ['resized', half(original)], ['greyed', grey(original)], ['stamped', stamp(original)]
  ])('a %s copy is the same picture', (_, copy) => {
    expect(verdict(original, copy)?.kind).toBe('same-picture');
    expect(verdict(copy, original)?.kind).toBe('same-picture');
  });

  it.each([
    ['turned', quarterTurn(original), 'turned'], ['turned twice', quarterTurn(quarterTurn(original)), 'turned'], ['turned three times', quarterTurn(quarterTurn(quarterTurn(original))), 'turned'],
    ['mirrored', mirror(original), 'mirrored'], ['framed', frame(original, 20, [255, 255, 255]), 'bordered'], ['letterboxed', frame(original, 60, [0, 0, 0]), 'bordered'],
    ['cropped', crop(original, 6, 4, 228, 171), 'cropped'], ['lightened', tone(original, 0.7, 60), 'toned']
  ] as const)('a %s copy is the same shot, and it says how', (_, copy, difference) => {
    const found = verdict(original, copy);
    expect(found?.kind).toBe('same-shot');
    expect(found?.differences).toContain(difference);
    expect(found?.certainty).toBeGreaterThan(0.5);
  });

  it('the stamp is on the stamped one, whichever comes first', () => {
    expect(verdict(original, stamp(original))?.differences).toEqual(['marked']);
    expect(verdict(stamp(original), original)?.differences).toEqual(['unmarked']);
  });

  it('another scene is nothing', () => {
    expect(SEEDS.filter((other) => other !== seed && verdict(original, scene(other)) !== null)).toEqual([]);
  });

  it('another page of text is nothing, and a smaller copy of a page is the same', () => {
    expect(verdict(page(seed), page(seed + 10))).toBeNull();
    expect(verdict(page(seed), grain(page(seed), 6))?.kind).toBe('same-picture');
  });
});

describe.each(SEEDS)('with another picture in a part of it, scene %i', (seed) => {
  it.each([0.25, 0.35])('is no copy with a mark (%d)', (part) => {
    expect(verdict(scene(seed), inset(scene(seed), scene(seed + 20), part))?.kind).not.toBe('same-picture');
  });

  it.each([[250, 0.2], [250, 0.25], [18, 0.2], [18, 0.25]])('is nothing where the rest is what all screens of an app show (%i, %d)', (ground, part) => {
    const showing = (picture: number): Drawn => inset(screen(seed, ground), scene(picture, 180, 320), part);
    expect(verdict(showing(seed), showing(seed + 20))).toBeNull();
    expect(verdict(showing(seed), grain(showing(seed), 6))?.kind).toBe('same-picture');
  });
});

it('frames of one colour are not what makes two screenshots alike', () => {
  expect(verdict(frame(scene(1), 80, [0, 0, 0]), frame(scene(2), 80, [0, 0, 0]))).toBeNull();
});

it('pictures without detail are the same only if they are so to the eye', () => {
  const sky = (blue: number): Drawn => draw(120, 90, (_x, y) => [90 + y / 2, 120 + y / 2, blue]);
  expect(verdict(sky(200), sky(200))?.kind).toBe('same-picture');
  expect(verdict(sky(200), sky(220))).toBeNull();
  const dark = (seed: number): Drawn => grain(draw(120, 90, () => [5, 5, 5]), 3, seed);
  expect(verdict(dark(1), dark(2))).toBeNull();
});

describe('dates', () => {
  const original = scene(7);
  const later = (ms: number): Partial<Facts> => ({ takenAt: 1e12 + ms });

  it('make two shots of what looks the same, taken seconds apart', () => {
    expect(verdict(original, grain(original, 4), later(0), later(2000))).toMatchObject({ kind: 'same-shot', differences: ['later'] });
    expect(verdict(original, grain(original, 4), later(2000), later(0))).toMatchObject({ kind: 'same-shot', differences: ['earlier'] });
  });

  it('are instants where both cameras wrote their time zones', () => {
    const hours = 3_600_000;
    const [home, abroad] = [{ ...later(0), offset: 60 }, { ...later(8 * hours), offset: 540 }];
    expect(verdict(original, grain(original, 4), home, abroad)?.kind).toBe('same-picture');
    expect(verdict(original, grain(original, 4), home, { ...abroad, takenAt: 1e12 + 8 * hours + 2000 })).toMatchObject({ kind: 'same-shot', differences: ['later'] });
    expect(verdict(original, grain(original, 4), later(0), { ...later(2000), offset: 540 })).toMatchObject({ kind: 'same-shot', differences: ['later'] });
  });

  it('that are missing, or were changed years later, make no difference', () => {
    expect(verdict(original, grain(original, 4), later(0), {})?.kind).toBe('same-picture');
    expect(verdict(original, grain(original, 4), later(0), later(1e11))?.kind).toBe('same-picture');
  });

  it('join photos of one burst although the camera moved, and not those of two cameras', () => {
    // too much of it moved for the picture alone to tell
    const other = scene(8);
    const moved = draw(240, 180, (x, y) => {
      const { pixels } = x > 70 ? other : original;
      return [...pixels.subarray((y * 240 + x) * 3, (y * 240 + x) * 3 + 3)].map((value, channel) => 0.45 * value + 0.55 * original.pixels[(y * 240 + x) * 3 + channel]!) as unknown as [number, number, number];
    });
    const likeness = compare(shown(original), shown(moved))!;
    const facts = (ms: number, camera: string): Facts => ({ ...factsOf(original), takenAt: ms, camera });
    const still = { ...likeness, matched: 0.5, exact: 0.3, correlation: 0.9 };
    expect(verdictOf(still, facts(0, 'A'), facts(900, 'A'))?.kind).toBe('same-shot');
    expect(verdictOf(still, facts(0, 'A'), facts(900, 'B'))).toBeNull();
    expect(verdictOf(still, facts(0, 'A'), facts(60_000, 'A'))).toBeNull();
    expect(verdictOf({ ...still, page: true }, facts(0, 'A'), facts(900, 'A'))).toBeNull();
    // a burst that was held long is one all the same, if the camera says so
    const burst = (ms: number, moment: string | null): Facts => ({ ...facts(ms, 'A'), moment });
    expect(verdictOf(still, burst(0, 'x'), burst(60_000, 'x'))?.kind).toBe('same-shot');
    expect(verdictOf(still, burst(0, 'x'), burst(60_000, 'y'))).toBeNull();
    expect(verdictOf(still, burst(0, null), burst(60_000, null))).toBeNull();
    expect(verdictOf({ ...still, correlation: 0.5 }, burst(0, 'x'), burst(60_000, 'x'))).toBeNull();
  });
});
