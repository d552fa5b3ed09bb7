// Encoders from outside, tried on a library and used: with engines that are stand-ins, whose skill is at the end of the pack's id.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Library } from '../../../src-main/library/library.ts';
import type { TrainProgress } from '../../../src-shared/contract.ts';
import { makeLibrary } from '../../made-library.ts';
import { loseDevice } from './fake-learning.ts';
import { close, embedded, fake, indexed, openLibrary, photos, told, train, untilPhase, versions } from './indexed-library.ts';

const GOOD = { id: 'pack-good-95', title: 'Good' };
const POOR = { id: 'pack-poor-01', title: 'Poor' };
const use = async (library: Library, pack: typeof GOOD, options: { anyway?: boolean } = {}): Promise<TrainProgress> => (await library.learning.usePack(pack, options)).finished;

describe('an encoder from outside', () => {
  it('that is better is used, with every photo encoded; the way back is a switch', async () => {
    const library = await indexed();
    const before = await library.space();
    const done = await use(library, GOOD);
    expect(done).toMatchObject({ phase: 'done', job: 'pack', outcome: { adopted: true }, heldOut: 8, error: null, encoded: { done: 48, total: 48 } });
    expect(done.outcome!.after.mAP).toBeGreaterThan(done.outcome!.before.mAP);
    expect(done.outcome!.gain!.score).toBeGreaterThan(done.outcome!.gain!.error);
    expect(new Set(told.map(({ phase }) => phase))).toEqual(new Set(['preparing', 'scoring', 'encoding', 'done']));
    const [good, shipped] = library.learning.versions;
    expect(good).toMatchObject({ name: GOOD.id, inUse: true, shipped: false, trained: null, pack: { ...GOOD, before: done.outcome!.before, after: done.outcome!.after, heldOut: 8 } });
    expect(shipped).toMatchObject({ inUse: false, shipped: true, pack: null });
    expect(embedded(library)).toEqual({ shipped: 48, [GOOD.id]: 48 });
    expect(library.state.encoderVersion).toBe(GOOD.id);
    await expect.poll(async () => (await library.space()).points).not.toEqual(before.points);

    const back = await (await library.learning.use(shipped!.id)).finished;
    expect(back).toMatchObject({ phase: 'done', job: 'switch' });
    await expect.poll(async () => (await library.space()).points).toEqual(before.points);
    // everything is encoded already, but it may be better no longer
    expect(await use(library, GOOD)).toMatchObject({ phase: 'done', outcome: { adopted: true }, encoded: { total: 0 } });
    expect(library.state.encoderVersion).toBe(GOOD.id);
    expect(versions.at(-1)).toEqual(library.learning.versions);
  });

  it('describes new photos at once, and is there again when the library is opened', async () => {
    const library = await indexed();
    await use(library, GOOD);
    await close(library);
    const again = await openLibrary();
    expect(again.state).toMatchObject({ encoderVersion: GOOD.id, notices: [] });
    await makeLibrary(join(photos, 'new'), { groups: 2, perGroup: 2, width: 150, height: 130, seed: 77 });
    await again.startIndex().finished;
    expect(embedded(again)).toEqual({ shipped: 48, [GOOD.id]: 52 });
    expect((await again.space()).ids).toHaveLength(52);
  });

  it('that is no better is shown and not used, unless it is wanted anyway', async () => {
    const library = await indexed();
    await use(library, GOOD);
    const done = await use(library, POOR);
    expect(done).toMatchObject({ phase: 'done', outcome: { adopted: false } });
    expect(done.outcome!.gain!.score).toBeLessThan(0);
    expect(library.state.encoderVersion).toBe(GOOD.id);
    expect(embedded(library)).toEqual({ shipped: 48, [GOOD.id]: 48 });
    expect(library.learning.versions[0]).toMatchObject({ name: POOR.id, inUse: false, pack: { after: done.outcome!.after } });
    expect(versions.at(-1), 'pages are told what it scored').toEqual(library.learning.versions);
    expect(await use(library, POOR, { anyway: true })).toMatchObject({ outcome: { adopted: true } });
    expect(library.state.encoderVersion).toBe(POOR.id);
    // what was wanted once is not wanted again by itself
    await (await library.learning.use(library.learning.versions.find(({ name }) => name === GOOD.id)!.id)).finished;
    expect(await use(library, POOR)).toMatchObject({ phase: 'done', outcome: { adopted: false } });
    expect(library.state.encoderVersion).toBe(GOOD.id);
    await use(library, POOR, { anyway: true });
  });

  it('is used at once where there are too few photos to compare', async () => {
    await makeLibrary(photos, { groups: 2, perGroup: 3, width: 160, height: 120 });
    const library = await openLibrary();
    await library.startIndex().finished;
    expect(await use(library, POOR)).toMatchObject({ phase: 'done', outcome: null });
    expect(library.state.encoderVersion).toBe(POOR.id);
    expect(library.learning.versions[0]!.pack).toEqual({ ...POOR, before: null, after: null, heldOut: 0 });
  });

  it('goes on where it was stopped, without being compared again', async () => {
    const library = await indexed();
    fake.beforeDescribe = () => {
      if (told.at(-1)?.phase === 'encoding') library.learning.pause();
    };
    const run = await library.learning.usePack(GOOD);
    await untilPhase(library, 'paused');
    expect(library.state.encoderVersion).toBe('shipped');
    await close(library);
    expect(await run.finished).toMatchObject({ phase: 'cancelled' });

    fake.beforeDescribe = () => {};
    const again = await openLibrary();
    expect(again.learning.progress.phase).toBe('idle');
    const some = embedded(again)[GOOD.id]!;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(48);
    told.length = 0;
    expect(await use(again, GOOD)).toMatchObject({ phase: 'done', encoded: { done: 48 - some, total: 48 - some } });
    expect(told.some(({ phase }) => phase === 'scoring')).toBe(false);
    expect(again.state.encoderVersion).toBe(GOOD.id);
  });

  it('is compared again where the user cancelled its use, and keeps what was encoded', async () => {
    const library = await indexed();
    fake.beforeDescribe = () => {
      if (told.at(-1)?.phase === 'encoding') library.learning.pause();
    };
    const run = await library.learning.usePack(POOR, { anyway: true });
    await untilPhase(library, 'paused');
    await library.learning.cancel();
    expect(await run.finished).toMatchObject({ phase: 'cancelled' });
    expect(embedded(library)[POOR.id]).toBeGreaterThan(0);
    fake.beforeDescribe = () => {};
    expect(await use(library, POOR)).toMatchObject({ phase: 'done', outcome: { adopted: false } });
    expect(library.state.encoderVersion).toBe('shipped');
  });

  it('that crashes while it is tried is a reason; it can be tried again, or given up', async () => {
    const library = await indexed();
    let crashes = true;
    fake.beforeDescribe = () => {
      if (crashes) loseDevice();
    };
    expect(await use(library, GOOD)).toMatchObject({ phase: 'failed', error: { code: 'engine-failed', message: expect.stringContaining('the device was lost') } });
    expect(embedded(library)).toEqual({ shipped: 48 });
    await library.learning.cancel();
    expect(library.learning.progress.phase).toBe('idle');
    await use(library, GOOD);
    crashes = false;
    await library.learning.resume();
    await untilPhase(library, 'done');
    expect(library.state.encoderVersion).toBe(GOOD.id);
  });

  it('can be forgotten, but not while it is in use or tried', async () => {
    const library = await indexed();
    const [shipped] = library.learning.versions;
    await use(library, GOOD);
    await expect(library.learning.forgetPack(GOOD.id)).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('is in use') });
    await (await library.learning.use(shipped!.id)).finished;
    await library.learning.forgetPack(GOOD.id);
    expect(embedded(library)).toEqual({ shipped: 48 });
    expect(library.learning.versions).toEqual([expect.objectContaining({ name: 'shipped', inUse: true })]);
    const run = await library.learning.usePack(GOOD);
    await expect(library.learning.forgetPack(GOOD.id)).rejects.toThrow('An encoder is being trained or tried');
    await expect(library.learning.usePack(POOR)).rejects.toThrow('A training is in progress');
    run.cancel();
    await run.finished;
  });

  it('that is gone is replaced by the app’s own until it is back', async () => {
    const library = await indexed();
    await use(library, GOOD);
    await close(library);
    const { openPack } = fake;
    fake.openPack = () => Promise.reject(new Error('it is not here any more'));
    const without = await openLibrary();
    expect(without.state).toMatchObject({ encoderVersion: 'shipped', notices: [{ kind: 'encoder-failed', name: 'Good', reason: 'it is not here any more' }] });
    expect((await without.space()).ids).toHaveLength(48);
    await close(without);
    fake.openPack = openPack;
    const back = await openLibrary();
    expect(back.state).toMatchObject({ encoderVersion: GOOD.id, notices: [] });
    fake.openPack = () => Promise.reject(new Error('gone'));
    await close(back);
    const given = await openLibrary();
    await given.learning.forgetPack(GOOD.id);
    expect(given.state.encoderVersion).toBe('shipped');
    await close(given);
    expect((await openLibrary()).state.notices).toEqual([]);
  });

  it('can be compared with one that was trained here', async () => {
    const library = await indexed();
    await train(library);
    const trained = library.state.encoderVersion;
    const done = await use(library, POOR);
    expect(done.outcome).toMatchObject({ adopted: false });
    expect(library.state.encoderVersion).toBe(trained);
  });
});
