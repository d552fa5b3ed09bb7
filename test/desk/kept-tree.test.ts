// The tree that is stored with the groups: used at the next opening where it is of the same photos and judgments, and made again where not.

import { describe, expect, it, vi } from 'vitest';
import type { Grouped, Judgment, PhotoId, SavedColumns, SettledTree } from '../../src-shared/contract.ts';
import { LINK_VERSION } from '../../src-shared/learning/linkage/link-version.ts';
import { GroupsDesk } from '../../src-shared/desk/groups-desk.ts';
import { apart, desk, digested, inOrder, pair, said, say, setSaid, space, startDesks } from './started-desk.ts';

startDesks();

const save = (of: GroupsDesk = desk, stored?: string): SavedColumns => of.answer({ kind: 'save', ...(stored !== undefined && { stored }) }) as SavedColumns;

/** What a desk shows that opens with `saved`, cut at `height`. */
function opened(saved: SavedColumns, height: number, judgments = said, at = space(apart)): number[][] {
  const next = new GroupsDesk();
  next.answer({ kind: 'start', space: at, judgments, saved });
  return inOrder(next.answer({ kind: 'height', height }) as Grouped);
}

/** Merges 1 and 20, 2 and 19 …, as no photos of `apart` would. */
const other: SettledTree = { children: Uint32Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? at / 2 : 19 - (at - 1) / 2)), heights: Float64Array.from({ length: 10 }, (_, at) => 0.1 + at / 1000) };
const withTree = (saved: SavedColumns, tree: SettledTree): SavedColumns => ({ ...saved, settled: { ...saved.settled!, tree } });

