// How long the page takes from one set of duplicates to the next where there are 20,000: by Enter, which decides, and by an arrow key; from the key
// until the next set is drawn, and the page's longest task. A small library is served, whose answers about duplicates are made here. Run it alone,
// with a browser (CHROMIUM_PATH), after a build: `npm run bench -- set-steps [sets]`.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'cbor-x';
import type { Page } from 'playwright-core';
import type { DuplicateFile, DuplicateSet, DuplicateSummary } from '../../src-shared/duplicates/duplicate-set.ts';
import type { Input, PhotoId, RequestName } from '../../src-shared/contract.ts';
import type { KeeperOrder } from '../../src-shared/keepers/rules.ts';
import { App, asker, startBrowser, startServer } from '../e2e/app.ts';
import { makeLibrary } from '../made-library.ts';
import { measureTasks } from './longest-task.ts';

const count = Number(process.argv[2] ?? 20_000);
const PHOTOS = 40;
const STEPS = 60;
/** ms from a key to the next set. */
const BAR = 50;

const order: KeeperOrder = { rules: ['pixels'], fixed: 1, folders: [] };
const root = await mkdtemp(join(tmpdir(), 'kindred-bench-steps-'));
await makeLibrary(join(root, 'Photos'), { groups: PHOTOS / 4, perGroup: 4, width: 1200, height: 900 });
const server = await startServer(join(root, 'data'), join(root, 'Photos'));
const browser = await startBrowser();
try {
  const app = await App.open(browser, server.address);
  await app.ready();
  const decided = new Map<string, DuplicateSummary['decision']>();
  // the server tells pages of a change after each decision: this is one that nothing else shows
  const told = (): Promise<unknown> => asker(server.address)('duplicates.order', order);
  await answer(app.page, 'duplicates.list', () => ({ sets: Array.from({ length: count }, (_, at) => summaryOf(at, decided)), habits: { order, learned: null, choices: 0 }, left: null }));
  await answer(app.page, 'duplicates.read', ({ ids }) => ids.map((id) => wholeOf(Number(id.split(' ')[1]), decided)));
  await answer(app.page, 'duplicates.decide', (input) => input.decided.map(({ id, decision }, at) => { decided.set(id, decision); void told(); return at + 1; }));
  await app.id('view-duplicates').click();
  await app.id('kind-same-picture').click();
  await app.id('set-card').first().click();
  await app.id('set-files').waitFor();
  await app.page.waitForTimeout(1500);
  const results = [];
  for (const key of ['ArrowRight', 'Enter']) {
    const longest = await measureTasks(browser);
    const times: number[] = [];
    for (let step = 0; step < STEPS; step++) {
      times.push(await next(app.page, key));
      await app.page.waitForTimeout(300); // as quick as somebody looks
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number => Math.round(times[Math.floor(share * times.length)]! * 10) / 10;
    results.push({ key, median: at(0.5), p95: at(0.95), longestTask: Math.round(await longest()) });
  }
  console.log(JSON.stringify({ sets: count, results }));
  if (results.some(({ p95 }) => p95 > BAR)) process.exitCode = 1;
} finally {
  await browser.close();
  await server.stop();
  await rm(root, { recursive: true });
}

/** Presses the key, and measures in the page until the frame after the table of the next set was put in. */
async function next(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    const screen = document.querySelector<HTMLElement>('[data-testid=set-screen]')!;
    const before = screen.dataset.set;
    const shown = (): string | undefined => document.querySelector<HTMLElement>('[data-testid=set-file]')?.dataset.file;
    const file = shown();
    Object.assign(window, { stepped: new Promise<number>((resolve) => {
      addEventListener('keydown', () => {
        const start = performance.now();
        const look = (): void => {
          if (screen.dataset.set !== before && shown() !== undefined && shown() !== file) requestAnimationFrame(() => resolve(performance.now() - start));
          else requestAnimationFrame(look);
        };
        look();
      }, { capture: true, once: true });
    }) });
  });
  await page.keyboard.press(key);
  return page.evaluate(() => (window as unknown as { stepped: Promise<number> }).stepped); // set above
}

/** Answers a request of the page here, as the server would. */
async function answer<N extends RequestName>(page: Page, name: N, value: (input: Input<N>) => unknown): Promise<void> {
  await page.route(`**/api/${name}`, async (route) => {
    const input = decode(route.request().postDataBuffer() ?? Buffer.from([0xf6])) as Input<N>; // the page's own request
    await route.fulfill({ contentType: 'application/cbor', body: Buffer.from(encode({ ok: true, value: value(input) })) });
  });
}

function idOf(at: number): string {
  return `${at < count / 2 ? 'identical' : 'same-picture'} ${at}`;
}

function photosOf(at: number): PhotoId[] {
  return (at < count / 2 ? [1 + (at % PHOTOS)] : [1 + (at % PHOTOS), 1 + ((at + 1) % PHOTOS)]) as PhotoId[]; // of the served library
}

function summaryOf(at: number, decided: ReadonlyMap<string, DuplicateSummary['decision']>): DuplicateSummary {
  return { id: idOf(at), kind: at < count / 2 ? 'identical' : 'same-picture', certainty: 1, decision: decided.get(idOf(at)) ?? null, files: 2, photos: photosOf(at), spare: 4_000_000 };
}

function wholeOf(at: number, decided: ReadonlyMap<string, DuplicateSummary['decision']>): DuplicateSet {
  const { id, kind, certainty, decision } = summaryOf(at, decided);
  const photos = photosOf(at);
  const files = [0, 1].map((each): DuplicateFile => ({
    id: 2 * at + each, photo: photos[each] ?? photos[0]!, content: `${at} ${kind === 'identical' ? 0 : each}`.padEnd(64, '0'), folder: join(root, 'Photos'), modifiedAt: 0, path: `${each}/IMG_${at}.jpg`, width: 4000 / (1 + each), height: 3000 / (1 + each),
    format: 'jpeg', bytes: 4_000_000, takenAt: 60_000 * at, camera: 'Camera', hasPlace: false, relations: each === 0 ? [] : ['smaller'], only: [],
    sharpness: 0.5, clipped: 0, differences: []
  }));
  return { id, kind, files, reasons: ['pixels'], learned: false, certainty, decision };
}
