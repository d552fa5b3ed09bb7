// A desk with four clusters of photos before each test, and what is said at it. Not a test.

import { beforeEach } from 'vitest';
import type { Grouped, Judgment, JudgmentId, LensId, PhotoId, PhotoSpace, SavedColumns, Statement } from '../../src-shared/contract.ts';
import { digestOf } from '../../src-main/library/spaces/space-digest.ts';
import { toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { GroupTable } from '../../src-shared/desk/group-table.ts';
import { GroupsDesk } from '../../src-shared/desk/groups-desk.ts';
import type { GroupsMessage } from '../../src-shared/desk/groups-messages.ts';
import { volunteered } from '../origins.ts';
import { ids, madeSpace } from './made-space.ts';

export const empty = toSavedColumns({ height: null, groups: [] });
/** As the workers hand it over. */
export const digested = (space: PhotoSpace): PhotoSpace => ({ ...space, digest: digestOf(space) });
/** Photos on a line, `answers` of them learned from. */
export const space = (at: readonly number[], answers = 0): PhotoSpace => {
  const made = madeSpace(at.map((x) => [x, 0]));
  return digested(answers === 0 ? made : { ...made, revision: 2, metric: { ...made.metric!, answers } });
};
/** Four clusters of five photos: 1–5, 6–10, 11–15, 16–20. */
export const clusters = (first: number, second: number, third: number, fourth: number): number[] => [first, second, third, fourth].flatMap((from) => [0, 1, 2, 3, 4].map((photo) => from + photo / 100));
export const apart = clusters(0, 10, 20, 30);

export let desk: GroupsDesk;
export let said: Judgment[];
export let stated: Map<string, JudgmentId>;
/** For tests that take back something else than the last. */
export const setSaid = (judgments: Judgment[]): void => void (said = judgments);
/** One that knows nothing yet. */
export const newDesk = (): void => void (desk = new GroupsDesk());
export const ask = (message: GroupsMessage): Grouped => desk.answer(message) as Grouped;
export const sets = ({ columns }: Grouped): number[][] => {
  const table = new GroupTable(columns);
  return [...Array.from({ length: table.count }, (_, place) => [...table.photosAt(place)]), ...Array.from(table.singles, (photo) => [photo])];
};
export const inOrder = (grouped: Grouped): number[][] => sets(grouped).map((photos) => photos.toSorted((a, b) => a - b)).toSorted((a, b) => a[0]! - b[0]!);
export const whole = [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 15], [16, 17, 18, 19, 20]];
export const sizes = (grouped: Grouped): number[] => sets(grouped).map(({ length }) => length);
/** The same statement again is the same judgment, as after redo. */
export const idOf = (statement: Statement): JudgmentId => {
  const key = JSON.stringify(statement);
  const id = stated.get(key) ?? ((stated.size + 1) as JudgmentId);
  stated.set(key, id);
  return id;
};
export const say = (...statements: Statement[]): Grouped => {
  said = [...said, ...statements.map((statement): Judgment => ({ id: idOf(statement), lensId: 1 as LensId, statement, origin: volunteered, madeAt: 0 }))];
  return ask({ kind: 'judgments', judgments: said });
};
export const undo = (): Grouped => ask({ kind: 'judgments', judgments: (said = said.slice(0, -1)) });
export const pair = (kind: 'similar' | 'different', a: number, b: number): Statement => ({ kind, photos: ids(a, b).slice(0, 2) as unknown as readonly [PhotoId, PhotoId] });
export const restart = (at: PhotoSpace): Grouped => {
  const saved = desk.answer({ kind: 'save' }) as SavedColumns;
  desk = new GroupsDesk();
  ask({ kind: 'start', space: at, judgments: said, saved });
  return ask({ kind: 'learn' });
};

/** Has every test of the file begin with a new one. */
export function startDesks(): void {
  beforeEach(() => {
    desk = new GroupsDesk();
    [said, stated] = [[], new Map()];
    ask({ kind: 'start', space: space(apart), judgments: [], saved: empty });
  });
}
