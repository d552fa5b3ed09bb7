import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openBrowser } from '../../src-main/hosts/open-browser.ts';

const url = 'http://127.0.0.1:4321/#token=s3cret-key';

it.each(['linux', 'darwin', 'win32'] as const)('keeps the key out of the arguments of the program that opens the browser (%s)', async (platform) => {
  const place = await mkdtemp(join(tmpdir(), 'kindred-place-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  const started: string[][] = [];
  const remove = await openBrowser(url, { platform, places: [join(place, 'nowhere'), place], start: (command, args) => void started.push([command, ...args]) });
  expect(started).toHaveLength(1);
  expect(JSON.stringify(started)).not.toContain('s3cret-key');

  const last = started[0]?.at(-1) ?? '';
  const page = last.startsWith('file:') ? fileURLToPath(last) : last;
  expect(readFileSync(page, 'utf8')).toContain(`url=${url}"`);
  if (process.platform !== 'win32') {
    expect(statSync(page).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(page)).mode & 0o777).toBe(0o700);
  }
  await remove();
  expect(existsSync(page)).toBe(false);
  expect(readdirSync(place)).toEqual([]);
});
