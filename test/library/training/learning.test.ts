// Training on a library, with an encoder that is a stand-in. Long, for each way a run may end has its case.

import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StartOptions } from '../../../src-main/library/training/learning.ts';
import { Library } from '../../../src-main/library/library.ts';
import type { EncoderVersion, LibraryEmit, PhotoId, TrainProgress } from '../../../src-shared/contract.ts';
import { makeLibrary } from '../../made-library.ts';
import { type FakeLearning, fakeLearning, loseDevice } from './fake-learning.ts';
import { overall } from '../../../src-shared/learning/scores/overall.ts';

let drawn: string;
let place: string;
let kept: string;
let root: string;
let photos: string;
let made: ReturnType<typeof fakeLearning>;
let fake: FakeLearning;
let open: Library[];
let told: TrainProgress[];
let versions: readonly EncoderVersion[][];
const emit: LibraryEmit = (name, payload) => {
  if (name === 'train.progress') told.push(payload as TrainProgress);
  if (name === 'encoder.changed') versions = [...versions, [...(payload as EncoderVersion[])]];
};
beforeAll(async () => {
  drawn = await mkdtemp(join(tmpdir(), 'kindred-drawn-'));
  await makeLibrary(drawn, { groups: 12, perGroup: 4, width: 160, height: 120 });
  place = await mkdtemp(join(tmpdir(), 'kindred-learning-'));
  kept = join(place, 'indexed');
});
afterAll(() => Promise.all([drawn, place].map((folder) => rm(folder, { recursive: true, force: true }))));
beforeEach(async () => {
  root = join(place, 'case');
  photos = join(root, 'photos');
  open = [];
  told = [];
  versions = [];
  made = fakeLearning(join(root, 'app', 'encoder.bin'));
  fake = made.fake;
});
afterEach(async () => {
  for (const library of open) await library.close();
  await rm(root, { recursive: true, force: true });
});

async function openLibrary(): Promise<Library> {
  const library = await Library.open({ dataFolder: join(root, 'data'), folder: photos, engine: made.engine, emit, learning: made });
  open.push(library);
  return library;
}

/** A library of 48 photos, indexed: the first one is kept, and brought back for every other test at the same place. */
async function indexed(): Promise<Library> {
  await cp(drawn, photos, { recursive: true, preserveTimestamps: true });
  if (!existsSync(kept)) {
    const first = await openLibrary();
    await first.startIndex().finished;
    await close(first);
    await cp(join(root, 'data'), kept, { recursive: true });
  } else await cp(kept, join(root, 'data'), { recursive: true });
  return openLibrary();
}

const close = async (library: Library): Promise<void> => {
  open = open.filter((one) => one !== library);
  await library.close();
};
/** A third of a second of training, of a depth that need not be measured. */
const brief = { minutes: 0.33 / 60, seed: 3, batch: 8, recipe: { depth: 'last-blocks' } } as const;
const train = async (library: Library, options: StartOptions = brief): Promise<TrainProgress> => (await library.learning.start(options)).finished;
const embedded = (library: Library): Record<string, number> =>
  Object.fromEntries(library.store.db.prepare<[], [string, number]>('SELECT v.name, count(*) FROM embeddings e JOIN encoder_versions v ON v.id = e.encoder_version_id GROUP BY v.id').raw().all());
