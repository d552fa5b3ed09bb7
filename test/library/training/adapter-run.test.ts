// Adapters on an encoder from outside, trained on a library: with an encoder and a training that are stand-ins.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Library } from '../../../src-main/library/library.ts';
import { PARTS } from '../../../src-main/library/training/view-features.ts';
import { makeLibrary } from '../../made-library.ts';
import { loseDevice } from './fake-learning.ts';
import { HALF, type HalfPack, halfPack, takesOut } from './half-pack.ts';
import { brief, close, embedded, fake, indexed, openLibrary, photos, told, train, untilPhase } from './indexed-library.ts';

/** Of 48 photos, eight are held out. */
const LEARNED = 40;
/** By a clock that runs ahead of the machine's with every step: time for views is not waited for when they have been looked at. */
const STEP_TAKES_MS = 1000;
let half: HalfPack;
beforeEach(() => {
  half = halfPack();
  fake.openPack = half.open;
  fake.adapterOf = (start) => takesOut('noise', start);
  const time = performance.now.bind(performance);
  let ahead = 0;
  fake.beforeStep = () => void (ahead += STEP_TAKES_MS);
  vi.spyOn(performance, 'now').mockImplementation(() => time() + ahead);
  return () => vi.restoreAllMocks();
});

/** A library that uses the encoder from outside. */
async function withPack(): Promise<Library> {
  const library = await indexed();
  await (await library.learning.usePack(HALF, { anyway: true })).finished;
  expect(library.state.encoderVersion).toBe(HALF.id);
  told.length = 0;
  return library;
}
const files = (library: Library): string[] => readdirSync(join(library.store.folder, 'encoders')).sort();
/** Half of it is for looking at views, which takes a few tenths of a second where nothing else runs; the rest is over after sixty steps. */
const long = { ...brief, minutes: 1 };
const looked = (library: Library): number => (statSync(join(library.store.folder, 'encoders', `${HALF.id}.views`)).size - 512) / (36 + (1 + PARTS) * 48 * 2);

