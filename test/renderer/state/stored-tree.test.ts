// The tree that goes to the store with the groups: once it was taken, and as often as it was not.

import { expect, it } from 'vitest';
import type { Input, LibraryBridge, SavedColumns, SettledTree } from '../../../src-shared/contract.ts';
import { toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { StoredGroups } from '../../../src-renderer/state/stored-groups.ts';
import { Suggested } from '../../../src-shared/desk/suggested.ts';
import { Grouper } from '../../../src-shared/learning/groups/grouping.ts';
import { lensId } from '../fake-bridge.ts';
import { apart, space } from '../../desk/started-desk.ts';

/** A store that answers each write as `answers` says, in order: `null` where another page wrote, an error where there is no room. */
function storing(answers: readonly (number | null | Error)[]): { readonly stored: StoredGroups; readonly trees: (SettledTree | undefined)[] } {
  const suggested = new Suggested();
  suggested.of({ space: space(apart), grouper: new Grouper() }, []);
  const empty = toSavedColumns({ height: null, groups: [] });
  const [trees, left]: [(SettledTree | undefined)[], (number | null | Error)[]] = [[], [...answers]];
  const request = async (name: string, input: unknown): Promise<unknown> => {
    if (name === 'groups.read') return { ...empty, revision: 1 };
    trees.push((input as Input<'groups.write'>).grouping.settled?.tree); // no other request is made
    const answer = left.shift()!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const stored = new StoredGroups({
    bridge: { request } as Pick<LibraryBridge, 'request'>, lensId, afterMs: 60_000, onFailure: (error) => { throw error; }, show: () => Promise.resolve(),
    current: (tree): Promise<SavedColumns> => Promise.resolve({ ...empty, ...suggested.kept(false, tree) })
  });
  return { stored, trees };
}

async function writeTwice(stored: StoredGroups): Promise<void> {
  for (let turn = 0; turn < 2; turn++) {
    stored.change({ moved: true });
    await stored.write().catch((error: unknown) => { if ((error as Error).message !== 'no room') throw error; });
  }
}

it.each([
  ['is not sent again once it was written', [1, 2], [true, false]],
  ['is sent again where there was no room', [new Error('no room'), 2], [true, true]],
  ['is sent again where another page wrote', [null, 2, 3], [true, true, false]]
] as const)('%s', async (_, answers, sent) => {
  const { stored, trees } = storing(answers);
  await stored.read();
  await writeTwice(stored);
  expect(trees.map((tree) => tree !== undefined)).toEqual(sent);
});
