// Learns from earlier choices what speaks for a file. A choice ranks the kept file above each of the others, so the weights of the rules are
// fitted as those of a paired comparison (Bradley and Terry 1952, with features of both: a logistic regression on their difference). They are
// tried on choices held out, and only used where they predict them better than the order does.
import { propose, valuesOf, type LearnedWeights } from './propose.ts';
import type { KeeperFile, KeeperOrder, KeeperRule } from './rules.ts';

/** A set of files of which the user kept one. */
export interface KeeperChoice {
  readonly files: readonly KeeperFile[];
  /** Index of the kept one. */
  readonly kept: number;
}

/** With fewer, chance would be taken for a habit. */
export const FEWEST_CHOICES = 12;
/** Earlier choices are of another time. */
const MOST_CHOICES = 200;
/** Strength of the prior that no rule matters (ridge): as much as this many comparisons. */
const PRIOR = 1;
const FOLDS = 10;
const STEPS = 30;

/** `null` with too few choices, or where the order predicts them as well. @param choices oldest first */
export function learnKeepers(choices: readonly KeeperChoice[], order: KeeperOrder): LearnedWeights | null {
  const recent = choices.filter(({ files }) => files.length > 1).slice(-MOST_CHOICES);
  if (recent.length < FEWEST_CHOICES) return null;
  const isRight = ({ files, kept }: KeeperChoice, learned: LearnedWeights | null): boolean => propose(files, order, learned).keeper === kept;
  const heldOut = recent.map((choice, at) => {
    const others = recent.filter((_, other) => other % FOLDS !== at % FOLDS);
    return isRight(choice, { weights: fit(others, order), right: 0, byOrder: 0, of: 0 });
  });
  const right = heldOut.filter(Boolean).length;
  const byOrder = recent.filter((choice) => isRight(choice, null)).length;
  return right > byOrder ? { weights: fit(recent, order), right, byOrder, of: recent.length } : null;
}

/** Weights of greatest posterior probability, by Newton's method. */
export function fit(choices: readonly KeeperChoice[], order: KeeperOrder): Partial<Record<KeeperRule, number>> {
  const differences = choices.flatMap(({ files, kept }) => {
    const values = files.map((file) => valuesOf(file, files, order));
    return values.flatMap((other, at) => (at === kept ? [] : [values[kept]!.map((value, rule) => value - other[rule]!)]));
  });
  const size = order.rules.length;
  let weights = new Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight) => -PRIOR * weight);
    const curvature = Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_each, column) => (row === column ? PRIOR : 0)));
    for (const x of differences) {
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, at) => sum + value * weights[at]!, 0)));
      x.forEach((value, row) => {
        gradient[row]! += (1 - p) * value;
        x.forEach((other, column) => (curvature[row]![column]! += p * (1 - p) * value * other));
      });
    }
    const move = solve(curvature, gradient);
    weights = weights.map((weight, at) => weight + move[at]!);
    if (Math.max(...move.map(Math.abs)) < 1e-6) break;
  }
  return Object.fromEntries(order.rules.map((rule, at) => [rule, weights[at]!]));
}

/** Solves A x = b for a positive definite A, by elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot++) {
    for (let row = pivot + 1; row < size; row++) {
      const factor = rows[row]![pivot]! / rows[pivot]![pivot]!;
      for (let column = pivot; column <= size; column++) rows[row]![column]! -= factor * rows[pivot]![column]!;
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let value = rows[row]![size]!;
    for (let column = row + 1; column < size; column++) value -= rows[row]![column]! * solution[column]!;
    solution[row] = value / rows[row]![row]!;
  }
  return solution;
}
