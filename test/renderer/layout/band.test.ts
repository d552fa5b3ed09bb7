// What a rubber band touches, against rectangles compared one by one.

import { describe, expect, it } from 'vitest';
import { bandBetween, cardsWithin, photosWithin, scrollPace } from '../../../src-renderer/layout/band.ts';
import { fitColumns } from '../../../src-renderer/layout/columns.ts';
import { justify } from '../../../src-renderer/layout/justified.ts';

/** Numbers in [0, 1) of a fixed sequence. */
const noise = (seed: number): number => Math.abs(Math.sin(seed * 12.9898) * 43758.5453) % 1;

describe('a rubber band', () => {
  it('goes from any corner to any other', () => {
    expect(bandBetween({ x: 9, y: 2 }, { x: 4, y: 7 })).toEqual({ left: 4, top: 2, right: 9, bottom: 7 });
  });

  it('touches the photos whose rectangles it meets', () => {
    const rows = justify(Array.from({ length: 60 }, (_, at) => 0.6 + noise(at)), { width: 700, rowHeight: 120, sections: [{ start: 0, title: 'May' }, { start: 23, title: 'April' }], headingHeight: 40 });
    const [start, left] = [12, 24];
    const boxes: { at: number; left: number; top: number; right: number; bottom: number }[] = [];
    for (let row = 0, top = start; row < rows.count; top += rows.heights[row]! + rows.gap, row++) {
      for (let at = rows.starts[row]!, x = left; at < rows.ends[row]!; x += rows.widths[at]! + rows.gap, at++) boxes.push({ at, left: x, top, right: x + rows.widths[at]!, bottom: top + rows.heights[row]! });
    }
    expect(boxes).toHaveLength(60);
    for (let turn = 0; turn < 50; turn++) {
      const band = bandBetween({ x: noise(turn) * 760, y: noise(turn + 100) * 1500 }, { x: noise(turn + 200) * 760, y: noise(turn + 300) * 1500 });
      const naive = boxes.filter((box) => box.left <= band.right && box.right >= band.left && box.top <= band.bottom && box.bottom >= band.top).map(({ at }) => at);
      expect(photosWithin(rows, { start, left }, band)).toEqual(naive);
    }
  });

  it('touches the cards whose rectangles it meets', () => {
    const fit = fitColumns(17, { width: 800, least: 236, gap: 20 });
    const [start, left, gap, rowHeight, cardHeight] = [20, 24, 20, 250, 236];
    for (let turn = 0; turn < 50; turn++) {
      const band = bandBetween({ x: noise(turn) * 860, y: noise(turn + 100) * 1800 - 50 }, { x: noise(turn + 200) * 860, y: noise(turn + 300) * 1800 });
      const naive = Array.from({ length: 17 }, (_, at) => at).filter((at) => {
        const [x, y] = [left + (at % fit.columns) * (fit.cardWidth + gap), start + Math.floor(at / fit.columns) * rowHeight];
        return x <= band.right && x + fit.cardWidth >= band.left && y <= band.bottom && y + cardHeight >= band.top;
      });
      expect(cardsWithin(fit, { count: 17, gap, start, left, rowHeight, cardHeight }, band)).toEqual(naive);
    }
  });

  it('scrolls near the edges alone, faster the farther out, and not without end', () => {
    expect(scrollPace(300, 600)).toBe(0);
    expect(scrollPace(20, 600)).toBeLessThan(0);
    expect(scrollPace(590, 600)).toBeGreaterThan(0);
    expect(scrollPace(640, 600)).toBeGreaterThan(scrollPace(590, 600));
    expect(scrollPace(5000, 600)).toBe(40);
  });
});
