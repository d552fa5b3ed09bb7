// Changes to the order of the rules that keepers are proposed by. Pure.

import { KEEPER_RULES, type KeeperOrder, type KeeperRule } from '../../src-shared/keepers/rules.ts';

/** Rules that say the opposite of each other: only one of them can be in use. */
const OPPOSITES: Readonly<Partial<Record<KeeperRule, KeeperRule>>> = { original: 'edited', edited: 'original', earlier: 'later', later: 'earlier' };

/** Rules that are not in use, in their usual order. */
export function unused({ rules }: KeeperOrder): KeeperRule[] {
  return KEEPER_RULES.filter((rule) => !rules.includes(rule));
}

/** A rule at another place. Where it crosses the line below the rules that always hold, that line stays where it is. */
export function moveRule(order: KeeperOrder, rule: KeeperRule, to: number): KeeperOrder {
  const others = order.rules.filter((other) => other !== rule);
  return { ...order, rules: others.toSpliced(Math.max(0, Math.min(others.length, to)), 0, rule) };
}

/** A rule switched on, as the last, or off; its opposite goes where it comes. One rule at least is in use. */
export function switchRule(order: KeeperOrder, rule: KeeperRule): KeeperOrder {
  const { rules } = order;
  if (!rules.includes(rule)) {
    const left = without(order, OPPOSITES[rule]);
    return { ...left, rules: [...left.rules, rule] };
  }
  return rules.length === 1 ? order : without(order, rule);
}

/** Whether a rule always holds, whatever was learned, turned on or off: the rules above it do too, and those below it do not. */
export function fixRule(order: KeeperOrder, rule: KeeperRule): KeeperOrder {
  const at = order.rules.indexOf(rule);
  return { ...order, fixed: at < order.fixed ? at : at + 1 };
}

function without(order: KeeperOrder, rule: KeeperRule | undefined): KeeperOrder {
  const at = rule === undefined ? -1 : order.rules.indexOf(rule);
  if (at < 0) return order;
  return { ...order, rules: order.rules.toSpliced(at, 1), fixed: at < order.fixed ? order.fixed - 1 : order.fixed };
}

/** The folder that is meant by a path as typed: a folder of the library or one below it, also relative to the first; `null` where it is outside. */
export function folderIn(typed: string, folders: readonly string[]): string | null {
  const path = typed.trim().replace(/(?<=.)[\\/]+$/, '');
  const [first] = folders;
  if (path === '' || first === undefined) return null;
  const whole = /^([\\/]|[A-Za-z]:)/.test(path) ? path : `${first}/${path}`;
  return folders.some((folder) => whole === folder || whole.startsWith(`${folder.replace(/[\\/]+$/, '')}/`)) ? whole : null;
}

/** A preferred folder more, as the least preferred one; the same one is not added twice. */
export function preferFolder(order: KeeperOrder, folder: string): KeeperOrder {
  return order.folders.includes(folder) ? order : { ...order, folders: [...order.folders, folder] };
}
