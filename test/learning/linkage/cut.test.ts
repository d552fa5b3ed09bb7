import { describe, expect, it } from 'vitest';
import { cut, mergesUpTo } from '../../../src-shared/learning/linkage/cut.ts';
import { Merges } from '../../../src-shared/learning/linkage/tree.ts';

// (0 1) at 1, (3 4) at 2, ((0 1) 2) at 3, all at 5
const merges = new Merges(5);
const first = merges.add(1, 0, 1);
const low = merges.add(first, 2, 3);
const high = merges.add(4, 3, 2);
merges.add(high, low, 5);
const tree = merges.toTree();

describe('cutting a tree', () => {
  it('makes the merges up to and including the height', () => {
    expect([...cut(tree, 0)]).toEqual([0, 1, 2, 3, 4]);
    expect([...cut(tree, 1)]).toEqual([0, 0, 1, 2, 3]);
    expect([...cut(tree, 2.9)]).toEqual([0, 0, 1, 2, 2]);
    expect([...cut(tree, 3)]).toEqual([0, 0, 0, 1, 1]);
    expect([...cut(tree, Infinity)]).toEqual([0, 0, 0, 0, 0]);
    expect([0, 1, 2, 3, 4, 5].map((height) => mergesUpTo(tree, height))).toEqual([0, 1, 2, 3, 3, 4]);
  });

  it('sorts merges by height and lifts one that lies below its parts', () => {
    expect([...tree.heights]).toEqual([1, 2, 3, 5]);
    expect([...tree.children]).toEqual([0, 1, 3, 4, 2, 5, 6, 7]);
    const inverted = new Merges(3);
    inverted.add(inverted.add(0, 1, 4), 2, 3);
    expect([...inverted.toTree().heights]).toEqual([4, 4]);
  });

  it('of a forest leaves its roots apart, of nothing gives nothing', () => {
    const forest = new Merges(4);
    forest.add(1, 3, 2);
    expect([...cut(forest.toTree(), 9)]).toEqual([0, 1, 2, 1]);
    expect([...cut(new Merges(0).toTree(), 1)]).toEqual([]);
  });

  it('refuses NaN and heights below 0', () => {
    expect(() => cut(tree, NaN)).toThrow('got NaN');
    expect(() => cut(tree, -0.1)).toThrow('got -0.1');
  });
});
