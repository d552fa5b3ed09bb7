// Performs a plan: checks each file, then moves, copies or links it, or puts it into the trash. The only code that moves the user's files,
// together with undo.ts and recover.ts. Never deletes: see transfer.ts for the one case in which a file is unlinked.
import { basename, dirname, join } from 'node:path';
import type { PlanFacts, PlanId, PlanProgress } from '../../src-shared/filing/plan.ts';
import { takesAway } from '../../src-shared/filing/plan.ts';
import { readFiledFiles } from '../store/plan-files.ts';
import { readPlanFacts, readStep, readSteps, type StoredStep } from '../store/plans.ts';
import { checkSource, hashOf, sourceOf } from './content.ts';
import { lookAt, makeFolder } from './disk.ts';
import { FieldFiles } from './exiftool.ts';
import { FreeNames } from './free-names.ts';
import { recoverBefore } from './recover.ts';
import { isPassing, isRefusal, refuse } from './refusal.ts';
import { type RunOptions, runSteps } from './run.ts';
import { sidecarName } from './sidecars.ts';
import { carryOut, type Tools } from './step.ts';
import { folderAround, realPlace } from './target.ts';
import { type Task, transferTask, trashTask } from './work.ts';
import { clearPrepared, isMade, isWriting, writingTask } from './writing.ts';

/** Names tried while others create files of the same names. */
const MOST_TRIES = 20;

/** Performs what is planned of a plan. Resolves with how far it came: a step that is refused never rejects it. */
export async function performPlan(tools: Tools, id: PlanId, options: RunOptions = {}): Promise<PlanProgress> {
  await recoverBefore(tools, id);
  const plan = readPlanFacts(tools.store, id);
  const steps = readSteps(tools.store, id).filter(({ state }) => state === 'planned');
  const run: Run = { ...tools, plan, names: new FreeNames(tools.disk), files: new FieldFiles(), along: new Set(steps.filter(({ sidecarOf }) => sidecarOf !== null).map(sourceOf)) };
  try {
    return await runSteps({ ...options, store: tools.store, plan, undoing: false, steps, act: (step) => performStep(run, step) }, tools.now);
  } finally {
    await run.files.close();
    // what is left is removed before the next file is prepared
    if (steps.some(isWriting)) await clearPrepared(tools).catch((error: unknown) => console.error(error));
  }
}

interface Run extends Tools {
  readonly plan: PlanFacts;
  readonly names: FreeNames;
  readonly files: FieldFiles;
  /** Files that go with others. */
  readonly along: ReadonlySet<string>;
}

async function performStep(run: Run, step: StoredStep): Promise<void> {
  const { plan, names, ...tools } = run;
  const { disk, store, trash } = tools;
  const leader = step.sidecarOf === null ? null : readStep(store, step.plan, step.sidecarOf);
  if (leader && leader.state !== 'done') throw leader.refusal && isPassing(leader.refusal) ? refuse(leader.refusal.code, leader.refusal.message) : refuse('companion', `It stays with ${sourceOf(leader)}, which was not moved.`);
  if ((await lookAt(disk, step.from.folder)) === null) throw refuse('offline', `${step.from.folder} is not there. Connect its drive, then continue.`);
  if (plan.target !== null && !(await isFolder(tools, plan.target))) throw refuse('target-missing', `${plan.target} is not there. Connect its drive or create it, then continue.`);
  if (!isMade(step)) await checkSource(disk, step, isWriting(step) ? 'copy' : plan.kind);
  if (leader === null) await checkOthers(run, step);
  if (step.to === null) return carryOut(tools, step, { direction: 'perform', task: await trashTask(trash, step, sourceOf(step)), before: null });

  const wanted = leader?.to ? join(dirname(leader.to), sidecarName(basename(step.from.path), basename(leader.from.path), basename(leader.to))) : step.to;
  await checkPlace(tools, plan, wanted);
  await makeFolder(disk, dirname(wanted));
  if (wanted === join(await disk.realpath(dirname(sourceOf(step))), basename(sourceOf(step)))) throw refuse('already-there', `${wanted} is where it should go.`);
  for (let tries = 1; ; tries++) {
    const to = await names.take(wanted, { leads: leader === null });
    try {
      return await carryOut(tools, step, { direction: 'perform', task: await taskTo(run, step, to, leader?.to ?? null), before: null }, to);
    } catch (error) {
      if (!isRefusal(error, 'exists') || tries === MOST_TRIES) throw error;
      names.forget(wanted);
    }
  }
}

async function taskTo({ store, disk, files, plan: { kind } }: Run, step: StoredStep, to: string, photo: string | null): Promise<Task> {
  if (isWriting(step)) return writingTask({ store, disk }, files, step, { photo, to });
  const from = sourceOf(step);
  if (kind === 'hardlink' || kind === 'symlink') return { way: kind, from: kind === 'symlink' ? await disk.realpath(from) : from, to };
  return transferTask(step, from, to, { keep: kind === 'copy' });
}

/** Refuses a place outside the library by its name that is inside by a link: one that was made since the preview. */
async function checkPlace({ store, disk }: Tools, { target }: PlanFacts, wanted: string): Promise<void> {
  const around = folderAround(store, target ?? wanted) === null ? folderAround(store, await realPlace(disk, wanted)) : null;
  if (around !== null) throw refuse('target-in-library', `${dirname(wanted)} has become a link into ${around}, a folder of this library. Choose a folder outside.`);
}

/** Refuses to take the last file of a photo: another one must be there on disk, at another place and as it was indexed. */
async function checkOthers({ store, disk, along, plan: { kind, lastToo } }: Run, step: StoredStep): Promise<void> {
  if (!takesAway(kind) || lastToo) return;
  if (step.to !== null && folderAround(store, await realPlace(disk, step.to)) !== null) return; // it stays in the library
  const source = await disk.realpath(sourceOf(step));
  for (const { folder, path, size, modifiedMs, hash } of readFiledFiles(store, step.photo)) {
    if (along.has(join(folder, path))) continue; // it goes too
    // through linked folders, one file may be indexed at two paths
    const real = await disk.realpath(join(folder, path)).catch(() => source);
    const stats = real === source ? null : await disk.stat(real).catch(() => null);
    if (stats?.size === size && (stats.mtimeMs === modifiedMs || (await hashOf(disk, real)) === hash)) return;
  }
  throw refuse('last-file', `${sourceOf(step)} is the last file of its photo. Allow that the last files go too, or keep it.`);
}

async function isFolder({ disk }: Tools, path: string): Promise<boolean> {
  return disk.stat(path).then((stats) => stats.isDirectory(), () => false);
}
