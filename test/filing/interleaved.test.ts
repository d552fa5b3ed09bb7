// Any interleaving of plans, undoing, faults of the disk, and others who change files: every original's bytes still exist. KINDRED_RUNS=600 for
// more of them.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { it } from 'vitest';
import { type Disk, systemDisk } from '../../src-main/filing/disk.ts';
import { performPlan } from '../../src-main/filing/perform.ts';
import { makePlan } from '../../src-main/filing/plan.ts';
import { recoverPlans } from '../../src-main/filing/recover.ts';
import { undoPlan } from '../../src-main/filing/undo.ts';
import { addPlan, readPlans } from '../../src-main/store/plans.ts';
import { contentsIn, expectNothingLost, expectSettled } from './consistent.ts';
import { apart, apartAndPlain, plain, systemError } from './disks.ts';
import { MadeLibrary, sha256 } from './made-files.ts';

const RUNS = Number(process.env.KINDRED_RUNS ?? 60);
const paths = ['a.jpg', 'b.jpg', 'x/a.jpg', 'x/c.jpg'] as const;
const errors = ['EIO', 'ENOSPC', 'EACCES', 'EROFS', 'EXDEV', 'EPERM', 'ENOENT', 'EEXIST', 'ENAMETOOLONG'] as const;
const faults = fc.array(fc.record({ after: fc.nat(30), error: fc.constantFrom(...errors), late: fc.boolean() }), { maxLength: 4 });
const disks = { one: {}, plain, apart, apartAndPlain };
const disk = fc.record({ kind: fc.constantFrom<keyof typeof disks>('one', 'plain', 'apart', 'apartAndPlain'), faults });

const happening = fc.oneof(
  fc.record({ what: fc.constant('perform' as const), kind: fc.constantFrom('trash' as const, 'move' as const, 'copy' as const, 'hardlink' as const, 'symlink' as const), chosen: fc.uniqueArray(fc.constantFrom(...paths), { minLength: 1 }), lastToo: fc.boolean(), disk }),
  fc.record({ what: fc.constantFrom('undo' as const, 'resume' as const), which: fc.nat(5), disk }),
  fc.record({ what: fc.constantFrom('remove' as const, 'edit' as const, 'occupy' as const), path: fc.constantFrom(...paths) })
);

/** `late`: the call does what it should, and fails then, as on a network. */
interface Fault {
  readonly after: number;
  readonly error: string;
  readonly late: boolean;
}

/** Fails the calls that the faults name, each counted from the one before. */
function faulty({ kind, faults: planned }: { readonly kind: keyof typeof disks; readonly faults: readonly Fault[] }): Disk {
  const ahead = [...planned];
  let calls = 0;
  const fault = (): Fault | null => (ahead[0] !== undefined && calls++ >= ahead[0].after ? ((calls = 0), ahead.shift()!) : null);
  const call = async (does: (...args: unknown[]) => Promise<unknown>, args: unknown[]): Promise<unknown> => {
    const found = fault();
    if (found === null) return does(...args);
    // a file that was opened would stay open
    if (found.late && does !== systemDisk.open) await does(...args);
    throw systemError(does === systemDisk.lstat ? 'EIO' : found.error); // a disk that says of a file that it is not there cannot be tidied up
  };
  return Object.fromEntries(Object.entries({ ...systemDisk, ...disks[kind] }).map(([name, does]) => [name, (...args: unknown[]) => call(does as never, args)])) as unknown as Disk; // the same functions
}

it('loses no bytes that nobody else removed, and can always be settled', async () => {
  const { error } = console;
  console.error = () => {};
  try {
    await fc.assert(fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 7 }), async (happenings) => {
      const made = new MadeLibrary({ 'a.jpg': 'one', 'b.jpg': ['two', 'p'], 'x/a.jpg': ['three!', 'p'], 'x/c.jpg': 'four' });
      const everywhere = (): Map<string, number> => new Map(contentsIn(made.photos, made.out, join(made.root, 'data')));
      try {
        const precious = everywhere();
        const note = (path: string, change: number): void => {
          if (!existsSync(path)) return;
          const hash = sha256(readFileSync(path));
          precious.set(hash, Math.max(0, (precious.get(hash) ?? 0) + change));
        };
        for (const [at, one] of happenings.entries()) {
          // others may remove and change their own files
          const touched = !('path' in one) ? null : join(one.what === 'occupy' ? made.out : made.photos, one.path);
          if (touched !== null) note(touched, -1);
          await happen(made, one, at);
          if (touched !== null) note(touched, 1);
          expectNothingLost(precious, everywhere());
        }
        await recoverPlans(made.tools());
        expectNothingLost(precious, everywhere());
        const changed = happenings.some(({ what }) => ['remove', 'edit', 'occupy'].includes(what));
        if (!changed) expectSettled(made.store, join(made.root, 'data', 'Trash'), made.photos, made.out);
      } finally {
        made.close();
        rmSync(made.root, { recursive: true, force: true });
      }
    }), { numRuns: RUNS });
  } finally {
    console.error = error;
  }
}, 60_000 + RUNS * 1000);

async function happen(made: MadeLibrary, one: typeof happening extends fc.Arbitrary<infer T> ? T : never, at: number): Promise<void> {
  switch (one.what) {
    case 'perform': {
      const chosen = one.chosen.flatMap((path) => {
        try {
          return [{ photo: made.photo(path), file: { folder: made.photos, path } }];
        } catch {
          return []; // it is gone by now
        }
      });
      const request = { kind: one.kind, why: '', chosen, target: one.kind === 'trash' ? null : made.out, lastToo: one.lastToo, pattern: '{folder}/{name}' };
      const plan = await makePlan(made.store, request);
      const tools = { ...made.tools(), disk: faulty(one.disk) };
      await performPlan({ ...tools, trash: made.trashOn(tools.disk) }, addPlan(made.store, plan, plan.steps, at)).catch(() => {});
      return;
    }
    case 'undo': case 'resume': {
      const plans = readPlans(made.store);
      const plan = plans[one.which % Math.max(1, plans.length)];
      if (plan === undefined) return;
      const tools = { ...made.tools(), disk: faulty(one.disk) };
      await (one.what === 'undo' ? undoPlan : performPlan)({ ...tools, trash: made.trashOn(tools.disk) }, plan.id).catch(() => {});
      return;
    }
    case 'remove':
      rmSync(join(made.photos, one.path), { force: true });
      return;
    case 'edit':
      if (existsSync(join(made.photos, one.path))) writeFileSync(join(made.photos, one.path), `edited ${at}`);
      return;
    case 'occupy':
      mkdirSync(dirname(join(made.out, one.path)), { recursive: true });
      if (!existsSync(join(made.out, one.path))) writeFileSync(join(made.out, one.path), `in the way ${sha256(String(at))}`);
  }
}
