// The real desktop app, driven through Playwright wherever Electron's runtime is installed: `npm run test:desktop`. What needs no runtime is shown by
// test/index on a stand-in.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';

const root = join(import.meta.dirname, '../..');
/** Where electron's own install script puts the runtime; '' if it never ran. */
const runtime = ((): string => {
  const folder = join(createRequire(import.meta.url).resolve('electron/package.json'), '..');
  const path = join(folder, 'path.txt');
  return existsSync(path) ? join(folder, 'dist', readFileSync(path, 'utf8')) : '';
})();
const hasRuntime = runtime !== '' && existsSync(runtime);
if (!hasRuntime) console.log('The desktop app was not tried: Electron’s runtime is not installed. `npm explore electron -- node install.js` downloads it.');

describe.skipIf(!hasRuntime)('the desktop app', () => {
  let folder: string;
  let photos: string;
  let app: ElectronApplication | null = null;

  beforeAll(() => expect(existsSync(join(root, 'out/main/index.js'))).toBe(true));
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kindred-real-'));
    photos = join(folder, 'Photos');
    await makeLibrary(photos, { groups: 4, perGroup: 4, width: 320, height: 240, seed: 2 });
  });
  afterEach(async () => {
    await app?.close().catch(() => undefined); // a test may have ended it
    app = null;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts it, as its own user with no libraries, or with those of this test. */
  async function start(args: readonly string[] = [], settings: { readonly colorScheme?: 'dark' | 'light'; readonly locale?: string } = {}): Promise<Page> {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    app = await _electron.launch({ executablePath: runtime, args: [...sandbox, ...(settings.locale ? [`--lang=${settings.locale}`] : []), root, ...args], env: { ...process.env, KINDRED_DATA: join(folder, 'data') }, ...settings });
    const page = await app.firstWindow();
    await page.waitForLoadState();
    return page;
  }
  const cards = (page: Page) => page.getByTestId('group-card');

  it('starts on the welcome, opens a folder by the system’s dialog, and shows its groups', async () => {
    const page = await start();
    await page.getByTestId('welcome').waitFor();
    await app!.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, photos);
    await page.getByTestId('choose-folder').click();
    await cards(page).first().waitFor({ timeout: 60_000 });
  });

  it('opens a folder that it is given, takes a correction, and keeps it over a restart', async () => {
    let page = await start([photos]);
    await cards(page).first().click({ timeout: 60_000 });
    await page.getByTestId('photo').first().click();
    await page.keyboard.press('x');
    await page.getByTestId('toast').first().waitFor();
    await app!.close();
    page = await start();
    await cards(page).first().waitFor({ timeout: 60_000 });
    const answers = await page.evaluate(async () => (await (globalThis as unknown as { kindred: { request(name: string, input: unknown): Promise<readonly { answers: number }[]> } }).kindred.request('library.recent', null))[0]?.answers);
    expect(answers).toBeGreaterThan(0);
  });

  it('quits during a job within seconds, and goes on with it at the next start', async () => {
    await start([photos]);
    const began = performance.now();
    await app!.close();
    expect(performance.now() - began).toBeLessThan(8000);
    const page = await start([photos]);
    await cards(page).first().waitFor({ timeout: 60_000 });
  });

  it('a second start hands its folder to the first and ends', async () => {
    const page = await start();
    const second = await _electron.launch({ executablePath: runtime, args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, photos], env: { ...process.env, KINDRED_DATA: join(folder, 'data') } }).catch(() => null);
    await second?.close().catch(() => undefined);
    await cards(page).first().waitFor({ timeout: 60_000 });
    expect(app!.windows()).toHaveLength(1);
  });

  it('offers to reload when its page crashes, and nothing is lost', async () => {
    const page = await start([photos]);
    await cards(page).first().waitFor({ timeout: 60_000 });
    await app!.evaluate(({ BrowserWindow, dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
      BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer();
    });
    await expect.poll(async () => app!.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.isCrashed()), { timeout: 20_000 }).toBe(false);
    await expect.poll(() => app!.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript('document.querySelectorAll("[data-testid=group-card]").length') as Promise<number>), { timeout: 60_000 }).toBeGreaterThan(0);
  });

  it('goes on when a process that computes is killed', async () => {
    const page = await start([photos]);
    await app!.evaluate(({ app: running }) => {
      for (const { pid, type } of running.getAppMetrics()) if (type === 'Utility') process.kill(pid, 'SIGKILL');
    });
    await cards(page).first().waitFor({ timeout: 60_000 });
  });

  it('lends its GPU, or says why it has none', async () => {
    const page = await start([photos]);
    await cards(page).first().waitFor({ timeout: 60_000 });
    const backends = (await page.evaluate(() => (globalThis as unknown as { kindred: { request(name: string, input: unknown): Promise<unknown> } }).kindred.request('compute.backends', null))) as readonly { readonly name: string; readonly usable: boolean; readonly note: string | null }[];
    const gpu = backends.filter(({ name }) => name === 'webgpu');
    expect(gpu.length).toBeGreaterThan(0);
    for (const { usable, note } of gpu) expect(usable || note !== null).toBe(true);
  });

  it.each([['dark', 'rgb(20, 20, 22)'], ['light', 'rgb(250, 250, 250)']] as const)('is %s where the system is', async (colorScheme, ground) => {
    const page = await start([], { colorScheme });
    await page.getByTestId('welcome').waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(ground);
  });

  it('speaks Korean where the system does', async () => {
    const page = await start([], { locale: 'ko' });
    await page.getByTestId('welcome').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ko');
  });

  it('reaches nothing but itself', async () => {
    const page = await start([photos]);
    await cards(page).first().waitFor({ timeout: 60_000 });
    expect(await page.evaluate(() => fetch('https://example.com/').then(() => 'reached', () => 'refused'))).toBe('refused');
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
  });
});
