// Linkage as its definition says, by trying every pair of groups at every step: what the fast ones are compared with.
import type { Bonds } from '../../../src-shared/learning/linkage/bonds.ts';
import { noBonds } from '../../../src-shared/learning/linkage/bonds.ts';
import type { Tree } from '../../../src-shared/learning/linkage/tree.ts';

type Reduce = (values: number[]) => number;

export const mean: Reduce = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
export const rootMeanSquare: Reduce = (values) => Math.sqrt(mean(values.map((value) => value * value)));

/** Merge heights in the order found and the sets of photos that ever were one group. */
export function linkNaively(distance: (i: number, j: number) => number, size: number, reduce: Reduce, bonds: Bonds = noBonds) {
  const bound = new Set(bonds.together.flat());
  let groups: number[][] = [
    ...bonds.together.filter((photos) => photos.length > 0).map((photos) => [...photos]),
    ...Array.from({ length: size }, (_, photo) => [photo]).filter(([photo]) => !bound.has(photo!))
  ];
  const forbidden = (a: number[], b: number[]) =>
    bonds.apart.some(({ left, right }) => {
      const holds = (group: number[], side: readonly number[]) => side.some((photo) => group.includes(photo));
      return (holds(a, left) && holds(b, right)) || (holds(a, right) && holds(b, left));
    });
  const heights: number[] = bonds.together.flatMap((photos) => photos.slice(1).map(() => 0));
  const sets: string[] = groups.filter((group) => group.length > 1).map(name);

  for (;;) {
    let best: { a: number[]; b: number[]; height: number } | undefined;
    for (const [at, a] of groups.entries()) {
      for (const b of groups.slice(at + 1)) {
        if (forbidden(a, b)) continue;
        const height = reduce(a.flatMap((i) => b.map((j) => distance(i, j))));
        if (best === undefined || height < best.height) best = { a, b, height };
      }
    }
    if (best === undefined) return { heights, sets: new Set(sets) };
    const { a, b, height } = best;
    const merged = [...a, ...b];
    groups = [...groups.filter((group) => group !== a && group !== b), merged];
    heights.push(height);
    sets.push(name(merged));
  }
}

/** The sets of photos under every merge of a tree; of must-link merges, which are all at 0, only the whole sets. */
export function setsOf({ size, children }: Tree, bonds: Bonds = noBonds): Set<string> {
  const photos: number[][] = Array.from({ length: size }, (_, photo) => [photo]);
  for (let at = 0; at < children.length; at += 2) photos.push([...photos[children[at]!]!, ...photos[children[at + 1]!]!]);
  const set = new Map(bonds.together.flatMap((members) => members.map((photo) => [photo, members.length] as const)));
  return new Set(photos.slice(size).filter((members) => members.length >= Math.max(...members.map((photo) => set.get(photo) ?? 1))).map(name));
}

function name(photos: readonly number[]): string {
  return photos.toSorted((a, b) => a - b).join(' ');
}

/** The partition as sets, whatever its numbering. */
export function partition(labels: ArrayLike<number>): Set<string> {
  const groups = new Map<number, number[]>();
  for (let photo = 0; photo < labels.length; photo++) groups.set(labels[photo]!, [...(groups.get(labels[photo]!) ?? []), photo]);
  return new Set([...groups.values()].map(name));
}
