// One size of the bench of a million photos, in a process of its own so that its memory is its own: what the server does, which makes points and groups, or
// what the page holds. Prints a line of JSON. `node stages.ts server|page <folder> <photos>`.

import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { decode, encode } from 'cbor-x';
import type { GroupColumns, Grouped, Judgment, JudgmentId, LensId, PhotoId, PhotoTable, SavedColumns } from '../../../src-shared/contract.ts';
import { parseWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';
import { cut } from '../../../src-shared/learning/linkage/cut.ts';
import { refineNeighbours } from '../../../src-shared/learning/linkage/refine-neighbours.ts';
import { PRIOR_CALIBRATION } from '../../../src-shared/learning/metric/calibration.ts';
import { reachOf } from '../../../src-shared/learning/metric/draw-later.ts';
import { keepEvening } from '../../../src-shared/learning/metric/even-out.ts';
import { applyMetric, fitLens } from '../../../src-shared/learning/metric/lens-space.ts';
import { granularityLevels } from '../../../src-shared/learning/metric/levels.ts';
import { placeParts } from '../../../src-shared/learning/metric/prior.ts';
import { smoothPoints } from '../../../src-shared/learning/metric/smoothing.ts';
import { GroupTable } from '../../../src-shared/desk/group-table.ts';
import { GroupsDesk } from '../../../src-shared/desk/groups-desk.ts';
import { tableChanges } from '../../../src-shared/desk/table-changes.ts';
import { Photos } from '../../../src-renderer/state/photos.ts';
import { findNeighbours } from '../../../src-main/compute/neighbours.ts';
import { shippedWeights } from '../../../src-main/hosts/resources.ts';
import { NEIGHBOURS } from '../../../src-main/library/spaces/space.ts';
import { type Frame, writeFrame } from '../../../src-main/library/spaces/frame.ts';
import { madeBy, readKeptSpace, spaceKey, writeSpaceCache } from '../../../src-main/library/spaces/space-cache.ts';
import { digestOf } from '../../../src-main/library/spaces/space-digest.ts';
import { updateSpace } from '../../../src-main/library/spaces/update-space.ts';
import { toFeatureTable } from '../../../src-main/library/spaces/feature-table.ts';
import { sliceHalves, whatIsDescribed } from '../../../src-main/store/columns.ts';
import { concatenate } from '../../../src-main/store/concatenate.ts';
import { openStore } from '../../../src-main/store/database.ts';
import type { DescriptorVersions } from '../../../src-main/store/descriptors.ts';
import { readPhotoTableInSlices } from '../../../src-main/store/photos.ts';
import { asked } from '../../origins.ts';
import { makeMore, makeStore } from './made-store.ts';

const [part, folder = '', wanted = '0'] = process.argv.slice(2);
/** What the page is told: the groups, and the photos. */
const TOLD = join(folder, 'told.cbor');
let seconds: Record<string, number> = {};

if (!isMainThread) parentPort!.postMessage(await makePoints());
else if (part === 'make') makeStore(folder, Number(wanted), readFileSync(shippedWeights));
else if (part === 'server') await serve();
else page();
if (isMainThread) console.log(JSON.stringify({ seconds, gigabytes: process.resourceUsage().maxRSS / 1e6 }));

/** Points are made in a thread that ends with them, groups in another, as the app does. */
async function serve(): Promise<void> {
  const maker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2), resourceLimits: { maxOldGenerationSizeMb: 12_000 } });
  [seconds] = (await once(maker, 'message')) as [typeof seconds];
  await maker.terminate();
  const store = openStore(folder, { readOnly: true });
  writeFileSync(TOLD, encode({ columns: group(), photos: await readPhotoTableInSlices(store) }));
  store.close();
}

