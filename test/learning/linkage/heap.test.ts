import { describe, expect, it } from 'vitest';
import { PairHeap, PairSet } from '../../../src-shared/learning/linkage/heap.ts';
import { random } from './made.ts';

describe('the heap of pairs', () => {
  it('gives what a sort gives, through pushes, pops, replacements and growth', () => {
    const next = random(1);
    const heap = new PairHeap(1);
    let expected: [number, number, number][] = [];
    const made = (): [number, number, number] => [Math.floor(next() * 1e9), Math.floor(next() * 100), Math.floor(next() * 100)];
    for (let at = 0; at < 500; at++) {
      const entry = made();
      heap.append(...entry);
      expected.push(entry);
    }
    heap.order();
    for (let turn = 0; turn < 3000; turn++) {
      expected = expected.sort((a, b) => a[0] - b[0]);
      expect([heap.key, heap.a, heap.b]).toEqual(expected[0]);
      const action = next();
      const entry = made();
      if (action < 0.4) {
        heap.push(...entry);
        expected.push(entry);
      } else {
        expected.shift();
        if (action < 0.6) {
          heap.replace(...entry);
          expected.push(entry);
        } else heap.pop();
      }
      expect(heap.size).toBe(expected.length);
      if (expected.length === 0) break;
    }
  });

  it('is at infinity when empty', () => {
    expect(new PairHeap(0).key).toBe(Infinity);
  });
});

describe('the set of pairs', () => {
  it('knows a pair in either order, through growth, and forgets only pairs of clusters that are gone', () => {
    const next = random(2);
    let oldest = 0;
    const set = new PairSet((cluster) => cluster >= oldest);
    const known = new Set<string>();
    for (let turn = 0; turn < 40_000; turn++) {
      if (turn % 100 === 0) oldest++;
      const a = oldest + Math.floor(next() * 300);
      const b = oldest + Math.floor(next() * 300);
      if (a === b) continue;
      const name = `${Math.min(a, b)} ${Math.max(a, b)}`;
      expect(set.add(a, b)).toBe(!known.has(name));
      known.add(name);
    }
  });
});
