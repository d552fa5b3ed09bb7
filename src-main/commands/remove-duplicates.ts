// What `kindred duplicates` does with the files that need not be kept: shows a plan and, when told to, moves them to the trash or a folder; or
// writes a script that would.
import { resolve } from 'node:path';
import type { PlanProgress, PlanRequest } from '../../src-shared/filing/plan.ts';
import type { DuplicateFile, DuplicateSet } from '../../src-shared/duplicates/duplicate-set.ts';
import { type Heir, heirsOf } from '../../src-shared/duplicates/heirs.ts';
import { filesToGo } from '../../src-shared/duplicates/to-go.ts';
import { CodedError } from '../failure.ts';
import { systemDisk } from '../filing/disk.ts';
import { makePlan } from '../filing/plan.ts';
import { recoverPlans } from '../filing/recover.ts';
import { openStore } from '../store/database.ts';
import { counted } from './counted.ts';
import { performMade, printSteps } from './plans.ts';
import { printableName } from './printable.ts';

/** Files that are to go by the user's decisions and, where there is none, by the proposals; never all of a set. */
export function spareFiles(sets: readonly DuplicateSet[]): DuplicateFile[] {
  return filesToGo(decided(sets));
}

/** The photos that take over albums and marks of those that go with these files. */
export function heirsOfSpare(sets: readonly DuplicateSet[]): Heir[] {
  return heirsOf(decided(sets));
}

function decided(sets: readonly DuplicateSet[]): DuplicateSet[] {
  return sets.map((set) => ({ ...set, decision: set.decision ?? { kind: 'keep', files: [set.files[0]!.id] } }));
}

/**
 * Shows the plan, and performs it with `yes`. Photos may lose their last file: another photo of the set stays, and takes over what was said of it.
 * @param stored where the library's stored state is
 * @throws {CodedError} as `makePlan`; `library-in-use` while the app has the library open; `unexpected` where it stopped early
 */
export async function removeFiles(stored: string, files: readonly DuplicateFile[], { target, yes, heirs }: { readonly target: string | null; readonly yes: boolean; readonly heirs: readonly Heir[] }): Promise<void> {
  const request: PlanRequest = {
    kind: target === null ? 'trash' : 'move', why: 'Duplicates', target: target === null ? null : resolve(target), lastToo: true,
    chosen: files.map(({ photo, folder, path }) => ({ photo, file: { folder, path } }))
  };
  const store = openStore(stored, { readOnly: !yes });
  try {
    if (yes) await recoverPlans({ store, disk: systemDisk, now: Date.now });
    const made = await makePlan(store, request);
    const meant = made.steps.filter(({ state }) => state !== 'refused');
    printSteps(made.steps);
    const bytes = meant.reduce((sum, step) => sum + step.bytes, 0);
    console.log(`${counted(meant.length, 'file')} to ${target === null ? 'the trash' : printableName(resolve(target))}, ${(bytes / 1e6).toFixed(1)} MB; of every set at least one file stays.`);
    if (!yes) {
      console.error('Nothing was moved. Add --yes to do it.');
      return;
    }
    tell((await performMade(store, made, { heirs })).progress);
  } finally {
    store.close();
  }
}

function tell({ done, total, refused, phase, stoppedBy }: PlanProgress): void {
  console.log(`${counted(done - refused, 'file')} moved, ${counted(refused, 'file')} left where ${refused === 1 ? 'it is' : 'they are'}.`);
  if (phase !== 'ended') throw new CodedError('unexpected', `Stopped after ${done} of ${total}: ${stoppedBy?.message ?? 'it was cancelled'}`);
}

/** A shell script that moves the files to a folder given to it, without overwriting any. */
export function scriptOf(files: readonly DuplicateFile[]): string {
  const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;
  return [
    '#!/bin/sh', '# Moves files that need not be kept to the folder given.', 'target="${1:?expected the folder to move them to}"',
    ...files.map(({ folder, path }) => `mv -n -- ${quoted(`${folder}/${path}`)} "$target"/`), ''
  ].join('\n');
}
