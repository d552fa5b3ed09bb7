// What judged pairs show about trees that know the other answers but not the one about them, like the tree that is shown
// (cross-validation). A tree without any answers would be biased: it merges pairs that answers keep apart, so photos that merge at a
// height would look less alike than they are.
import type { PhotoSpace } from '../../contract.ts';
import { answersIn } from '../metric/answers.ts';
import { pairsOfAnswers, type JudgedStatement } from '../metric/evidence.ts';
import { mergeHeights } from './best-height.ts';
import { Observer, type Heights, type Observed } from './observed.ts';
import type { Bonds } from '../linkage/bonds.ts';
import { Constraints } from '../linkage/constraints.ts';
import type { Tree } from '../linkage/tree.ts';

const FOLDS = 4;
/** Correlation of what the photos of a sheet show: they are compared with one photo, and answered by one glance. */
const SHEET_CORRELATION = 0.1;

/** The answers of `judgments` about photos of the space, each held out once. `linkUnder` links the photos under bonds, and may yield; so does this after each tree. */
export function* observeHeldOut(judgments: readonly JudgedStatement[], { ids, copies }: Pick<PhotoSpace, 'ids' | 'copies'>, linkUnder: (bonds: Bonds) => Generator<undefined, Tree>): Generator<undefined, Observed[]> {
  const answers = answersIn(judgments);
  const all: Observed[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const held = answers.filter((_answer, at) => at % FOLDS === fold);
    const pairs = pairsOfAnswers(held.flat(), ids);
    if (pairs.length === 0) continue;
    const { constraints } = Constraints.of(answers.filter((_answer, at) => at % FOLDS !== fold).flat());
    const tree = yield* linkUnder(constraints.toBonds(ids, copies));
    yield;
    const observer = new Observer(tree);
    for (const list of pairs) {
      const heights = mergeHeights(tree, list);
      const observed = list.flatMap((pair, at) => observer.observe(pair, heights[at]!) ?? []);
      for (const each of list[0]!.origin.kind === 'asked' ? asOne(observed) : observed) all.push(each); // only those of a sheet are several
    }
    yield;
  }
  return all;
}

/** What a sheet shows: all that its pairs show, as much as that many correlated ones count (design effect, Kish 1965). Resampled as one. */
function asOne(observed: readonly Observed[]): Observed[] {
  const answers = observed.filter((each) => each.kind === 'answer');
  if (answers.length < 2) return [...observed];
  const weight = 1 / (1 + (answers.length - 1) * SHEET_CORRELATION);
  const all = (of: 'similar' | 'different'): Heights => ({
    heights: answers.flatMap((each) => Array.from(each[of].heights)), weights: answers.flatMap((each) => Array.from(each[of].weights, (one) => one * weight))
  });
  return [{ kind: 'answer', similar: all('similar'), different: all('different') }];
}
