// Electron's own security checklist (electronjs.org/docs/latest/tutorial/security), item by item, walked on what was built: the bundles in out/ run on the
// stand-in, packaged, and the configuration of the installers. Attempts are made, and seen refused, wherever the stand-in can make them.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInContext, runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isPage } from '../../src-main/hosts/desktop/addresses.ts';
import type { MadeElectron } from './setting.ts';

const root = join(import.meta.dirname, '../..');
const built = (path: string): string => readFileSync(join(root, path), 'utf8');
/** What no page may load, show or send to. */
const FOREIGN = ['http://example.com/', 'https://example.com/', 'ws://example.com/', 'wss://127.0.0.1/', 'ftp://example.com/', 'file:///etc/passwd', 'chrome://gpu', 'about:blank#'];

let data: string;
let electron: MadeElectron;
const { error } = console;
const monitors = process.listeners('uncaughtExceptionMonitor');
const started = process.argv;

beforeAll(async () => {
  expect(existsSync(join(root, 'out/main/index.js')), 'nothing is built: run `node scripts/setup.mjs`').toBe(true);
  data = await mkdtemp(join(tmpdir(), 'kindred-checklist-'));
  vi.stubEnv('KINDRED_DATA', data);
  vi.doMock('electron', () => import('../hosts/desktop/made-electron.ts'));
  electron = (await import('electron')) as unknown as MadeElectron; // mocked above
  electron.state.packaged = true;
  process.argv = ['kindred'];
  await import(join(root, 'out/main/index.js'));
  await vi.waitFor(() => expect(electron.state.windows).toHaveLength(1));
  runInNewContext(built('out/preload/preload.cjs'), { require: (name: string) => (name === 'electron' ? electron : expect.fail(`the preload requires ${name}`)), crypto });
});

afterAll(async () => {
  electron.app.quit();
  await vi.waitFor(() => expect(electron.state.exitCode).toBe(0));
  process.argv = started;
  console.error = error; // the log of the app that has ended
  for (const listener of process.listeners('uncaughtExceptionMonitor')) if (!monitors.includes(listener)) process.off('uncaughtExceptionMonitor', listener);
  vi.unstubAllEnvs();
  await rm(data, { recursive: true });
});

const page = (): (typeof electron.state.windows)[number] => electron.state.windows[0]!; // there since the start
const preferences = (): Record<string, unknown> => page().options.webPreferences;
const cancelled = (url: string): boolean | undefined => {
  let answer: boolean | undefined;
  electron.session.defaultSession.request?.({ url }, ({ cancel }) => (answer = cancel));
  return answer;
};
const policy = async (url: string): Promise<Map<string, string[]>> => {
  const { headers } = await electron.session.defaultSession.fetch(url);
  return new Map((headers.get('content-security-policy') ?? '').split(';').map((part) => part.trim().split(/\s+/)).map(([name = '', ...sources]) => [name, sources]));
};
/** Files that say one of these words. */
const saying = (pattern: string, words: RegExp): string[] => globSync(pattern, { cwd: root }).filter((path) => words.test(built(path)));
/** The fuses of electron-builder.yml. */
const fuses = (): Record<string, string> =>
  Object.fromEntries(Array.from((built('electron-builder.yml').split('electronFuses:\n')[1] ?? '').matchAll(/^ {2}(\w+): (\w+)$/gm), ([, name = '', value = '']) => [name, value]));

