// What must hold of a library's files whatever happened: no bytes are lost, nothing half is left, and the journal says where each file is.

import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { workOf } from '../../src-main/filing/step.ts';
import type { Task } from '../../src-main/filing/work.ts';
import type { Store } from '../../src-main/store/database.ts';
import { readPlanFacts, readPlans, readSteps } from '../../src-main/store/plans.ts';
import { takesAway } from '../../src-shared/filing/plan.ts';
import { sha256 } from './made-files.ts';

/** How often each content is there, in all folders together, by its hash; links are not followed. */
export function contentsIn(...folders: readonly string[]): ReadonlyMap<string, number> {
  const contents = new Map<string, number>();
  for (const folder of folders.filter((one) => existsSync(one))) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.endsWith('.trashinfo')) continue;
      const hash = sha256(readFileSync(join(entry.parentPath, entry.name)));
      contents.set(hash, (contents.get(hash) ?? 0) + 1);
    }
  }
  return contents;
}

/** Expects every content to be there at least as often as before. */
export function expectNothingLost(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
  const lost = [...before].filter(([hash, count]) => (after.get(hash) ?? 0) < count);
  expect(lost, 'contents that are lost').toEqual([]);
}

/** Expects the journal to match the disk after recovery: every file is where it says, and no temporary file or record of the trash is left over. */
export function expectSettled(store: Store, trash: string, ...folders: readonly string[]): void {
  const isTaken = new Map<string, boolean>();
  for (const { id } of readPlans(store)) {
    const { kind } = readPlanFacts(store, id);
    for (const step of readSteps(store, id)) {
      const source = join(step.from.folder, step.from.path);
      expect(step.state, source).not.toBe('doing');
      if (step.state === 'done') expect(isThere(placeOf(workOf(step).task)), `where ${source} went`).toBe(true);
      isTaken.set(source, isTaken.get(source) === true || (step.state === 'done' && takesAway(kind)));
    }
  }
  for (const [source, taken] of isTaken) expect(isThere(source), source).toBe(!taken);
  const names = folders.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  expect(names.filter((name) => name.includes('.part')), 'temporary files').toEqual([]);
  const [infos, files] = ['info', 'files'].map((folder) => (existsSync(join(trash, folder)) ? readdirSync(join(trash, folder)).map((name) => name.replace(/\.trashinfo$/, '')).sort() : []));
  expect(infos, 'what the trash says').toEqual(files);
}

function placeOf(task: Task): string {
  if (task.way === 'system-trash') throw new Error('expected a trash whose files can be found');
  return task.way === 'transfer' ? task.transfer.to : task.to;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
