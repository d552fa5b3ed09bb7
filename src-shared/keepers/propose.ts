// Proposes which file of a set to keep, and says why.
import { compareBy, hasRaw, type KeeperFile, type KeeperOrder, type KeeperRule } from './rules.ts';

/** Weights of the rules that were fitted to earlier choices (learn.ts). */
export interface LearnedWeights {
  readonly weights: Readonly<Partial<Record<KeeperRule, number>>>;
  /** Of the last choices, how many they predict without having seen them, and how many the order does. */
  readonly right: number;
  readonly byOrder: number;
  readonly of: number;
}

export interface Proposal {
  /** Index of the file to keep. */
  readonly keeper: number;
  /** What spoke for it, the most important first; none where the files are equal in everything. */
  readonly reasons: readonly KeeperRule[];
  /** Whether what was learned decided. */
  readonly learned: boolean;
}

/** Proposes by the order alone, or by its fixed rules and then by what was learned; after the fixed ones, a raw file beside one speaks for it. Of equal files, the one with the shortest path. @param files at least one */
export function propose(files: readonly KeeperFile[], order: KeeperOrder, learned: LearnedWeights | null = null): Proposal {
  const reasons: KeeperRule[] = [];
  let left = files.map((_, index) => index);
  const keepBest = (rule: KeeperRule): void => {
    const best = left.reduce((a, b) => (compareBy(rule, files[b]!, files[a]!, order) > 0 ? b : a));
    const within = left.filter((index) => compareBy(rule, files[best]!, files[index]!, order) < 1);
    if (within.length < left.length) reasons.push(rule);
    left = within;
  };
  order.rules.slice(0, order.fixed).forEach(keepBest);
  if (left.some((index) => (files[index]!.raws ?? 0) > 0)) {
    const within = left.filter((index) => hasRaw(files[index]!));
    if (within.length < left.length) reasons.push('format');
    left = within;
  }
  let isLearned = false;
  if (learned && left.length > 1) {
    const scores = new Map(left.map((index) => [index, scoreOf(files[index]!, left.map((other) => files[other]!), order, learned.weights)]));
    const best = Math.max(...scores.values());
    const within = left.filter((index) => scores.get(index)! > best - 1e-6);
    if (within.length < left.length) {
      isLearned = true;
      reasons.push(...spokeFor(files[within[0]!]!, left.map((index) => files[index]!), order, learned.weights));
    }
    left = within;
  }
  for (const rule of order.rules.slice(order.fixed)) if (left.length > 1) keepBest(rule);
  const keeper = left.reduce((a, b) => (lengthOf(files[b]!) < lengthOf(files[a]!) ? b : a));
  return { keeper, reasons, learned: isLearned };
}

/** How much better than the best of the set by each rule, 0 or less, weighted. */
function scoreOf(file: KeeperFile, files: readonly KeeperFile[], order: KeeperOrder, weights: LearnedWeights['weights']): number {
  return valuesOf(file, files, order).reduce((sum, value, at) => sum + value * (weights[order.rules[at]!] ?? 0), 0);
}

/** How a file stands in its set by each rule of the order: 0 for as good as the best, −1 for clearly worse. */
export function valuesOf(file: KeeperFile, files: readonly KeeperFile[], order: KeeperOrder): number[] {
  return order.rules.map((rule) => {
    const behind = Math.max(...files.map((other) => compareBy(rule, other, file, order)));
    return -Math.min(1, Math.max(0, behind / 2));
  });
}

/** The rules by which it beats another, those of greatest weight first. */
function spokeFor(file: KeeperFile, files: readonly KeeperFile[], order: KeeperOrder, weights: LearnedWeights['weights']): KeeperRule[] {
  const wins = order.rules.filter((rule) => (weights[rule] ?? 0) > 0 && files.some((other) => compareBy(rule, file, other, order) >= 1));
  return wins.sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0)).slice(0, 3);
}

function lengthOf({ folder, path }: KeeperFile): number {
  return folder.length + path.length;
}
