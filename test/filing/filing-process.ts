// A process that performs or undoes a plan until it is done or killed. Prints one line when it begins and one after each step.
import { linkSync } from 'node:fs';
import { join } from 'node:path';
import { systemDisk, type Disk } from '../../src-main/filing/disk.ts';
import { freedesktopTrash } from '../../src-main/filing/freedesktop.ts';
import { performPlan } from '../../src-main/filing/perform.ts';
import { recoverPlans } from '../../src-main/filing/recover.ts';
import { undoPlan } from '../../src-main/filing/undo.ts';
import { openStore } from '../../src-main/store/database.ts';
import type { PlanId } from '../../src-shared/filing/plan.ts';

const [root = '', plan = '0', what = 'perform', disks = 'one'] = process.argv.slice(2);
const exdev = (): Promise<never> => Promise.reject(Object.assign(new Error('EXDEV'), { code: 'EXDEV' }));
const apart: Partial<Disk> = {
  link: (from, to) => (String(from).endsWith('.part') ? Promise.resolve(linkSync(from, to)) : exdev()),
  rename: exdev
};
const disk: Disk = { ...systemDisk, ...(disks === 'apart' && apart) };
const store = openStore(join(root, 'stored'));
console.log('begins');
const tools = { store, disk, trash: freedesktopTrash({ dataHome: join(root, 'data'), disk }), now: Date.now };
await recoverPlans(tools);
const run = what === 'undo' ? undoPlan : performPlan;
const { phase } = await run(tools, Number(plan) as PlanId, { onProgress: ({ done }) => console.log(done) });
store.close();
if (phase !== 'ended') throw new Error(`expected the plan to end, it ${phase}`);