describe('the tree of what is suggested', () => {
  it('is given until it is stored, and again of other judgments', () => {
    expect(save().settled).toBeUndefined();
    desk.answer({ kind: 'suggest' });
    const { tree, ...known } = save().settled!;
    expect(tree!.heights).toHaveLength(19);
    expect(save().settled).toEqual({ ...known, tree }); // nobody took the first
    expect(save(desk, known.of).settled).toEqual(known);
    expect(save(desk, 'another').settled).toEqual({ ...known, tree });
    say(pair('similar', 2, 7));
    desk.answer({ kind: 'suggest' });
    const after = save(desk, known.of).settled!;
    expect(after.of).not.toBe(known.of);
    expect(after.tree!.heights[0]).toBe(0); // what was said
    const next = new GroupsDesk();
    next.answer({ kind: 'start', space: space(apart), judgments: said, saved: { ...save(), settled: after } });
    next.answer({ kind: 'suggest' });
    expect(save(next).settled).toEqual({ of: after.of, suggested: after.suggested });
  });

  it('gives the groups that linking gives, at any height, with judgments and after more of them', () => {
    say(pair('similar', 2, 7), pair('different', 11, 15));
    desk.answer({ kind: 'suggest' });
    const saved = save();
    for (const height of [0.005, 0.03, 0.8, 12]) expect(opened(saved, height)).toEqual(opened({ ...saved, settled: { ...saved.settled!, of: 'another' } }, height));
    const next = new GroupsDesk();
    next.answer({ kind: 'start', space: space(apart), judgments: said, saved });
    const last = said;
    say(pair('similar', 1, 20));
    next.answer({ kind: 'judgments', judgments: said });
    const now = inOrder(next.answer({ kind: 'height', height: 0.8 }) as Grouped);
    expect(said).toHaveLength(last.length + 1);
    expect(now).toEqual(inOrder(desk.answer({ kind: 'height', height: 0.8 }) as Grouped));
  });

  it('is taken as it is: nothing is linked', () => {
    desk.answer({ kind: 'suggest' });
    expect(opened(withTree(save(), other), 0.1055)).toEqual([[1, 20], [2, 19], [3, 18], [4, 17], [5, 16], [6, 15], [7], [8], [9], [10], [11], [12], [13], [14]]);
  });

  it('is not taken where photos, their neighbours, what is a copy or judgments are others', () => {
    desk.answer({ kind: 'suggest' });
    const saved = withTree(save(), other);
    const own = inOrder(desk.answer({ kind: 'height', height: 0.8 }) as Grouped);
    say(pair('similar', 3, 4));
    expect(opened(saved, 0.8)).toEqual(own);
    const { neighbours } = space(apart);
    [neighbours[0], neighbours[1]] = [neighbours[1]!, neighbours[0]!];
    expect(opened(saved, 0.8, [], digested({ ...space(apart), neighbours }))).toEqual(own);
    const { points } = space(apart);
    for (const [at, by] of [[0, 0.001], [14, -0.001]] as const) points[at]! += by;
    expect(opened(saved, 0.8, [], digested({ ...space(apart), points }))).toEqual(own);
    expect(opened(saved, 0.8, [], { ...space(apart), copies: [[1, 2]] as readonly (readonly number[])[] as readonly (readonly PhotoId[])[] })).toEqual(own);
    expect(opened(saved, 0.8, [], space(apart, 3))).toEqual(own);
  });

  it('is not taken where as many judgments end with the same one', () => {
    say(pair('similar', 1, 2), pair('different', 11, 12), pair('similar', 3, 4));
    const [first, second, third] = said as [Judgment, Judgment, Judgment];
    setSaid([first, third]);
    desk.answer({ kind: 'judgments', judgments: said });
    desk.answer({ kind: 'suggest' });
    const saved = save();
    const groups = opened(saved, 0.8, [second, third]);
    expect(groups.some((group) => group.includes(11) && group.includes(12))).toBe(false);
    // nor is another tree taken for stored while the library is open
    const { of } = saved.settled!;
    setSaid([second, third]);
    desk.answer({ kind: 'judgments', judgments: said });
    desk.answer({ kind: 'suggest' });
    expect(save(desk, of).settled!.of).not.toBe(of);
    expect(save(desk, of).settled!.tree).toBeDefined();
  });

  it('is not taken where the same judgment says something else', () => {
    say(pair('similar', 11, 12));
    desk.answer({ kind: 'suggest' });
    const groups = opened(save(), 0.8, [{ ...said[0]!, statement: pair('different', 11, 12) }]);
    expect(groups.some((group) => group.includes(11) && group.includes(12))).toBe(false);
  });

  it('is not taken where other code linked it', () => {
    desk.answer({ kind: 'suggest' });
    const saved = withTree(save(), other);
    const own = inOrder(desk.answer({ kind: 'height', height: 0.8 }) as Grouped);
    const before = saved.settled!.of.replace(/^\d+/, (version) => String(Number(version) - 1));
    expect(opened({ ...saved, settled: { ...saved.settled!, of: before } }, 0.8)).toEqual(own);
    expect(saved.settled!.of.split(' ')[0]).toBe(String(LINK_VERSION));
  });

  it('is neither kept nor taken where the space has no digest', () => {
    const { digest: _, ...unnamed } = space(apart);
    desk.answer({ kind: 'suggest' });
    const saved = withTree(save(), other);
    expect(opened(saved, 0.8, [], unnamed)).toEqual(inOrder(desk.answer({ kind: 'height', height: 0.8 }) as Grouped));
    const next = new GroupsDesk();
    next.answer({ kind: 'start', space: unnamed, judgments: [], saved });
    next.answer({ kind: 'suggest' });
    expect(save(next).settled).toBeUndefined();
  });

  it('is made again where it is no tree, which is said', () => {
    desk.answer({ kind: 'suggest' });
    const saved = save();
    const tell = vi.spyOn(console, 'error').mockReturnValue();
    const faults: SettledTree[] = [
      { ...other, heights: other.heights.with(3, 0) }, { ...other, heights: other.heights.with(9, NaN) }, { ...other, children: other.children.with(5, 4) },
      { ...other, children: other.children.with(5, 90) }, { ...other, children: other.children.slice(2) }
    ];
    for (const fault of faults) expect(opened(withTree(saved, fault), 0.8)).toEqual(inOrder(desk.answer({ kind: 'height', height: 0.8 }) as Grouped));
    expect(tell).toHaveBeenCalledTimes(faults.length);
    tell.mockRestore();
  });
});
