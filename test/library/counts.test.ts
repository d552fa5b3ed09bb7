import { expect, it, vi } from 'vitest';
import { countInTurns } from '../../src-main/library/counts.ts';
import { startIndexRun } from '../../src-main/library/indexing/index-run.ts';
import type { Store } from '../../src-main/store/database.ts';
import { addFolder, countByFolder, countOffline } from '../../src-main/store/folders.ts';
import { readCounts } from '../../src-main/store/photos.ts';
import { madeFolder, madeStore, madeVersions, writeMade } from '../store/made-store.ts';
import { plainEngine } from './plain-engine.ts';

/** How many statements are run for all counts; 3 where they are known, each of which asks whether anything was written. */
function statementsForCounts(store: Store): number {
  const get = vi.spyOn(Object.getPrototypeOf(store.db.prepare('SELECT 1')) as { get(): unknown }, 'get');
  for (const count of [readCounts, countByFolder, countOffline]) count(store);
  const { length } = get.mock.calls;
  get.mockRestore();
  return length;
}

it('counts each in a turn of its own, and leaves the counts to whoever asks next', async () => {
  const store = madeStore();
  writeMade(store, ['a.jpg', 'b.jpg']);
  expect(statementsForCounts(store)).toBeGreaterThan(3);
  writeMade(store, ['c.jpg']);
  let turns = 0;
  const turn = (): void => void (turns++, (next = setImmediate(turn)));
  let next = setImmediate(turn);
  await countInTurns(store);
  clearImmediate(next);
  expect(turns).toBeGreaterThanOrEqual(3);
  expect(statementsForCounts(store)).toBe(3);
  expect(readCounts(store).photos).toBe(3);
});

it('has counted when a run ends, so that whoever is told of it need not', async () => {
  const store = madeStore();
  addFolder(store, madeFolder(), 0);
  let statements: number | null = null;
  const run = startIndexRun({
    store, engine: plainEngine(), versions: madeVersions(store),
    onProgress: ({ phase }) => { if (phase === 'done') statements = statementsForCounts(store); }
  });
  expect((await run.finished).phase).toBe('done');
  expect(statements).toBe(3);
});
