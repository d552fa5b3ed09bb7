// What was said happens at once and is told; what was learned is offered, looked at, applied or left; the slider stays where it was put; Review ends
// with what changed. In a real browser.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LensId, Origin, PhotoId, Statement } from '../../src-shared/contract.ts';
import { makeLibrary } from '../made-library.ts';
import { App, asker, browserPath, lastOpened, startBrowser, startServer, type Server } from './app.ts';

const [groups, perGroup] = [12, 6];

describe.skipIf(browserPath === undefined)('what was said and what was learned', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;
  let truth: Readonly<Record<string, string>>;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-offers-'));
    ({ truth } = await makeLibrary(join(root, 'Photos'), { groups, perGroup, width: 480, height: 360, seed: 5 }));
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), join(root, 'Photos'));
  }, 180_000);

  beforeEach(async () => {
    app = await App.open(browser, server.address);
    await app.ready();
  }, 180_000);

  afterEach(async () => {
    const lensId = await lens();
    for (let { undoable } = await ask('judgments.read', { lensId }); undoable; ) ({ undoable } = await ask('judgments.undo', { lensId, step: undoable.id }));
    expect(app.complaints).toEqual([]);
    await app.close();
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  const ask: ReturnType<typeof asker> = (name, input) => asker(server.address)(name, input);
  const lens = async (): Promise<LensId> => (await ask('library.enter', lastOpened))!.lensId;
  const said = async (): Promise<Statement[]> => (await ask('judgments.read', { lensId: await lens() })).judgments.map(({ statement }) => statement);
  /** The photos of each scene. */
  const scenes = async (): Promise<PhotoId[][]> => {
    const { ids } = await ask('photos.list', null);
    const bySceneName = new Map<string, PhotoId[]>();
    for (const id of Array.from(ids) as PhotoId[]) {
      const { files: [file] } = await ask('photo.details', { id });
      const scene = truth[file?.path ?? '']!;
      bySceneName.set(scene, [...(bySceneName.get(scene) ?? []), id]);
    }
    return [...bySceneName.values()];
  };
  /** Answers of another page: every scene is like the one before it. */
  const answerAlike = async (count: number): Promise<void> => {
    const lensId = await lens();
    const photos = await scenes();
    const origin: Origin = { kind: 'asked', probability: 0.3 };
    for (let at = 0; at < count; at++) {
      const [a, b] = [photos[at % photos.length]![at % 3]!, photos[(at + 1) % photos.length]![at % 3]!];
      await ask('judgments.add', { lensId, statement: { kind: 'similar', photos: [a, b] }, origin });
    }
  };

  it('explores', async () => {
    console.log(await app.groupSizes());
    await answerAlike(4);
    for (let i = 0; i < 8; i++) { await app.page.waitForTimeout(700); console.log(await app.groupSizes(), await app.id('offer').allTextContents(), await app.id('toast').allTextContents(), await app.id('suggested').count()); }
    await app.picture('offers-x');
    console.log(await said());
  });
});
