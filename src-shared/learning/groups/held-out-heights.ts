// At what heights judged pairs merge in trees that do not know what was judged of them, but do know the other answers, as the tree that is
// shown does (cross-validation). A tree without any answers would tell less: it joins pairs that answers hold apart, so it makes photos
// that merge at a height look less alike than they are.
import type { Judgment } from '../../contract.ts';
import { judgedPairs } from '../metric/evidence.ts';
import { mergeHeights, type MergedPair } from './best-height.ts';
import type { Bonds } from '../linkage/bonds.ts';
import { Constraints } from '../linkage/constraints.ts';
import type { Tree } from '../linkage/tree.ts';

const FOLDS = 4;

/** The pairs of `judgments` about photos of `ids` (row → photo id), each held out once with its whole answer. `linkUnder` links the photos under bonds. */
export function heldOutHeights(judgments: readonly Pick<Judgment, 'id' | 'statement'>[], ids: Uint32Array, linkUnder: (bonds: Bonds) => Tree): MergedPair[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const pairs = judgedPairs(judgments.filter((_judgment, at) => at % FOLDS === fold), ids);
    if (pairs.length === 0) return [];
    const { constraints } = Constraints.of(judgments.filter((_judgment, at) => at % FOLDS !== fold));
    const heights = mergeHeights(linkUnder(constraints.toBonds(ids)), pairs);
    return pairs.map(({ similar }, at) => ({ height: heights[at]!, similar }));
  }).flat();
}
