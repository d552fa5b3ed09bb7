// Newer versions in the desktop app on a fake Electron: nothing that connects is loaded until the user wants it.
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { begin, created, data, electron, start } from './setting.ts';

begin();

const root = join(import.meta.dirname, '../..');
let loaded = 0;
const withFeed = (): void => {
  electron.state.packaged = true;
  loaded = 0;
  vi.doMock('../../src-main/hosts/desktop/updates/feed.ts', () => ({ feedOf: () => ({ address: 'https://example.com/kindred/', key: 'AAAA' }) }));
  vi.doMock('../../src-main/hosts/desktop/updates/updater.ts', () => ({ openUpdater: () => (loaded++, { check: async () => null, download: async () => undefined, installAtQuit: () => undefined }) }));
};

test('a build without an address has none', async () => {
  vi.doUnmock('../../src-main/hosts/desktop/updates/feed.ts');
  await start();
  expect(created.updates).toBeNull();
});

test('with an address, the user is asked nothing and nothing is asked, until it is turned on', async () => {
  withFeed();
  await start();
  expect([created.updates?.state, loaded]).toEqual([{ phase: 'idle', feed: 'example.com' }, 0]);
  await vi.waitFor(async () => {
    await created.updates?.turn(true); // the start may still be reading that it is off
    expect([created.updates?.state.phase, loaded]).toEqual(['latest', 1]);
  });
});

test('turned on, it looks at each start, and tells the page', async () => {
  withFeed();
  await writeFile(join(data, 'settings.json'), '{ "lookForUpdates": true }');
  const window = await start();
  await vi.waitFor(() => expect(window.webContents.sent).toContainEqual(['kindred:event', 'updates.changed', { phase: 'latest', feed: 'example.com' }, null]));
});

test('what was built connects from one chunk, which the window’s app loads late and the command line and the browser’s server never', () => {
  const files = globSync('out/main/{*.js,chunks/*.js}', { cwd: root });
  const connecting = files.filter((path) => readFileSync(join(root, path), 'utf8').includes('AppImageUpdater')).map((path) => basename(path));
  expect(connecting).toHaveLength(1);
  const reach = (entry: string, late: boolean): Set<string> => {
    const seen = new Set<string>();
    const next = [`out/main/${entry}`];
    for (const path of next) {
      if (seen.has(basename(path))) continue;
      seen.add(basename(path));
      for (const [, quick, slow] of readFileSync(join(root, path), 'utf8').matchAll(/(?:(?:from|^import) "\.\/(?:chunks\/)?([\w.-]+\.js)")|import\("\.\/(?:chunks\/)?([\w.-]+\.js)"\)/gm)) {
        const name = quick ?? (late ? slow : undefined);
        if (name) next.push(files.find((file) => basename(file) === name)!);
      }
    }
    return seen;
  };
  expect(reach('cli.js', true).size).toBeGreaterThan(40);
  expect(reach('cli.js', true)).not.toContain(connecting[0]);
  expect(reach('index.js', false)).not.toContain(connecting[0]);
  expect(reach('index.js', true)).toContain(connecting[0]);
});