describe('an adapter', () => {
  it('that is better is used, without looking at the photos again; the way back is a switch', { timeout: 120_000 }, async () => {
    const library = await withPack();
    const { minutes } = await library.learning.plan();
    expect(minutes).toBe(3);
    const before = half.looked;
    const done = await train(library, long);
    expect(done).toMatchObject({ phase: 'done', job: 'train', depth: 'adapter', photos: LEARNED, heldOut: 8, outcome: { adopted: true }, error: null, encoded: { done: 48, total: 48 } });
    expect(done.outcome!.gain!.score).toBeGreaterThan(done.outcome!.gain!.error);
    expect(half.views).toBe(LEARNED * (1 + PARTS));
    const perSeed = (8 + 40) + 8 * 8; // the photos and those beside them, and views: at most eight of each
    expect(half.looked - before, 'views, and what is held out by two seeds; not all photos anew').toBe(half.views + 2 * perSeed);
    const [adapter, plain] = library.learning.versions;
    expect(adapter).toMatchObject({ name: expect.stringMatching(/^adapter-[0-9a-f]{10}$/), inUse: true, shipped: false, pack: { ...HALF, before: null }, trained: { before: done.outcome!.before, after: done.outcome!.after, photos: LEARNED } });
    expect(plain).toMatchObject({ name: HALF.id, inUse: false, trained: null });
    expect(embedded(library)).toEqual({ shipped: 48, [HALF.id]: 48, [adapter!.name]: 48 });
    expect(files(library)).toEqual([`${adapter!.name}.copy`, `${adapter!.name}.kenc`, `${HALF.id}.views`]);

    await expect(library.learning.delete(plain!.id)).rejects.toThrow('What learned on Half needs it');
    expect(await (await library.learning.use(plain!.id)).finished).toMatchObject({ phase: 'done', job: 'switch' });
    expect(library.state.encoderVersion).toBe(HALF.id);
    const views = half.views;
    expect(await train(library, long)).toMatchObject({ outcome: { adopted: true } });
    expect(half.views, 'views are looked at once').toBe(views);
    // goes on from the adapter, which cannot take out more
    expect(await train(library, long)).toMatchObject({ outcome: { adopted: false } });
    expect(library.state.encoderVersion).toBe(adapter!.name);
  });

  it('describes new photos with and without it, and is there again when the library is opened', async () => {
    const library = await withPack();
    await train(library, long);
    const { encoderVersion } = library.state;
    await close(library);
    const again = await openLibrary();
    expect(again.state).toMatchObject({ encoderVersion, notices: [] });
    await makeLibrary(join(photos, 'new'), { groups: 2, perGroup: 2, width: 150, height: 130, seed: 77 });
    await again.startIndex().finished;
    expect(embedded(again)).toEqual({ shipped: 48, [HALF.id]: 52, [encoderVersion]: 52 });
  });

  it('that is worse is not used', async () => {
    fake.adapterOf = (start) => takesOut('colours', start);
    const library = await withPack();
    const done = await train(library, long);
    expect(done).toMatchObject({ phase: 'done', outcome: { adopted: false } });
    expect(library.state.encoderVersion).toBe(HALF.id);
    expect(library.learning.versions).toHaveLength(2);
    expect(files(library)).toEqual([`${HALF.id}.views`]);
  });

  it('goes on where it was stopped while views were looked at, or while it learned', { timeout: 120_000 }, async () => {
    const library = await withPack();
    half.beforeLook = () => {
      if (half.views >= 10 * (1 + PARTS)) library.learning.pause();
    };
    const run = await library.learning.start(long);
    await untilPhase(library, 'paused');
    expect(told.at(-1)).toMatchObject({ depth: 'adapter' });
    await close(library);
    expect(await run.finished).toMatchObject({ phase: 'cancelled' });
    expect(half.views).toBeLessThan(LEARNED * (1 + PARTS));

    half.beforeLook = () => {};
    const again = await openLibrary();
    expect(again.learning.progress).toMatchObject({ phase: 'paused', notices: [{ kind: 'interrupted' }] });
    await again.learning.start(long);
    await untilPhase(again, 'training');
    while (fake.steps < 3) await new Promise((resolve) => setTimeout(resolve, 2));
    await close(again);
    expect(half.views, 'none is looked at twice').toBe(looked(again) * (1 + PARTS));
    const { views } = half;
    const { steps } = fake;
    const last = await openLibrary();
    expect(await train(last, long)).toMatchObject({ phase: 'done', outcome: { adopted: true } });
    expect(fake.opened.at(-1)!.steps, 'from the checkpoint').toBe(steps);
    expect(half.views, 'after a resume none are looked at that were not before').toBe(views);
  });

  it('leaves nothing but views where it was cancelled', async () => {
    const library = await withPack();
    const run = await library.learning.start(long);
    await untilPhase(library, 'training');
    await expect(library.learning.forgetPack(HALF.id)).rejects.toThrow('An encoder is being trained or tried');
    run.cancel();
    expect(await run.finished).toMatchObject({ phase: 'cancelled' });
    expect(library.learning.versions).toHaveLength(2);
    expect(files(library)).toEqual([`${HALF.id}.views`]);
  });

  it('goes with its encoder, which is not removed while it is in use', async () => {
    const library = await withPack();
    await train(library, long);
    await expect(library.learning.forgetPack(HALF.id)).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('is in use') });
    await (await library.learning.use(library.learning.versions.find(({ shipped }) => shipped)!.id)).finished;
    await library.learning.forgetPack(HALF.id);
    expect(embedded(library)).toEqual({ shipped: 48 });
    expect(files(library)).toEqual([]);
  });

  it('whose encoder crashes, or is gone, says so; what was begun can go on', async () => {
    const library = await withPack();
    half.beforeLook = () => {
      if (half.views > 0) loseDevice();
    };
    expect(await train(library, long)).toMatchObject({ phase: 'failed', error: { code: 'engine-failed', message: expect.stringContaining('the device was lost') } });
    fake.openPack = () => Promise.reject(new Error('it is not here any more'));
    expect(await train(library, long)).toMatchObject({ phase: 'failed', error: { message: expect.stringContaining('it is not here any more') } });
    expect(library.state.encoderVersion).toBe(HALF.id);
    half.beforeLook = () => {};
    fake.openPack = half.open;
    expect(await train(library, long)).toMatchObject({ phase: 'done', outcome: { adopted: true } });
    await close(library);
    fake.openPack = () => Promise.reject(new Error('it is not here any more'));
    const without = await openLibrary();
    expect(without.state).toMatchObject({ encoderVersion: 'shipped', notices: [{ kind: 'encoder-failed', name: 'Half' }] });
  });

  it('does not learn by turned views', async () => {
    const library = await withPack();
    await expect(library.learning.start({ ...long, recipe: { objective: 'rotation' } })).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('cannot learn by rotation') });
  });
});
