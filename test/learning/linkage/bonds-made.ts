// Random consistent bonds for property tests, and the check that a tree obeys them.
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Bonds } from '../../../src-shared/learning/linkage/bonds.ts';
import { cut } from '../../../src-shared/learning/linkage/cut.ts';
import type { Tree } from '../../../src-shared/learning/linkage/tree.ts';
import { partition } from './naive.ts';

/** "similar" or not, and two numbers to take a photo from. */
export type Said = [boolean, number, number];

export const statements = (maxLength: number) => fc.array(fc.tuple(fc.boolean(), fc.nat(1000), fc.nat(1000)), { maxLength });

/** Bonds from statements, leaving out those that contradict earlier ones; a plain closure by relabelling. Judgments count from `first`. */
export function consistent(size: number, said: readonly Said[], first = 0): Bonds {
  let set = Array.from({ length: size }, (_, photo) => photo);
  const apart: { judgment: number; left: number[]; right: number[] }[] = [];
  said.forEach(([similar, x, y], at) => {
    const [a, b] = [x % size, y % size];
    const joined = set.map((label) => (label === set[a] ? set[b]! : label));
    if (similar && apart.every(({ left, right }) => joined[left[0]!] !== joined[right[0]!])) set = joined;
    if (!similar && set[a] !== set[b]) apart.push({ judgment: first + at, left: [a], right: [b] });
  });
  const sets = [...new Set(set)].map((label) => set.flatMap((other, photo) => (other === label ? [photo] : [])));
  return { together: sets.filter((photos) => photos.length > 1), apart };
}

/** Must-links together and cannot-links apart at every height, cuts nested, heights ascending, and no allowed merge left undone. */
export function expectObeyed(tree: Tree, bonds: Bonds): void {
  let coarser: Set<string> | undefined;
  for (const height of [...new Set([0, ...tree.heights])].toReversed()) {
    const groups = cut(tree, height);
    for (const photos of bonds.together) expect(new Set(photos.map((photo) => groups[photo])).size).toBe(1);
    for (const { left, right } of bonds.apart) for (const a of left) for (const b of right) expect(groups[a]).not.toBe(groups[b]);
    const finer = partition(groups);
    if (coarser !== undefined) expect(nested(finer, coarser)).toBe(true);
    coarser = finer;
  }
  tree.heights.forEach((height, at) => expect(height).toBeGreaterThanOrEqual(at === 0 ? 0 : tree.heights[at - 1]!));
  expect(allVetoed(cut(tree, Infinity), bonds)).toBe(true);
}

function nested(finer: Set<string>, coarser: Set<string>): boolean {
  const owner = new Map([...coarser].flatMap((group) => group.split(' ').map((photo) => [photo, group] as const)));
  return [...finer].every((group) => new Set(group.split(' ').map((photo) => owner.get(photo))).size === 1);
}

function allVetoed(groups: Uint32Array, { apart }: Bonds): boolean {
  const pairs = new Set(apart.flatMap(({ left, right }) => left.flatMap((a) => right.flatMap((b) => [`${groups[a]} ${groups[b]}`, `${groups[b]} ${groups[a]}`]))));
  const labels = [...new Set(groups)];
  return labels.every((a) => labels.every((b) => a === b || pairs.has(`${a} ${b}`)));
}
