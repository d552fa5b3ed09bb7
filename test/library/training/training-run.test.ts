// Each way a training run may go: paused, cancelled, killed, failed, on a full disk.

import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Library } from '../../../src-main/library/library.ts';
import { loseDevice } from './fake-learning.ts';
import { fake, openLibrary, indexed, close, brief, train, embedded, untilPhase } from './indexed-library.ts';

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