/** As library/spaces/space makes it, stage by stage. */
async function makePoints(): Promise<typeof seconds> {
  const store = openStore(folder, { readOnly: true });
  const versions: DescriptorVersions = { encoder: (store.db.prepare('SELECT max(id) AS id FROM encoder_versions').get() as { id: DescriptorVersions['encoder'] }).id, features: 1 };
  const read = () => [...sliceHalves(store, versions)];
  const place = (slices: ReturnType<typeof read>) => ({
    ids: concatenate(slices.map(({ ids }) => ids), (length) => new Uint32Array(length)),
    ...placeParts(slices.map((slice) => ({ count: slice.ids.length, table: (rows) => toFeatureTable(slice.widen(rows)) })))
  });
  let slices: ReturnType<typeof read> | null = time('read', read);
  const { ids, ...placed } = time('place', () => place(slices!));
  slices = null;
  const { dims, sections } = placed;
  const found = await timeOf('neighbours', () => findNeighbours(placed.points, dims, NEIGHBOURS));
  const points = time('smooth', () => smoothPoints(placed, found));
  const refined = time('refine', () => refineNeighbours(asPoints(points, dims), found));
  const space = { ids, dims, points, ...refined, levels: granularityLevels(), metric: { sections, calibration: PRIOR_CALIBRATION } };
  const described = whatIsDescribed(store, versions);
  const frame: Frame = {
    digest: digestOf(space), made: madeBy(described), stamps: described.stamps(), reach: reachOf(found, ids.length), changed: 0,
    evenings: new Map([...placed.evenings].map(([name, evening]) => [name, keepEvening(evening)]))
  };
  time('keep', () => {
    digestOf(space);
    writeSpaceCache(folder, spaceKey(described), space);
    writeFrame(folder, frame);
  });
  makeMore(folder, versions, parseWeights(readFileSync(shippedWeights)).dim, ids.length, 100);
  time('a hundred came', () => updateSpace(store, versions, { space, frame }, whatIsDescribed(store, versions), { from: 0 }));
  store.close();
  return seconds;
}

/** As the desk and the lens worker have it; what the page is told last. */
function group(): GroupColumns {
  const kept = time('read kept', () => readKeptSpace(folder));
  if (!kept) throw new Error('expected a kept space');
  const space = { ...kept.space, revision: 1, digest: 'made' };
  const desk = new GroupsDesk();
  const nothing: SavedColumns = { height: null, ids: new Uint32Array(), covers: new Uint32Array(), ends: new Uint32Array(), photos: new Uint32Array(), names: [] };
  time('tree and first groups', () => desk.answer({ kind: 'start', space, judgments: [], saved: nothing }));
  desk.answer({ kind: 'suggest' });
  const saved = desk.answer({ kind: 'save' }) as SavedColumns; // the answer to `save`
  const { tree } = saved.settled!; // nothing waits
  const height = space.levels.default;
  time('cut', () => cut({ size: space.ids.length, ...tree! }, height));
  for (const to of [0.8, 1.1]) desk.answer({ kind: 'height', height: height * to }); // compiled before it is timed
  time('slider', () => desk.answer({ kind: 'height', height: height * 0.9 }));
  const said = Array.from({ length: 200 }, (_, at): Judgment => {
    const first = at * 5;
    // brands are for the product
    return { id: (at + 1) as JudgmentId, lensId: 1 as LensId, madeAt: at, statement: { kind: at % 2 === 0 ? 'similar' : 'different', photos: [space.ids[first]! as PhotoId, space.ids[first + (at % 2 === 0 ? 1 : 6)]! as PhotoId] }, origin: asked };
  });
  for (let count = 1; count < 4; count++) desk.answer({ kind: 'judgments', judgments: said.slice(0, count) });
  time('answer', () => desk.answer({ kind: 'judgments', judgments: said.slice(0, 4) }));
  time('opened again', () => new GroupsDesk().answer({ kind: 'start', space, judgments: [], saved }));
  const fitted = time('fit', () => fitLens(space, said));
  if (fitted) time('apply', () => applyMetric(space, fitted));
  return (desk.answer({ kind: 'height', height }) as Grouped).columns;
}

/** What the page holds of them, with every index that it makes when it is asked for. */
function page(): void {
  const told = time('told to the page', () => decode(readFileSync(TOLD)) as { readonly columns: GroupColumns; readonly photos: PhotoTable }); // written above
  const [photos, table, before] = [new Photos(told.photos), new GroupTable(told.columns), new GroupTable({ ...told.columns, singles: told.columns.singles.slice() })];
  time('indexed by the page', () => [photos.byTime, table.placeOf(table.idAt(0)), table.placeOfPhoto(told.columns.photos[0] as PhotoId), tableChanges(before, table)]);
}

/** Notes the processor time of some work. */
function time<T>(name: string, work: () => T): T {
  const before = process.cpuUsage();
  const result = work();
  note(name, before);
  return result;
}

async function timeOf<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  note(name, before);
  return result;
}

function note(name: string, before: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(before);
  seconds[name] = (user + system) / 1e6;
  process.stderr.write(`  ${name} ${seconds[name].toFixed(2)} s, ${(process.resourceUsage().maxRSS / 1e6).toFixed(2)} GB at most, ${(process.memoryUsage().rss / 1e9).toFixed(2)} GB now\n`);
}
