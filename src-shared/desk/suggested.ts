// Where the slider is suggested to stand, and the tree, kept from one opening of a library to the next: finding the one links all photos several
// times, making the other once, and both come out the same of the same photos, metric and judgments.

import type { Judgment, PhotoSpace, SavedColumns, Settled } from '../contract.ts';
import { faultOfTree, type Tree } from '../learning/linkage/tree.ts';
import { LINK_VERSION } from '../learning/linkage/link-version.ts';
import { hashText } from '../text-hash.ts';
import type { Side } from './shown-groups.ts';

export class Suggested {
  #settled: Settled | null = null;
  /** The tree of what is settled, unless it was stored when the groups were read. */
  #tree: Tree | null = null;
  /** The name of the tree that was. */
  #read: string | null = null;
  /** Whether nothing was learned since the groups were stored. */
  isRecalled = false;

  /** What was stored, with the side and the judgments that it may be of. */
  recall(settled: Settled | undefined, { space, grouper }: Side, judgments: readonly Judgment[]): void {
    this.isRecalled = settled !== undefined && settled.of === nameOf(space, judgments);
    [this.#settled, this.#tree, this.#read] = [null, null, null];
    if (!settled || !this.isRecalled) return;
    const { tree, ...known } = settled;
    const whole = tree ? wholeTree(tree, space.ids.length) : null;
    [this.#settled, this.#read] = [known, whole && known.of];
    grouper.recall({ space, judgments }, known.suggested, whole);
  }

  /** The height that is suggested. */
  of({ space, grouper }: Side, judgments: readonly Judgment[]): number {
    const suggested = grouper.suggest({ space, judgments });
    const of = nameOf(space, judgments);
    if (this.#read !== of) this.#read = null;
    this.#settled = of === null ? null : { of, suggested };
    this.#tree = of === null || this.#read !== null ? null : grouper.tree;
    return suggested;
  }

  /** What is to be stored, unless something that was learned still waits; with the tree, unless it is `stored` under that name. */
  kept(waits: boolean, stored?: string): Pick<SavedColumns, 'settled'> {
    if (this.#settled === null || waits) return {};
    const tree = this.#settled.of === stored ? null : this.#tree;
    return { settled: { ...this.#settled, ...(tree && { tree: { children: tree.children, heights: tree.heights } }) } };
  }
}

function wholeTree(tree: NonNullable<Settled['tree']>, size: number): Tree | null {
  const fault = faultOfTree(tree, size);
  if (fault === null) return { size, ...tree };
  console.error(`The kept tree of groups is damaged and made again: ${fault}`);
  return null;
}

/** The same for the same space under the same judgments, whenever the library is opened; `null` where a space cannot be told from another. */
function nameOf({ digest, copies = [] }: PhotoSpace, judgments: readonly Judgment[]): string | null {
  if (digest === undefined) return null;
  const said = judgments.map(({ id, statement }) => [id, statement.kind, statement.photos, 'others' in statement && statement.others, 'degree' in statement && statement.degree]);
  return [LINK_VERSION, digest, hashText(JSON.stringify(copies)), hashText(JSON.stringify(said))].join(' ');
}
