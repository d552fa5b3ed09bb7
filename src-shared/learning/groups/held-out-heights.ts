// What judged pairs show about trees that know the other answers but not the one about them, like the tree that is shown
// (cross-validation). A tree without any answers would be biased: it merges pairs that answers keep apart, so photos that merge at a
// height would look less alike than they are.
import { judgedPairs, type JudgedStatement } from '../metric/evidence.ts';
import { mergeHeights } from './best-height.ts';
import { Observer, type Observed } from './observed.ts';
import type { Bonds } from '../linkage/bonds.ts';
import { Constraints } from '../linkage/constraints.ts';
import type { Tree } from '../linkage/tree.ts';

const FOLDS = 4;

/** The pairs of `judgments` about photos of `ids` (row → photo id), each held out once with its whole answer. `linkUnder` links the photos under bonds. */
export function observeHeldOut(judgments: readonly JudgedStatement[], ids: Uint32Array, linkUnder: (bonds: Bonds) => Tree): Observed[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const pairs = judgedPairs(judgments.filter((_judgment, at) => at % FOLDS === fold), ids);
    if (pairs.length === 0) return [];
    const { constraints } = Constraints.of(judgments.filter((_judgment, at) => at % FOLDS !== fold));
    const tree = linkUnder(constraints.toBonds(ids));
    const heights = mergeHeights(tree, pairs);
    const observer = new Observer(tree);
    return pairs.flatMap((pair, at) => observer.observe(pair, heights[at]!) ?? []);
  }).flat();
}
