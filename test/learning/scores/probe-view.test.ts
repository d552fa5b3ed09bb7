import { describe, expect, it } from 'vitest';
import { probeView } from '../../../src-shared/learning/scores/probe-view.ts';
import { seeded } from '../../made-library.ts';

describe('a probing view', () => {
  const side = 16;
  const picture = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * 37) % 256);

  it('is the same for the same numbers, and another for others', () => {
    expect(probeView(picture, side, seeded(1))).toEqual(probeView(picture, side, seeded(1)));
    expect(probeView(picture, side, seeded(1))).not.toEqual(probeView(picture, side, seeded(2)));
  });

  it('is the photo itself, or its mirror image, where it shows all of it in the same light', () => {
    const mirror = picture.map((_, i) => picture[(Math.floor(i / 3 / side) * side + side - 1 - (Math.floor(i / 3) % side)) * 3 + (i % 3)]!);
    for (const seed of [1, 2, 3, 4, 5]) expect([picture, mirror]).toContainEqual(probeView(picture, side, seeded(seed), { area: [1, 1], light: 0 }));
  });

  it('keeps a plain picture plain', () => {
    const plain = new Uint8Array(side * side * 3).fill(100);
    const view = probeView(plain, side, seeded(3));
    for (let c = 0; c < 3; c++) expect(new Set(view.filter((_, i) => i % 3 === c)).size).toBe(1);
  });
});
