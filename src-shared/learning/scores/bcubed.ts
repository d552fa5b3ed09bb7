// B-cubed scores of a grouping: precision and recall per photo, so that large groups do not dominate.
import { cross } from './contingency.ts';
import { withF1, type PrecisionRecall } from './pairs.ts';

/**
 * B-cubed precision, recall and F1 (Bagga and Baldwin 1998): for each photo the share of its found group that is of its true
 * group, and the share of its true group that is in its found group, each counting the photo itself, averaged over photos.
 * 1 if there are no photos.
 */
export function scoreBcubed(truth: ArrayLike<number>, found: ArrayLike<number>): PrecisionRecall {
  const table = cross(truth, found);
  if (table.count === 0) return withF1(1, 1);
  let precision = 0;
  let recall = 0;
  for (const cell of table.cells) {
    precision += cell.count ** 2 / table.found[cell.found]!;
    recall += cell.count ** 2 / table.truth[cell.truth]!;
  }
  return withF1(precision / table.count, recall / table.count);
}
