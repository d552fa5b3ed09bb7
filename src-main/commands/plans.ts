// Plans of actions on files, as commands show and perform them.
import type { Heir } from '../../src-shared/duplicates/heirs.ts';
import type { Plan, PlanProgress, PlanStep } from '../../src-shared/filing/plan.ts';
import { systemDisk } from '../filing/disk.ts';
import { performPlan } from '../filing/perform.ts';
import type { MadePlan } from '../filing/plan.ts';
import { systemTrash } from '../filing/system-trash.ts';
import type { Store } from '../store/database.ts';
import { addPlan, readPlan } from '../store/plans.ts';
import { counted } from './counted.ts';
import { printableName } from './printable.ts';

/** Prints what would happen to each file, and why nothing does where it is refused. */
export function printSteps(steps: readonly PlanStep[]): void {
  for (const { from, to, state, refusal } of steps) {
    console.log(`${state === 'refused' ? 'stays' : 'goes '}  ${printableName(`${from.folder}/${from.path}`)}${refusal ? `  ${printableName(refusal.message)}` : to === null ? '' : `  → ${printableName(to)}`}`);
  }
}

export interface Performed {
  readonly progress: PlanProgress;
  readonly plan: Plan;
}

/** Performs a plan, until it ends or Ctrl+C is pressed, and prints what was refused on the way. */
export async function performMade(store: Store, made: MadePlan, { onProgress = () => {}, heirs = [] }: { readonly onProgress?: (progress: PlanProgress) => void; readonly heirs?: readonly Heir[] } = {}): Promise<Performed> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  process.once('SIGINT', abort);
  try {
    const id = addPlan(store, made, made.steps, Date.now(), heirs);
    const progress = await performPlan({ store, disk: systemDisk, trash: systemTrash(), now: Date.now }, id, { signal: stop.signal, onProgress });
    const plan = readPlan(store, id);
    for (const { from, state, refusal, place } of plan.steps) {
      if (state !== 'done' && refusal && made.steps[place]?.state !== 'refused') console.log(`stays  ${printableName(`${from.folder}/${from.path}`)}  ${printableName(refusal.message)}`);
    }
    return { progress, plan };
  } finally {
    process.removeListener('SIGINT', abort);
  }
}

/** Prints a plan's progress on stderr: one rewritten line on a terminal, else a line every few seconds. */
export function planPrinter(stream: NodeJS.WriteStream = process.stderr): (progress: PlanProgress) => void {
  let last = 0;
  return ({ done, total, doneBytes, totalBytes }) => {
    const now = Date.now();
    if (done < total && now - last < (stream.isTTY ? 100 : 5000)) return;
    last = now;
    const line = `${done} of ${counted(total, 'file')}, ${(doneBytes / 1e6).toFixed(0)} of ${(totalBytes / 1e6).toFixed(0)} MB`;
    stream.write(stream.isTTY ? `\r\u001b[K${line}${done === total ? '\n' : ''}` : `${line}\n`);
  };
}
