// A page's GPU, lent to the app: what is computed there is what is computed here, and a page that goes away is no loss. In a
// real Chromium, on the software GPU that it brings.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withWindow } from '../../src-main/compute/backends.ts';
import type { Engine } from '../../src-main/compute/engine.ts';
import { openEngine } from '../../src-main/compute/open-engine.ts';
import { openTraining } from '../../src-main/compute/training.ts';
import { WindowGpu } from '../../src-main/compute/window-gpu.ts';
import { createEventHub } from '../../src-main/hosts/events.ts';
import { serve, type Served } from '../../src-main/serve.ts';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { makeApp } from '../hosts/made-app.ts';
import { makePictures, readBytes, relativeError } from '../learning/encoder/reference.ts';
import { makeLibrary } from '../made-library.ts';
import { asker, browserPath, lastOpened, startServer } from './app.ts';

const weights = fileURLToPath(new URL('../learning/encoder/fixtures/tiny.bin', import.meta.url));
const wasm = { name: 'wasm', usable: true, note: null } as const;
const none = [{ name: 'webgpu', usable: false, note: 'no GPU was found' }, wasm] as const;

const startBrowser = (): Promise<Browser> => chromium.launch({
  ...(browserPath !== undefined && { executablePath: browserPath }),
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']
});

describe.skipIf(browserPath === undefined)("a page's GPU", { timeout: 120_000 }, () => {
  const events = createEventHub();
  const gpu = new WindowGpu({ wake: (page) => events.emit('gpu.wanted', { page }), silenceMs: 3000, waitMs: 1000 });
  let browser: Browser;
  let served: Served;
  let page: Page;
  let here: Engine;

  beforeAll(async () => {
    browser = await startBrowser();
    const app = makeApp({
      'gpu.offer': async ({ page: name, adapter }) => (gpu.offer(name, adapter), null),
      'gpu.take': ({ page: name }) => gpu.take(name),
      'gpu.tell': async ({ page: name, worker, reply }) => (gpu.tell(name, worker, reply), null)
    });
    served = await serve({ ...app, events });
    here = await openEngine({ weights, workers: 1, backends: [wasm] });
    page = await browser.newPage();
    await page.goto(served.url);
    await gpu.expect(30_000);
  }, 180_000);
  afterAll(async () => {
    await here.close();
    await browser.close();
    await served.close();
  });

  it('is refused where it is a software GPU, unless it is forced', () => {
    expect(gpu.lent).toMatchObject({ software: true, device: expect.stringMatching(/swiftshader/i) });
    expect(withWindow(none, gpu.lent, null)[0]).toMatchObject({ usable: false, note: expect.stringMatching(/^only a software GPU was found in the window/) });
    expect(withWindow(none, gpu.lent, 'webgpu')[0]).toMatchObject({ usable: true, inWindow: true, note: expect.stringMatching(/, in the window$/) });
    expect(withWindow(none, gpu.lent, 'wasm')).toEqual(none);
  });

  it('describes photos as WebAssembly does', async () => {
    const engine = await openEngine({ weights, workers: 1, backends: withWindow(none, gpu.lent, 'webgpu'), window: gpu });
    expect(engine.backend).toBe('webgpu');
    const [there, expected] = await Promise.all([engine, here].map((one) => one.describe({ count: 3, pixels: makePictures(3) })));
    for (const part of ['embeddings', 'colour', 'layout', 'texture'] as const) expect(relativeError(there![part], expected![part]), part).toBeLessThan(1e-3);
    await expect(engine.describe({ count: 1, pixels: new Uint8Array(5) })).rejects.toThrow(RangeError);
    await engine.close();
  });

  it('trains as WebAssembly does, which goes on from its checkpoint', async () => {
    const some = { weights: readBytes('fixtures/tiny.bin'), recipe: { side: 32, depth: 'all', warmUp: 1 } } as const;
    const train = async (where: Partial<Parameters<typeof openTraining>[0]>): Promise<{ losses: number[]; learned: ReturnType<typeof parseWeights> }> => {
      const training = await openTraining({ ...some, ...where });
      const losses: number[] = [];
      for (let step = 0; step < 2; step++) losses.push((await training.step(makePictures(3), 3, step / 2)).loss);
      await expect(training.step(makePictures(3), 2, 0)).rejects.toThrow(RangeError);
      const [checkpoint, weightsFile] = [await training.checkpoint(), await training.weights()];
      await training.close();
      const next = await openTraining({ ...some, checkpoint });
      losses.push((await next.step(makePictures(3), 3, 1)).loss);
      await next.close();
      return { losses, learned: parseWeights(weightsFile) };
    };
    const [there, expected] = [await train({ backend: 'webgpu', window: gpu }), await train({})];
    expect(relativeError(there.losses, expected.losses)).toBeLessThan(1e-3);
    // an optimiser's first steps go by the sign of the gradient, so that rounding counts for more than in the loss
    for (const [name, values] of expected.learned.tensors) expect(relativeError(there.learned.tensors.get(name)!, values), name).toBeLessThan(1e-2);
  });

  it('gives way to WebAssembly where the page goes away in the middle', async () => {
    const lines: string[] = [];
    const engine = await openEngine({ weights, workers: 1, backends: withWindow(none, gpu.lent, 'webgpu'), window: gpu, onFallback: (line) => lines.push(line) });
    expect(engine.backend).toBe('webgpu');
    await page.close();
    const { embeddings } = await engine.describe({ count: 2, pixels: makePictures(2) });
    expect(engine).toMatchObject({ backend: 'wasm', better: [{ name: 'webgpu', usable: false, note: expect.stringContaining('the window does not answer any more') }] });
    expect(lines).toEqual([expect.stringMatching(/^computing on wasm.*not on webgpu: .*the window does not answer/)]);
    expect(relativeError(embeddings, (await here.describe({ count: 2, pixels: makePictures(2) })).embeddings)).toBeLessThan(1e-5);
    expect(gpu.lent).toBeUndefined();
    await engine.close();
  });
});

describe.skipIf(browserPath === undefined)('kindred serve with WebGPU forced', { timeout: 120_000 }, () => {
  it('indexes on the GPU of the page that is open', async () => {
    const root = await mkdtemp(join(tmpdir(), 'kindred-gpu-'));
    const made = await makeLibrary(join(root, 'photos'), { groups: 2, perGroup: 2, width: 160, height: 120 });
    // no Dawn of its own: the software adapter is the page's alone
    const server = await startServer(join(root, 'data'), null, { KINDRED_BACKEND: 'webgpu', VK_ICD_FILENAMES: '/nowhere.json' });
    const browser = await startBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(server.address);
      await page.locator('[data-testid=welcome], main').first().waitFor();
      const ask = asker(server.address);
      await ask('library.open', { folder: made.folder, page: 'test' });
      await expect.poll(async () => (await ask('index.progress', null)).phase, { timeout: 90_000, interval: 200 }).toBe('done');
      expect(await ask('library.enter', lastOpened)).toMatchObject({ photos: 4, problems: 0 });
      expect((await ask('compute.backends', null)).find(({ name }) => name === 'webgpu')).toMatchObject({ usable: true, note: expect.stringMatching(/in the window$/) });
    } finally {
      await browser.close();
      await server.stop();
      await rm(root, { recursive: true });
    }
  });
});
