// electron-updater as it was bundled: in Node, with what it asks of Electron stood in for.
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type RequestOptions } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { openUpdater } from '../../src-main/hosts/desktop/updates/updater.ts';
import { fileOf, newKey, signedBy } from '../hosts/desktop/updates/keys.ts';

const root = join(import.meta.dirname, '../..');

it('asks for one file, and finds the version in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kindred-bundled-'));
  const electron = {
    app: { isPackaged: true, getVersion: () => '0.1.0', getName: () => 'Kindred', getPath: () => folder, getAppPath: () => folder, whenReady: () => Promise.resolve() },
    session: { fromPartition: () => ({}) }, net: { request: (options: RequestOptions) => request(options) }
  };
  const require = createRequire(join(root, 'out/main/index.js'));
  const id = require.resolve('electron');
  require.cache[id] = { id, filename: id, loaded: true, exports: electron } as NodeJS.Module; // all that a loaded module is asked for
  vi.stubEnv('APPIMAGE', join(folder, 'Kindred.AppImage'));
  const { secret, key } = newKey();
  const asked: string[] = [];
  const server = createServer(({ url = '' }, answer) => {
    asked.push(url);
    answer.end(signedBy(secret, { file: url.split('/').at(-1)!, version: '9.0.0', notes: 'New.', files: [fileOf('Kindred.AppImage', 'x')] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const [chunk] = globSync('out/main/chunks/updater-*.js', { cwd: root });
    const built = (await import(join(root, chunk!))) as { readonly openUpdater: typeof openUpdater };
    const updater = built.openUpdater({ address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/kindred/`, key }, (error) => expect.fail(String(error)), 'linux');
    expect(await updater.check()).toEqual({ version: '9.0.0', notes: 'New.', bytes: 1 });
    expect(asked).toEqual([expect.stringMatching(/^\/kindred\/kindred-[\w-]+\.json$/)]);
  } finally {
    server.closeAllConnections();
    server.close();
    Reflect.deleteProperty(require.cache, id);
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});
