import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GranularityLevels } from '../../../src-shared/contract.ts';
import { mergesUpTo } from '../../../src-shared/learning/linkage/cut.ts';
import { granularityScale, heightAt, positionOf } from '../../../src-shared/learning/groups/granularity.ts';
import { Merges } from '../../../src-shared/learning/linkage/tree.ts';

const levels: GranularityLevels = { finest: 0.1, sameShot: 0.3, sameMoment: 0.5, related: 0.9, coarsest: 2, default: 0.5 };

function treeOf(heights: readonly number[]) {
  const merges = new Merges(heights.length + 1);
  heights.reduce((node, height, at) => merges.add(node, at + 1, height), 0);
  return merges.toTree();
}

describe('the granularity slider', () => {
  it('puts the named levels at even places', () => {
    for (const scale of [granularityScale(levels), granularityScale(levels, treeOf([0.31, 0.32, 0.33, 0.4, 1.5]))]) {
      expect([0, 0.25, 0.5, 0.75, 1].map((position) => heightAt(scale, position))).toEqual([0.1, 0.3, 0.5, 0.9, 2]);
      [0.1, 0.3, 0.5, 0.9, 2].forEach((height, at) => expect(positionOf(scale, height)).toBeCloseTo(at / 4, 12));
    }
  });

  it('follows the height alone without a tree, and ends at its ends', () => {
    const scale = granularityScale(levels);
    expect(heightAt(scale, 0.375)).toBeCloseTo(0.4, 12);
    expect([-1, 2].map((position) => heightAt(scale, position))).toEqual([0.1, 2]);
    expect([0, 0.05, 3, Infinity].map((height) => positionOf(scale, height))).toEqual([0, 0, 1, 1]);
  });

  it('gives crowded heights more of the way', () => {
    // 90 merges between 0.30 and 0.32 and 10 above: half of the way in height, half in merges
    const tree = treeOf(Array.from({ length: 100 }, (_, at) => (at < 90 ? 0.3 + (0.02 * (at + 1)) / 91 : 0.32 + (0.18 * (at - 89)) / 11)));
    const scale = granularityScale(levels, tree);
    const share = (mergesUpTo(tree, heightAt(scale, 0.375)) - mergesUpTo(tree, 0.3)) / 100;
    expect(share).toBeGreaterThan(0.7);
    expect(heightAt(scale, 0.375)).toBeLessThan(0.34);
  });

  it('rises with the position, and heights come back from their positions, for any tree', () => {
    const ascending = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 5, maxLength: 5 }).map((heights) => heights.toSorted((a, b) => a - b));
    fc.assert(fc.property(ascending, fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 40 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (named, heights, positions) => {
      const [finest, sameShot, sameMoment, related, coarsest] = named as [number, number, number, number, number];
      const scale = granularityScale({ finest, sameShot, sameMoment, related, coarsest, default: sameShot }, treeOf(heights));
      let before = -Infinity;
      for (const position of positions.toSorted((a, b) => a - b)) {
        const height = heightAt(scale, position);
        expect(height).toBeGreaterThanOrEqual(before);
        expect(heightAt(scale, positionOf(scale, height))).toBeCloseTo(height, 9);
        before = height;
      }
    }));
  });

  it('refuses levels out of order', () => {
    expect(() => granularityScale({ ...levels, related: 0.2 })).toThrow('must ascend');
    expect(() => granularityScale({ ...levels, finest: NaN })).toThrow('must ascend');
    expect(() => granularityScale({ ...levels, finest: -1 })).toThrow('must ascend');
  });
});
