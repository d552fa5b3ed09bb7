// Kills a process that performs plans, at random moments. Eight times in a normal run; KINDRED_KILLS=200 for more.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recoverPlans } from '../../src-main/filing/recover.ts';
import { openStore } from '../../src-main/store/database.ts';
import { addPlan, readInterrupted } from '../../src-main/store/plans.ts';
import { makePlan } from '../../src-main/filing/plan.ts';
import type { PlanKind } from '../../src-shared/filing/plan.ts';
import { seeded } from '../made-library.ts';
import { contentsIn, expectNothingLost, expectSettled } from './consistent.ts';
import { runUntilKilled } from './kill.ts';
import { madeLibrary } from './made-files.ts';

const KILLS = Number(process.env.KINDRED_KILLS ?? 8);
const FILES = 12;

/** Each is performed, then undone, on one disk or on two. */
const ACTIONS: readonly [PlanKind, 'one' | 'apart'][] = [['trash', 'one'], ['move', 'one'], ['move', 'apart'], ['copy', 'apart'], ['trash', 'apart'], ['hardlink', 'one']];

it(`loses and changes no file in ${KILLS} kills`, async () => {
  const random = seeded(Date.now());
  const files = Object.fromEntries(Array.from({ length: FILES }, (_, at) => [`${at % 3}/${at}.jpg`, `${at} `.repeat(20_000 + at * 20_000)]));
  const made = madeLibrary(files);
  const [stored, trash] = [join(made.root, 'stored'), join(made.root, 'data', 'Trash')];
  const chosen = Object.keys(files).map((path) => ({ photo: made.photo(path), file: { folder: made.photos, path } }));
  const everywhere = (): ReadonlyMap<string, number> => contentsIn(made.photos, made.out, join(made.root, 'data'));
  const before = everywhere();
  made.close();

  let [kills, midway, ended] = [0, 0, 0];
  for (let action = 0; kills < KILLS; action++) {
    const [kind, disks] = ACTIONS[action % ACTIONS.length]!;
    const store = openStore(stored);
    const request = { kind, why: 'a test', chosen, target: kind === 'trash' ? null : made.out, lastToo: true, pattern: `${action}/{folder}/{name}` };
    const plan = addPlan(store, ...(await makePlan(store, request).then((one) => [one, one.steps] as const)), 0);
    store.close();
    for (const what of ['perform', 'undo'] as const) {
      for (let killed = true; killed;) {
        // some steps further, and then anywhere within the next ones
        killed = await runUntilKilled([made.root, String(plan), what, disks], kills < KILLS ? Math.floor(random() * 6) : Infinity, random() * 25);
        expectNothingLost(before, everywhere());
        const left = openStore(stored);
        try {
          midway += readInterrupted(left).length;
          if (!killed || random() < 0.5) {
            await recoverPlans({ ...made.tools(), store: left });
            expectSettled(left, trash, made.photos, made.out);
          } // else the process itself recovers, and may be killed while it does
        } finally {
          left.close();
        }
        expectNothingLost(before, everywhere());
        if (killed) kills++;
        else ended++;
      }
    }
    expect(made.files('photos'), 'everything is back after undoing').toEqual(files);
  }
  if (process.env.KINDRED_KILLS) console.log(`${kills} kills, ${midway} of them within a step; ${ended} runs came to their end`);
}, 60_000 + KILLS * 10_000);
