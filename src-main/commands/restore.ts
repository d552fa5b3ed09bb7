// `kindred restore [<folder>]`: takes back the last plan of actions on files, as far as the trash and the folders still have them.
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { systemDisk } from '../filing/disk.ts';
import { recoverPlans } from '../filing/recover.ts';
import { systemTrash } from '../filing/system-trash.ts';
import { undoPlan } from '../filing/undo.ts';
import { openStore } from '../store/database.ts';
import { storedAt } from '../store/libraries.ts';
import { readPlan, readPlans } from '../store/plans.ts';
import { readArguments } from './arguments.ts';
import { counted } from './counted.ts';
import { knownLibrary } from './known-library.ts';
import { printableName } from './printable.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { positionals } = readArguments(args, {});
  const data = dataFolder();
  const { library } = knownLibrary(data, positionals[0]);
  const store = openStore(storedAt(data, library.id));
  try {
    await recoverPlans({ store, disk: systemDisk, now: Date.now });
    const last = readPlans(store).find(({ counts }) => counts.done > 0);
    if (!last) throw new CodedError('bad-request', 'There is nothing to restore: no files were moved, or all are back.');
    const { done, refused } = await undoPlan({ store, disk: systemDisk, trash: systemTrash(), now: Date.now }, last.id);
    for (const { from, state, refusal } of readPlan(store, last.id).steps) if (state === 'done' && refusal) console.log(`not back  ${printableName(`${from.folder}/${from.path}`)}  ${printableName(refusal.message)}`);
    console.log(`${counted(done - refused, 'file is back', 'files are back')}${refused > 0 ? `, ${counted(refused, 'is not', 'are not')}` : ''}. Index the folder again.`);
    if (refused > 0) throw new CodedError('unexpected', 'Not everything could be restored.');
  } finally {
    store.close();
  }
}
