// Nothing leaves the computer: the app is used from the first folder to a trained encoder while every connection of its processes and its page is
// noted, by what Node is asked for and, on Linux, by what the system says its processes have open.
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execFileSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, asking, browserPath, startBrowser, startServer, type Server } from './app.ts';

const hook = pathToFileURL(join(import.meta.dirname, 'fixtures/notes-connections.mjs')).href;

/** Remote ends that are not this computer, of the sockets that processes below this one have open now. */
function remoteEnds(): string[] {
  const far: string[] = [];
  const owners = new Map<string, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      if (!readFileSync(`/proc/${name}/environ`, 'latin1').includes('KINDRED_CONNECTIONS=')) continue;
      for (const file of readdirSync(`/proc/${name}/fd`)) {
        const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${name}/fd/${file}`)) ?? [];
        if (inode !== undefined) owners.set(inode, Number(name));
      }
    } catch {
      continue; // it has ended
    }
  }
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6'].filter((each) => existsSync(`/proc/net/${each}`))) {
    for (const line of readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/);
      const [remote = '', inode = ''] = [columns[2], columns[9]];
      const isHere = /^0+:|^0100007F:|^0{24}01000000:|^0{16}FFFF00000100007F:/.test(remote);
      if (!isHere && owners.has(inode)) far.push(`${table} ${remote}`);
    }
  }
  return far;
}

describe.skipIf(browserPath === undefined)('connections', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;
  let noted: string;
  const far = new Set<string>();
  const asked = new Set<string>();
  let watch: ReturnType<typeof setInterval> | undefined;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'kindred-connections-'));
    noted = join(root, 'noted');
    writeFileSync(noted, '');
    await makeLibrary(join(root, 'Photos'), { groups: 8, perGroup: 5, width: 160, height: 120, seed: 4 });
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), join(root, 'Photos'), { NODE_OPTIONS: `--import=${hook}`, KINDRED_CONNECTIONS: noted });
    if (process.platform === 'linux') watch = setInterval(() => remoteEnds().forEach((end) => far.add(end)), 100);
    app = await App.open(browser, server.address);
    app.page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await app.ready();
  }, 180_000);

  afterAll(async () => {
    clearInterval(watch);
    await app.close();
    await browser.close();
    await server.stop();
    rmSync(root, { recursive: true });
  });

  it('would be noted', () => {
    const said = execFileSync(process.execPath, ['--import', hook, '-e', `require('node:net').connect(9, '192.0.2.1').on('error', () => {}).destroy(); require('node:dns').lookup('example.invalid', () => {}); fetch('http://192.0.2.2:8/').catch(() => {}); setTimeout(() => process.exit(), 200)`], { env: { ...process.env, KINDRED_CONNECTIONS: join(root, 'tried') } });
    expect(said.length).toBe(0);
    expect(readFileSync(join(root, 'tried'), 'utf8').trim().split('\n')).toEqual(expect.arrayContaining(['tcp 192.0.2.1:9', 'name example.invalid', 'tcp 192.0.2.2:8']));
  });

  it('there are none while the app is used', async () => {
    const { ask, lens } = asking(() => server.address);
    const lensId = await lens();
    // what the window may be told to do, a server in a browser cannot
    expect((await ask('settings.write', { lookForUpdates: true })).lookForUpdates).toBe(true);
    expect(await ask('updates.read', null)).toBeNull();
    await expect(ask('updates.check', null)).rejects.toThrow();
    const { ids } = await ask('photos.list', null);
    await ask('judgments.add', { lensId, statement: { kind: 'similar', photos: [ids[0]!, ids[7]!] as never }, origin: { kind: 'volunteered', height: null } });
    for (const key of ['1', '2', '3', '4', '5', '6', '7', '8']) {
      await app.page.keyboard.press(`Control+${key}`);
      await app.page.waitForTimeout(300);
    }
    await ask('train.start', { minutes: 1 });
    await expect.poll(async () => (await ask('train.progress', null)).phase, { timeout: 60_000 }).toMatch(/preparing|training/);
    await app.page.waitForTimeout(3000);
    await ask('train.cancel', null);
    await ask('about.diagnose', { check: true });
    expect([...far]).toEqual([]);
    expect(readFileSync(noted, 'utf8')).toBe('');
    expect([...asked].filter((origin) => origin !== new URL(server.address).origin && !/^(blob|data|null)/.test(origin))).toEqual([]);
  }, 120_000);
});