const untilPhase = async (library: Library, phase: TrainProgress['phase']): Promise<void> => {
  while (library.learning.progress.phase !== phase) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('training', () => {
  it('puts a better encoder in use, with every photo encoded, and keeps the one before', async () => {
    const library = await indexed();
    const before = await library.space();
    const done = await train(library);
    expect(done).toMatchObject({ phase: 'done', backend: 'wasm', photos: 40, heldOut: 8, outcome: { adopted: true }, error: null, encoded: { done: 48, total: 48 } });
    expect(done.outcome!.after.mAP).toBeGreaterThan(done.outcome!.before.mAP);
    const gain = done.outcome!.gain!;
    expect(gain.score).toBeCloseTo(overall(done.outcome!.after) - overall(done.outcome!.before), 9);
    expect(gain.score).toBeGreaterThan(gain.error);
    expect(done.loss.length).toBeGreaterThan(3);
    // the chart begins and ends with what the outcome says
    expect(done.score.length).toBeGreaterThan(1);
    expect([done.score[0]!.value, done.score.at(-1)!.value]).toEqual([overall(done.outcome!.before), overall(done.outcome!.after)]);
    const [trained, shipped] = library.learning.versions;
    expect(trained).toMatchObject({ inUse: true, shipped: false, trained: { photos: 40, backend: 'wasm', before: done.outcome!.before, after: done.outcome!.after } });
    expect(shipped).toMatchObject({ name: 'shipped', inUse: false, shipped: true, trained: null });
    expect(embedded(library)).toEqual({ shipped: 48, [trained!.name]: 48 });
    expect(library.state.encoderVersion).toBe(trained!.name);
    expect(versions.at(-1)).toEqual(library.learning.versions);
    expect(new Set(told.map(({ phase }) => phase))).toEqual(new Set(['preparing', 'training', 'scoring', 'encoding', 'done']));
    expect(fake.awake).toBe(0);

    await close(library);
    const again = await openLibrary();
    expect(again.state.encoderVersion).toBe(trained!.name);
    expect(await again.startIndex().finished).toMatchObject({ total: 0 });
    expect((await again.space()).points).not.toEqual(before.points);
  });

  it('leaves everything as it was, and says so, where nothing better comes of it', async () => {
    fake.gain = -0.05;
    const library = await indexed();
    const done = await train(library);
    expect(done).toMatchObject({ phase: 'done', outcome: { adopted: false }, error: null });
    expect(done.outcome!.after.mAP).toBeLessThanOrEqual(done.outcome!.before.mAP);
    expect(done.outcome!.gain!.score).toBeLessThanOrEqual(done.outcome!.gain!.error);
    expect(library.learning.versions).toHaveLength(1);
    expect(embedded(library)).toEqual({ shipped: 48 });
    expect(versions).toEqual([]);
  });

  it('refuses a library of three photos with the reason', async () => {
    await makeLibrary(photos, { groups: 1, perGroup: 3, width: 160, height: 120 });
    const library = await openLibrary();
    await library.startIndex().finished;
    expect(await library.learning.plan()).toMatchObject({ photos: 3, fewest: 32 });
    await expect(library.learning.start(brief)).rejects.toMatchObject({ code: 'too-few-photos', message: expect.stringContaining('this library has 3') });
    expect(library.learning.progress.phase).toBe('idle');
  });

  it.each([['all', 2], ['last-blocks', 300]] as const)('learns %s where a step of it takes %i ms', async (depth, stepMs) => {
    fake.stepMs = stepMs;
    const library = await indexed();
    const { minutes, seed, batch } = brief;
    const done = await train(library, { minutes, seed, batch });
    expect(done).toMatchObject({ phase: 'done', depth });
    expect(fake.depths.slice(0, 2), 'what was measured, and what is learned').toEqual(['all', depth]);
  });

  it('asks judged pairs too, where there are enough', async () => {
    const library = await indexed();
    const ids = [...(await library.photos()).ids] as PhotoId[];
    const judge = library.judge(library.state.lensId);
    for (let i = 0; i < 6; i++) {
      judge.add({ kind: 'similar', photos: [ids[i]!, ids[i + 6]!] });
      judge.add({ kind: 'different', photos: [ids[i]!, ids[i + 20]!] });
    }
    const { outcome } = await train(library);
    for (const { auc } of [outcome!.before, outcome!.after]) expect(auc).toSatisfy((value: number) => value >= 0 && value <= 1);
  });

  it('is one run when it is started twice', async () => {
    const library = await indexed();
    const [first, second] = await Promise.all([library.learning.start(brief), library.learning.start(brief)]);
    expect(first).toBe(second);
    expect(await library.learning.start(brief)).toBe(first);
    await first.finished;
  });

  it('starts over when it is started while the one before is being cancelled', async () => {
    const library = await indexed();
    const first = await library.learning.start({ ...brief, minutes: 1 });
    await untilPhase(library, 'training');
    await library.learning.cancel();
    const second = await library.learning.start(brief);
    expect(second).not.toBe(first);
    expect((await first.finished).phase).toBe('cancelled');
    expect((await second.finished).phase).toBe('done');
  });

  it('goes on while photos are deleted and the folder is indexed, and encodes those that are left', async () => {
    const library = await indexed();
    let goOn = (): void => {};
    const index = new Promise<void>((resolve) => (goOn = resolve));
    fake.beforeStep = (_backend, steps) => (steps === 4 ? index : undefined);
    const run = await library.learning.start(brief);
    await untilPhase(library, 'training');
    for (const name of (await readdir(photos)).slice(0, 20)) await rm(join(photos, name));
    await library.startIndex().finished;
    goOn();
    expect(await run.finished).toMatchObject({ phase: 'done', encoded: { total: 28 } });
    expect((await library.space()).ids).toHaveLength(28);
  });
});

describe('a training run', () => {
  it('pauses, goes on, and takes no time meanwhile', async () => {
    const library = await indexed();
    const run = await library.learning.start(brief);
    await untilPhase(library, 'training');
    expect(fake.awake).toBe(1);
    library.learning.pause();
    expect(fake.awake, 'a paused run lets the computer sleep').toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 60)); // the step under way ends
    const { steps } = fake;
    const { seconds } = run.progress;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([fake.steps, run.progress.seconds, run.progress.phase, run.progress.speed]).toEqual([steps, seconds, 'paused', 0]);
    await library.learning.resume();
    expect(fake.awake).toBe(1);
    expect(await run.finished).toMatchObject({ phase: 'done', outcome: { adopted: true } });
    expect(fake.awake).toBe(0);
  });

  it('leaves nothing behind when it is cancelled, whatever it was doing', async () => {
    const library = await indexed();
    for (const phase of ['preparing', 'training', 'paused'] as const) {
      const run = await library.learning.start(brief);
      await untilPhase(library, phase === 'paused' ? 'training' : phase);
      if (phase === 'paused') library.learning.pause();
      await library.learning.cancel();
      expect(await run.finished).toMatchObject({ phase: 'cancelled', error: null });
      expect(library.learning.versions).toHaveLength(1);
      expect((await readdir(join(library.store.folder, 'encoders'))).filter((name) => name.startsWith('checkpoint'))).toEqual([]);
    }
  });

  it('goes on from its checkpoint after the library was closed', async () => {
    const library = await indexed();
    await library.learning.start({ ...brief, minutes: 1 / 60 });
    await untilPhase(library, 'training');
    while (fake.steps < 6) await new Promise((resolve) => setTimeout(resolve, 2));
    await close(library);
    const { steps } = fake;
    const again = await openLibrary();
    const waiting = again.learning.progress;
    expect(waiting).toMatchObject({ phase: 'paused', notices: [{ kind: 'interrupted' }], photos: 40 });
    expect(waiting.loss.length).toBeGreaterThan(0);
    await again.learning.resume();
    const run = await again.learning.start(brief);
    expect(await run.finished).toMatchObject({ phase: 'done', outcome: { adopted: true }, notices: [{ kind: 'interrupted' }] });
    expect(fake.opened.map(({ steps: before }) => before)).toEqual([0, steps]);
  });

  it('can be given up after the library was closed', async () => {
    const library = await indexed();
    await library.learning.start(brief);
    await untilPhase(library, 'training');
    await close(library);
    const again = await openLibrary();
    await again.learning.cancel();
    expect(again.learning.progress.phase).toBe('cancelled');
    expect(await train(again)).toMatchObject({ phase: 'done', notices: [] });
  });

  it('goes on on the next backend where one fails, from the last checkpoint, and says so', async () => {
    fake.backends = ['tensorflow', 'wasm'];
    fake.beforeStep = (backend, steps) => backend === 'tensorflow' && steps === 12 ? loseDevice() : undefined;
    const library = await indexed();
    const done = await train(library, { ...brief, minutes: 1 / 60 });
    expect(done).toMatchObject({ phase: 'done', backend: 'wasm', outcome: { adopted: true }, notices: [{ kind: 'backend-failed', from: 'tensorflow', to: 'wasm', reason: 'the device was lost' }] });
    expect(fake.opened.map(({ backend }) => backend)).toEqual(['tensorflow', 'wasm']);
    expect(fake.opened[1]!.steps).toBeGreaterThan(0);
    expect(fake.opened[1]!.steps).toBeLessThanOrEqual(12);
  });

  it('fails where no backend is left, and goes on when it is started again', async () => {
    fake.beforeStep = (_backend, steps) => (steps === 2 ? loseDevice() : undefined);
    const library = await indexed();
    const failed = await train(library);
    expect(failed).toMatchObject({ phase: 'failed', error: { code: 'engine-failed', message: expect.stringContaining('the device was lost') } });
    expect(library.state.encoderVersion).toBe('shipped');
    fake.beforeStep = () => {};
    expect(await train(library)).toMatchObject({ phase: 'done', outcome: { adopted: true } });
    expect(fake.opened[1]!.steps).toBeGreaterThan(0);
  });

  it('stops when the disk is full, and goes on when there is room', async () => {
    const library = await indexed();
    const run = await library.learning.start(brief);
    await symlink('/dev/full', join(library.store.folder, 'encoders', `checkpoint.bin.${process.pid}.new`));
    expect(await run.finished).toMatchObject({ phase: 'failed', error: { code: 'disk-full' } });
    expect(library.state.encoderVersion).toBe('shipped');
    expect(await train(library)).toMatchObject({ phase: 'done', outcome: { adopted: true }, error: null });
  });

  it.each([
    ['the disk was full', 'disk-full', (library: Library) => {
      const pages = library.store.db.pragma('main.page_count', { simple: true }) as number;
      library.store.db.pragma(`main.max_page_count = ${pages}`);
      return () => library.store.db.pragma('main.max_page_count = 1000000');
    }],
    ['its engine was lost', 'engine-failed', () => {
      fake.beforeDescribe = loseDevice;
      return () => (fake.beforeDescribe = () => {});
    }]
  ] as const)('goes on encoding after %s, and learns nothing again', async (_, code, fail) => {
    const library = await indexed();
    const run = await library.learning.start(brief);
    await untilPhase(library, 'encoding');
    const mend = fail(library);
    expect(await run.finished).toMatchObject({ phase: 'failed', error: { code } });
    expect(library.state.encoderVersion).toBe('shipped');
    expect((await library.space()).ids).toHaveLength(48);
    mend();
    const { steps } = fake;
    expect(await train(library)).toMatchObject({ phase: 'done', outcome: { adopted: true }, error: null });
    expect(fake.steps, 'nothing is learned again').toBe(steps);
    expect(embedded(library)[library.state.encoderVersion]).toBe(48);
  });

  it('goes past a few batches whose loss is no number, and ends over many', async () => {
    let bad = 3;
    fake.beforeStep = () => {
      if (bad-- > 0) throw new TypeError('loss: expected a number, got NaN');
    };
    const library = await indexed();
    expect(await train(library)).toMatchObject({ phase: 'done', outcome: { adopted: true } });
    bad = 1000;
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await train(library)).toMatchObject({ phase: 'failed', error: { message: expect.stringContaining('NaN') } });
    said.mockRestore();
  });
});

