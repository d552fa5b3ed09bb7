import { describe, expect, it } from 'vitest';
import { openTraining } from '../../src-main/compute/training.ts';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { makePictures, readBytes } from '../learning/encoder/reference.ts';

const weights = readBytes('fixtures/tiny.bin');
const recipe = { side: 32, depth: 'all', warmUp: 1 } as const;

describe('training in a thread', () => {
  it('learns, makes checkpoints and returns a weights file', async () => {
    const training = await openTraining({ weights, recipe });
    expect(training).toMatchObject({ backend: 'wasm', recipe: { side: 32, depth: 'all', objective: 'nt-xent' } });
    expect(await training.step(makePictures(3), 3, 0)).toMatchObject({ steps: 1 });
    const checkpoint = await training.checkpoint();
    const { steps, loss } = await training.step(makePictures(3), 3, 0.5);
    const file = await training.weights();
    await training.close();

    const again = await openTraining({ weights, recipe, checkpoint });
    expect(await again.step(makePictures(3), 3, 0.5)).toEqual({ steps, loss });
    expect(await again.weights()).toEqual(file);
    expect(parseWeights(file).trained).toMatchObject({ steps: 2, seen: 6 });
    await again.close();
  });

  it('does not block this thread', async () => {
    const training = await openTraining({ weights, recipe: { ...recipe, side: 96 } });
    const pixels = makePictures(16);
    const [whole, here] = [process.cpuUsage(), process.threadCpuUsage()];
    for (let step = 0; step < 3; step++) await training.step(pixels, 16, 0);
    const spent = ({ user, system }: NodeJS.CpuUsage): number => user + system;
    expect(spent(process.threadCpuUsage(here))).toBeLessThan(0.1 * spent(process.cpuUsage(whole)));
    await training.close();
  });

  it('rejects an invalid batch and continues', async () => {
    const training = await openTraining({ weights, recipe });
    await expect(training.step(makePictures(3), 2, 0)).rejects.toThrow(RangeError);
    await expect(training.step(makePictures(2), 2, 0)).resolves.toMatchObject({ steps: 1 });
    await training.close();
    await expect(training.checkpoint()).rejects.toMatchObject({ code: 'closed' });
  });

  it('does not open with a checkpoint of something else', async () => {
    await expect(openTraining({ weights, recipe, checkpoint: new Uint8Array(50) })).rejects.toMatchObject({
      code: 'start', message: expect.stringContaining('checkpoint: expected KTRN at the start')
    });
  });
});
