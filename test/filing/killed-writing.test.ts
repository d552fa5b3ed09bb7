// Kills a process that exports with sidecars and into copies, at random moments. Three times in a normal run; KINDRED_KILLS=200 for more.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { FieldFiles } from '../../src-main/filing/exiftool.ts';
import { makePlan } from '../../src-main/filing/plan.ts';
import { recoverPlans } from '../../src-main/filing/recover.ts';
import { openStore } from '../../src-main/store/database.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { writeMarks } from '../../src-main/store/marks.ts';
import { addPlan, readPlan } from '../../src-main/store/plans.ts';
import { factsOf } from '../../src-shared/exchange/xmp-fields.ts';
import type { PlanRequest } from '../../src-shared/filing/plan.ts';
import { NO_MARK, packMark } from '../../src-shared/marks/packed.ts';
import { seeded } from '../made-library.ts';
import { xmpPacket } from '../photos/made-xmp.ts';
import { runUntilKilled } from './kill.ts';
import { madeLibrary, sha256 } from './made-files.ts';

const KILLS = Number(process.env.KINDRED_KILLS ?? 3);
const NAMES = Array.from({ length: 6 }, (_, at) => `${at}.jpg`);
const MARK = { ...NO_MARK, flag: 'picked', stars: 4 } as const;
const fields = new FieldFiles();
afterAll(() => fields.close());

it(`leaves no original changed and no copy half written in ${KILLS} kills`, async () => {
  const random = seeded(Date.now());
  const made = madeLibrary(Object.fromEntries(NAMES.map((name) => [name, name])));
  for (const [at, name] of NAMES.entries()) {
    const jpeg = await sharp({ create: { width: 64 + at, height: 48, channels: 3, background: '#579' } }).jpeg().toBuffer();
    writeFileSync(join(made.photos, name), jpeg);
    made.store.db.prepare('UPDATE files SET size = ?, content_hash = ? WHERE path = ?').run(jpeg.length, sha256(jpeg), name);
  }
  made.write('0.jpg.xmp', xmpPacket('xmp:Rating="1"'));
  writeMarks(made.store, NAMES.map((name) => made.photo(name)), () => packMark(MARK), 0);
  const stored = join(made.root, 'stored');
  const originals = (): object => Object.fromEntries(readdirSync(made.photos).sort().map((name) => [name, sha256(readFileSync(join(made.photos, name)))]));
  const before = originals();
  const request = made.request(NAMES, { kind: 'copy', writing: { sidecars: true, files: true, lensId: DEFAULT_LENS } });
  made.close();

  for (let kills = 0, run = 0; kills < KILLS; run++) {
    const store = openStore(stored);
    const one: PlanRequest = { ...request, pattern: `${run}` };
    const plan = await makePlan(store, one).then((planned) => addPlan(store, planned, planned.steps, 0));
    store.close();
    for (const what of ['perform', 'undo'] as const) {
      for (let killed = true; killed;) {
        killed = await runUntilKilled([made.root, String(plan), what, 'one'], kills < KILLS ? Math.floor(random() * 8) : Infinity, random() * 60);
        if (killed) kills++;
        const left = openStore(stored);
        await recoverPlans({ ...made.tools(), store: left });
        const done = readPlan(left, plan).steps.filter(({ state }) => state === 'done');
        left.close();
        expect(originals()).toEqual(before);
        const out = join(made.out, `${run}`);
        expect((existsSync(out) ? readdirSync(out) : []).map((name) => join(out, name)).sort()).toEqual(done.map(({ to }) => to).sort());
        for (const { to } of done) expect(factsOf(await fields.read(to!)).mark).toEqual(MARK);
        expect(readdirSync(stored).includes('prepared') ? readdirSync(join(stored, 'prepared')) : []).toEqual([]);
      }
    }
  }
}, 60_000 + KILLS * 10_000);