describe('the security checklist of Electron', () => {
  it('1: loads only secure content: its own, from the app itself', () => {
    expect(isPage(page().url)).toBe(true);
    expect(FOREIGN.map(cancelled)).toEqual(FOREIGN.map(() => true));
    expect(cancelled(page().url)).toBe(false);
    const addresses = Array.from(built('out/renderer/index.html').matchAll(/(?:src|href)="([^"]*)"/g), ([, address]) => address!);
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of addresses) expect(address).toMatch(/^\.\/assets\//);
  });

  it('2: gives no page Node, whatever it shows', () => {
    expect(preferences()).toMatchObject({ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false });
    expect(Array.from(built('out/main/index.js').matchAll(/new (BrowserWindow|WebContentsView|BrowserView)\b/g), ([, what]) => what)).toEqual(['BrowserWindow']); // so there is no other page
  });

  it('3: isolates the world of the preload from that of the page', () => {
    expect(preferences()).toMatchObject({ contextIsolation: true });
    expect(runInContext('typeof kindred.request', electron.pageWorld)).toBe('function');
    expect(runInContext('kindred.request.constructor("return [typeof process, typeof require, typeof ipcRenderer].join()")()', electron.pageWorld)).toBe('undefined,undefined,undefined');
  });

  it('4: sandboxes every process of a page, and no installer turns that off', () => {
    expect(electron.state.sandboxed).toBe(true);
    expect(preferences()).toMatchObject({ sandbox: true });
    expect(electron.state.switches.filter((name) => /sandbox/.test(name))).toEqual([]);
    expect(saying('{electron-builder.yml,package.json,resources/installer/*,out/main/index.js}', /no-sandbox/)).toEqual([]);
  });

  it('5: grants no permission', () => {
    const { defaultSession } = electron.session;
    const asked = ['media', 'geolocation', 'notifications', 'midiSysex', 'pointerLock', 'fullscreen', 'openExternal', 'clipboard-read', 'fileSystem', 'hid', 'serial', 'usb', 'unknown'];
    const granted: boolean[] = [];
    for (const permission of asked) defaultSession.permission?.(page().webContents, permission, (answer) => granted.push(answer));
    expect(granted).toEqual(asked.map(() => false));
    expect([defaultSession.check?.(), defaultSession.device?.()]).toEqual([false, false]);
  });

  it('6: leaves web security on', () => {
    expect(preferences()).toMatchObject({ webSecurity: true });
    expect(electron.state.switches.filter((name) => /disable-web-security|disable-site-isolation/.test(name))).toEqual([]);
  });

  it('7: sends a policy with everything, also with errors, by which only its own scripts run', async () => {
    for (const url of ['kindred://app/', 'kindred://app/nowhere.js', 'kindred://media/library/a/photo/1', 'kindred://elsewhere/']) {
      const parts = await policy(url);
      expect([parts.get('default-src'), parts.get('script-src'), parts.get('connect-src')], url).toEqual([["'self'"], ["'self'"], ["'self'"]]);
      for (const name of ['object-src', 'base-uri', 'form-action', 'frame-ancestors']) expect(parts.get(name), `${name} of ${url}`).toEqual(["'none'"]);
      expect([...parts.values()].flat().filter((source) => /unsafe-eval|^https?:|^wss?:|^\*/.test(source))).toEqual([]);
    }
    expect(built('out/renderer/index.html')).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=/); // nothing that the policy would have to allow
  });

  it('8: allows no insecure content', () => {
    expect(preferences()).not.toHaveProperty('allowRunningInsecureContent');
    expect(cancelled('http://127.0.0.1:8080/script.js')).toBe(true);
    expect(electron.state.switches.filter((name) => name.includes('insecure'))).toEqual([]);
  });

  it('9: turns on no experimental features, but for WebGPU on Linux where there is a graphics card', () => {
    expect(preferences()).not.toHaveProperty('experimentalFeatures');
    const known = process.platform === 'linux' ? ['enable-unsafe-webgpu', 'enable-features=Vulkan'] : [];
    expect(electron.state.switches.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('10: turns on no features of Blink', () => {
    expect(preferences()).not.toHaveProperty('enableBlinkFeatures');
    expect(saying('out/main/index.js', /enable-?blink-?features/i)).toEqual([]);
  });

  it('11: has no <webview>, so none that may open windows', () => {
    expect(preferences()).toMatchObject({ webviewTag: false });
    expect(saying('out/renderer/**/*.{html,js}', /<webview|allowpopups/i)).toEqual([]);
  });

  it('12: lets no <webview> be attached, whatever it asks for', () => {
    for (const src of ['kindred://app/', 'https://example.com/']) {
      const event = { prevented: false, preventDefault: () => void (event.prevented = true) };
      page().webContents.emit('will-attach-webview', event, { nodeIntegration: true, preload: '/tmp/evil.js' }, { src });
      expect(event.prevented, src).toBe(true);
    }
  });

  it('13: goes nowhere but to its own page', () => {
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      for (const url of [...FOREIGN, 'javascript:alert(1)', 'data:text/html,x', 'kindred://media/photo/7', 'kindred://app@evil.example/', 'kindred://app.evil.example/']) expect(page().webContents.navigate(event, url), `${event} ${url}`).toBe(false);
    }
    expect(page().webContents.navigate('will-navigate', 'kindred://app/#/groups')).toBe(true);
    expect(page().webContents.navigate('will-frame-navigate', 'kindred://app/', { isMainFrame: false })).toBe(false);
  });

  it('14: opens no other window', () => {
    for (const url of ['kindred://app/', 'https://example.com/', 'about:blank']) expect(page().webContents.openHandler?.({ url })).toEqual({ action: 'deny' });
  });

  it('15: hands no address to the system: files are opened by the number of their photo', async () => {
    expect(saying('out/{main,preload}/**/*.{js,cjs}', /openExternal/)).toEqual([]);
    for (const id of ['https://example.com/', 'file:///bin/sh', '/bin/sh', -1, 1.5]) {
      expect(await electron.invokeFrom(electron.pageFrame, 'kindred:request', 'desktop.open', { id }, 'a'), String(id)).toMatchObject({ ok: false, failure: { code: 'bad-request' } });
    }
    expect(electron.state.opened).toEqual([]);
  });

  it('16: is built on the Electron that the lock file pins, of a line that gets fixes, with its Node', () => {
    const { packages } = JSON.parse(built('package-lock.json')) as { packages: Record<string, { version: string; integrity?: string; devDependencies?: Record<string, string> }> };
    const [pinned, asked] = [packages['node_modules/electron']!, packages['']!.devDependencies!.electron!];
    const { version } = JSON.parse(built('node_modules/electron/package.json')) as { version: string };
    expect([pinned.version, typeof pinned.integrity]).toEqual([version, 'string']);
    // fixes are taken along, a new line is a decision: docs/releasing.md has it looked up before each release
    expect(asked).toBe(`^${version}`);
    expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(45);
    expect(built('docs/releasing.md')).toContain('npm outdated electron');
  });

  it('17: hears nobody but its own page, on every channel', async () => {
    const foreign = [null, { url: 'https://example.com/', parent: null }, { url: 'kindred://app/', parent: { url: 'https://example.com/' } }, { url: 'kindred://media/', parent: null }, { url: 'about:blank', parent: null }];
    expect([electron.answered(), electron.ipcMain.eventNames()]).toEqual([['kindred:request'], ['kindred:page']]);
    for (const frame of foreign) await expect(electron.invokeFrom(frame, 'kindred:request', 'image.take', null, null)).rejects.toThrow('Only the Kindred page');
    expect(await electron.invokeFrom(electron.pageFrame, 'kindred:request', 'image.take', null, null)).toMatchObject({ ok: true });
    const { webContents } = page();
    const heard = webContents.listenerCount('destroyed'); // of the page that the preload announced
    const other = Object.assign(Object.create(webContents) as typeof webContents, { once: () => expect.fail('a foreign page was taken for a page') });
    for (const senderFrame of foreign) electron.ipcMain.emit('kindred:page', { sender: other, senderFrame }, 'evil');
    expect([heard, webContents.listenerCount('destroyed')]).toEqual([1, 1]);
  });

  it('18: serves its page by a scheme of its own, which may do less than file:', () => {
    expect(electron.state.schemes).toEqual([{ scheme: 'kindred', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }]);
    expect(cancelled('file:///etc/passwd')).toBe(true);
    expect(saying('out/main/index.js', /loadFile|['"]file:/)).toEqual([]);
    expect(fuses()).toMatchObject({ grantFileProtocolExtraPrivileges: 'false' });
  });

  it('19: sets every fuse that narrows the runtime', () => {
    expect(fuses()).toEqual({
      runAsNode: 'false', enableNodeOptionsEnvironmentVariable: 'false', enableNodeCliInspectArguments: 'false', onlyLoadAppFromAsar: 'true', enableEmbeddedAsarIntegrityValidation: 'true',
      enableCookieEncryption: 'true', grantFileProtocolExtraPrivileges: 'false'
    });
  });

  it('20: gives the page nothing of Electron: a few functions of its own, frozen, that pass plain values', () => {
    const kindred = electron.pageWorld.kindred as object;
    expect(Object.isFrozen(kindred)).toBe(true);
    expect(Object.entries(kindred).map(([name, value]) => `${name}: ${typeof value}`).sort()).toEqual(['of: function', 'on: function', 'page: string', 'pathOf: function', 'request: function']);
    expect(Object.getOwnPropertyDescriptor(electron.pageWorld, 'kindred')).toMatchObject({ writable: false, configurable: false });
    // a listener hears what was sent, and no event that has a sender
    const heard: unknown[][] = [];
    (kindred as { on(name: string, listener: (...all: unknown[]) => void): void }).on('library.offered', (...all) => heard.push(all));
    electron.ipcRenderer.emit('kindred:event', { sender: electron.ipcRenderer }, 'library.offered', { id: 1 }, null);
    expect(heard).toEqual([[{ id: 1 }]]);
    expect(preferences()).toMatchObject({ devTools: false });
  });
});
