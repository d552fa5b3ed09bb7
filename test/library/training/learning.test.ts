// Training on a library, and the encoder versions that come of it, with an encoder that is a stand-in.

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { EncoderVersion, PhotoId } from '../../../src-shared/contract.ts';
import { makeLibrary } from '../../made-library.ts';
import { overall } from '../../../src-shared/learning/scores/overall.ts';
import { photos, fake, told, versions, openLibrary, indexed, close, brief, train, embedded, untilPhase } from './indexed-library.ts';

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
    await rm(file.replace('.kenc', '.copy'));
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const standing = await openLibrary();
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
    expect(standing.state).toMatchObject({ encoderVersion: 'shipped', notices: [{ kind: 'encoder-failed', name: trained!.name, reason: expect.stringContaining('is gone') as string }] });
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
    for (const ending of ['kenc', 'copy']) await rm(join(library.store.folder, 'encoders', `${trained!.name}.${ending}`));
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
