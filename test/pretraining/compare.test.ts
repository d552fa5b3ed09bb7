// Every objective for as long, in folders of their own: by its own recipe, from the same weights, and continued where it was stopped.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { choices, type Choice, compareObjectives, compareTable, nameOf } from '../../src-main/pretraining/compare.ts';
import type { Pictures } from '../../src-main/pretraining/pictures.ts';
import { minerNames } from '../../src-shared/learning/mining/miner.ts';
import { checkChoice, fromScratch, objectiveNames } from '../../src-shared/learning/training/recipe.ts';
import { seeded } from '../made-library.ts';

const backends = [{ name: 'wasm', usable: true, note: null }] as const;
const pixels = Array.from({ length: 13 }, (_, at) => {
  const random = seeded(at);
  return Uint8Array.from({ length: 128 * 128 * 3 }, () => 256 * random());
});
const pictures: Pictures = { count: pixels.length, sources: [], read: async (at) => pixels[at] ?? null, close: () => {} };

let root: string;
let start: Uint8Array;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-compare-'));
  start = new Uint8Array(await readFile(fileURLToPath(new URL('../learning/encoder/fixtures/tiny.bin', import.meta.url))));
});
afterAll(() => rm(root, { recursive: true, force: true }));

it('trains by each objective for as long as by the others, and goes on where it was stopped', { timeout: 120_000 }, async () => {
  const some: readonly Choice[] = choices.filter(({ objective, miner }) => objective === 'vicreg' || miner === 'semi-hard');
  const run = async (stopAfter = Infinity): Promise<{ table: string | null; begun: unknown[] }> => {
    let time = 0;
    const leave = new AbortController();
    const begun: unknown[] = [];
    const compared = await compareObjectives(root, {
      pictures, start, backends, recipe: { ...fromScratch, side: 32 }, minutes: 1, batch: 4, signal: leave.signal, now: () => (time += 20_000),
      onEntry: ({ what, steps }) => {
        if (what === 'begin') begun.push(what);
        if (what === 'learn' && Number(steps) >= 1 && begun.length >= stopAfter) leave.abort();
      }
    }, some);
    return { table: compared && compareTable(compared), begun };
  };
  const stopped = await run(2);
  expect(stopped).toMatchObject({ table: null, begun: ['begin', 'begin'] });
  const { table, begun } = await run();
  expect(begun).toEqual([]);
  expect(await readdir(root)).toEqual(['triplet-semi-hard', 'vicreg']);
  for (const [name, recipe] of [['triplet-semi-hard', ['| objective | triplet |', '| miner | semi-hard |']], ['vicreg', ['| objective | vicreg |']]] as const) {
    const card = await readFile(join(root, name, 'MODEL_CARD.md'), 'utf8');
    for (const line of [...recipe, '| training time | 1.0 minutes on wasm |']) expect(card).toContain(line);
  }
  expect(table).toMatch(/^\| objective \| kind \| paper \| held out \|\n\| --- .*\n\| triplet, semi-hard \| contrastive \| Schroff et al\. 2015 \| [01]\.\d{3} \|\n\| vicreg \| non-contrastive \| Bardes et al\. 2022 \| [01]\.\d{3} \|$/);
});

it('has every objective that needs no answers, with miners that it takes, under a name of its own', () => {
  expect(new Set(choices.map(({ objective }) => objective))).toEqual(new Set(objectiveNames.filter((name) => name !== 'supervised-contrastive')));
  expect(new Set(choices.map(({ miner }) => miner).filter((miner) => miner !== undefined))).toEqual(new Set(minerNames));
  expect(new Set(choices.map(nameOf)).size).toBe(choices.length);
  for (const choice of choices) checkChoice(choice);
});