describe('encoder versions', () => {
  it('are switched back and forth, with the photos that are new meanwhile, and deleted', async () => {
    const library = await indexed();
    await train(library);
    const [trained, shipped] = library.learning.versions as [EncoderVersion, EncoderVersion];
    await makeLibrary(join(photos, 'more'), { groups: 1, perGroup: 4, width: 160, height: 120, seed: 9 });
    await library.startIndex().finished;
    expect(embedded(library)).toEqual({ shipped: 48, [trained.name]: 52 });

    expect(await (await library.learning.use(shipped.id)).finished).toMatchObject({ phase: 'done', job: 'switch', encoded: { done: 4, total: 4 } });
    expect(library.state.encoderVersion).toBe('shipped');
    expect(embedded(library)).toEqual({ shipped: 52, [trained.name]: 52 });
    while ((await library.space()).ids.length < 52) await new Promise((resolve) => setTimeout(resolve, 10)); // the space before serves until then

    await expect(library.learning.delete(shipped.id)).rejects.toMatchObject({ code: 'bad-request' });
    await (await library.learning.use(trained.id)).finished;
    await expect(library.learning.delete(trained.id)).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('in use') });
    await (await library.learning.use(shipped.id)).finished;
    expect(await library.learning.delete(trained.id)).toMatchObject([{ name: 'shipped', inUse: true }]);
    expect(embedded(library)).toEqual({ shipped: 52 });
    expect(await readdir(join(library.store.folder, 'encoders'))).not.toContain(`${trained.name}.kenc`);
    await expect(library.learning.use(trained.id)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('let the one of the app stand in for one that does not start, with a notice, and are tried again at the next opening', async () => {
    const library = await indexed();
    await train(library);
    const [trained] = library.learning.versions;
    await close(library);
    const file = join(library.store.folder, 'encoders', `${trained!.name}.kenc`);
    const weights = await readFile(file);
    await rm(file);
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const standing = await openLibrary();
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
    expect(standing.state).toMatchObject({ encoderVersion: 'shipped', notices: [{ kind: 'encoder-failed', name: trained!.name, reason: expect.stringContaining('ENOENT') as string }] });
    expect(standing.learning.versions.map(({ name, inUse }) => [name, inUse])).toEqual([[trained!.name, false], ['shipped', true]]);
    expect(await standing.startIndex().finished).toMatchObject({ total: 0 });
    await close(standing);

    await writeFile(file, weights);
    expect((await openLibrary()).state).toMatchObject({ encoderVersion: trained!.name, notices: [] });
  });

  it('can be given up where one does not start', async () => {
    const library = await indexed();
    await train(library);
    const [trained] = library.learning.versions;
    await close(library);
    await rm(join(library.store.folder, 'encoders', `${trained!.name}.kenc`));
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const standing = await openLibrary();
    await standing.learning.delete(trained!.id);
    await close(standing);
    said.mockClear();
    expect((await openLibrary()).state).toMatchObject({ encoderVersion: 'shipped', notices: [] });
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });

  it('are put in use one at a time', async () => {
    const library = await indexed();
    await train(library);
    const [trained, shipped] = library.learning.versions as [EncoderVersion, EncoderVersion];
    const first = library.learning.use(shipped.id);
    const started = library.learning.start(brief);
    await expect(library.learning.use(trained.id)).rejects.toMatchObject({ code: 'bad-request' });
    const run = await first;
    expect(await started).toBe(run);
    expect(await run.finished).toMatchObject({ phase: 'done', job: 'switch' });
    expect(library.state.encoderVersion).toBe('shipped');
  });
});
