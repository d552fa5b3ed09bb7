// Where the slider is suggested to stand, kept from one opening of a library to the next: finding it links all photos several times, and gives
// the same of the same photos, metric and judgments.

import type { Judgment, PhotoSpace, SavedColumns, Settled } from '../../src-shared/contract.ts';
import { learnedBy } from './learned.ts';
import type { Side } from './shown-groups.ts';

/** Coordinates that stand for all; their number is a prime, so that they are not of one dimension. */
const SAMPLED = 4099;

export class Suggested {
  #settled: Settled | null = null;
  /** Whether nothing was learned since the groups were stored. */
  isRecalled = false;

  /** What was stored, with the side and the judgments that it may be of. */
  recall(settled: Settled | undefined, { space, grouper }: Side, judgments: readonly Judgment[]): void {
    this.isRecalled = settled?.of === nameOf(space, judgments);
    this.#settled = this.isRecalled ? settled! : null;
    if (this.isRecalled) grouper.recall(space, settled!.suggested);
  }

  /** The height that is suggested. */
  of({ space, grouper }: Side, judgments: readonly Judgment[]): number {
    const suggested = grouper.suggest({ space, judgments });
    this.#settled = { of: nameOf(space, judgments), suggested };
    return suggested;
  }

  /** What is to be stored, unless something that was learned still waits. */
  kept(waits: boolean): Pick<SavedColumns, 'settled'> {
    return this.#settled === null || waits ? {} : { settled: this.#settled };
  }
}

/** The same for the same photos in the same places under the same judgments, whenever the library is opened. */
function nameOf(space: PhotoSpace, judgments: readonly Judgment[]): string {
  let [ids, points] = [0, 0];
  for (let row = 0; row < space.ids.length; row++) ids = (Math.imul(ids, 31) + space.ids[row]!) | 0;
  const step = Math.max(1, space.points.length / SAMPLED);
  for (let at = 0; at < space.points.length; at += step) points += space.points[Math.floor(at)]! * (1 + (Math.floor(at) % 7));
  return [learnedBy(space), space.ids.length, ids, Number(points.toPrecision(6)), judgments.length, judgments.at(-1)?.id ?? 0].join(' ');
}
