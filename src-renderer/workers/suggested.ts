// Where the slider is suggested to stand, and the tree, kept from one opening of a library to the next: finding the one links all photos several
// times, making the other once, and both come out the same of the same photos, metric and judgments.

import type { Judgment, PhotoSpace, SavedColumns, Settled } from '../../src-shared/contract.ts';
import { faultOfTree, type Tree } from '../../src-shared/learning/linkage/tree.ts';
import { learnedBy } from './learned.ts';
import type { Side } from './shown-groups.ts';

/** Numbers that stand for all; how many is a prime, so that coordinates are not of one dimension. */
const SAMPLED = 4099;

export class Suggested {
  #settled: Settled | null = null;
  /** The tree of what is settled, until it is stored. */
  #tree: Tree | null = null;
  #isTreeStored = false;
  /** Whether nothing was learned since the groups were stored. */
  isRecalled = false;

  /** What was stored, with the side and the judgments that it may be of. */
  recall(settled: Settled | undefined, { space, grouper }: Side, judgments: readonly Judgment[]): void {
    this.isRecalled = settled?.of === nameOf(space, judgments);
    [this.#settled, this.#tree, this.#isTreeStored] = [null, null, false];
    if (!settled || !this.isRecalled) return;
    const { tree, ...known } = settled;
    const whole = tree ? wholeTree(tree, space.ids.length) : null;
    [this.#settled, this.#isTreeStored] = [known, whole !== null];
    grouper.recall({ space, judgments }, known.suggested, whole);
  }

  /** The height that is suggested. */
  of({ space, grouper }: Side, judgments: readonly Judgment[]): number {
    const suggested = grouper.suggest({ space, judgments });
    const of = nameOf(space, judgments);
    if (this.#settled?.of !== of) this.#isTreeStored = false;
    this.#settled = { of, suggested };
    this.#tree = this.#isTreeStored ? null : grouper.tree;
    return suggested;
  }

  /** What is to be stored, unless something that was learned still waits; the tree once. */
  kept(waits: boolean): Pick<SavedColumns, 'settled'> {
    if (this.#settled === null || waits) return {};
    const tree = this.#tree;
    if (tree) [this.#tree, this.#isTreeStored] = [null, true];
    return { settled: { ...this.#settled, ...(tree && { tree: { children: tree.children, heights: tree.heights } }) } };
  }
}

function wholeTree(tree: NonNullable<Settled['tree']>, size: number): Tree | null {
  const fault = faultOfTree(tree, size);
  if (fault === null) return { size, ...tree };
  console.error(`The kept tree of groups is damaged and made again: ${fault}`);
  return null;
}

/** The same for the same photos with the same neighbours in the same places under the same judgments, whenever the library is opened. */
function nameOf(space: PhotoSpace, judgments: readonly Judgment[]): string {
  const copies = Uint32Array.from(space.copies?.flatMap((photos) => [...photos, 0]) ?? []);
  const step = Math.max(1, space.points.length / SAMPLED);
  let points = 0;
  for (let at = 0; at < space.points.length; at += step) points += space.points[Math.floor(at)]! * (1 + (Math.floor(at) % 7));
  return [learnedBy(space), space.ids.length, hashOf(space.ids), Number(points.toPrecision(6)), hashOf(sampleOf(space.neighbours)), hashOf(copies), judgments.length, judgments.at(-1)?.id ?? 0].join(' ');
}

function hashOf(values: Uint32Array): number {
  let hash = 0;
  for (let at = 0; at < values.length; at++) hash = (Math.imul(hash, 31) + values[at]!) | 0;
  return hash;
}

function sampleOf(values: Uint32Array): Uint32Array {
  const step = Math.max(1, values.length / SAMPLED);
  return Uint32Array.from({ length: Math.min(values.length, SAMPLED) }, (_, at) => values[Math.floor(at * step)]!);
}
