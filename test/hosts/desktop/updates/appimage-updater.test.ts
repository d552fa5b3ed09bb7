// An AppImage is replaced whole or not at all.
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { replaceFile } from '../../../../src-main/hosts/desktop/updates/appimage-updater.ts';

const faults: { write: (() => number) | null; rename: (() => void) | null } = { write: null, rename: null };
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, writeSync: (...args: Parameters<typeof fs.writeSync>) => (faults.write ? faults.write() : fs.writeSync(...args)), renameSync: (...args: Parameters<typeof fs.renameSync>) => (faults.rename ? faults.rename() : fs.renameSync(...args)) };
});

const content = Buffer.alloc(3_000_001, 'new'); // more than one part
const sha512 = createHash('sha512').update(content).digest('base64');
let folder: string;
const at = (name: string): string => join(folder, name);
const listed = (): string[] => readdirSync(folder).sort();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kindred-replace-'));
  mkdirSync(at('pending'));
  writeFileSync(at('Kindred.AppImage'), 'old');
  chmodSync(at('Kindred.AppImage'), 0o750);
  writeFileSync(at('pending/Kindred-2.0.0.AppImage'), content);
});
afterEach(() => {
  [faults.write, faults.rename] = [null, null];
  rmSync(folder, { recursive: true });
});

it('the new one takes its place and its permissions', () => {
  writeFileSync(at('.kindred-update'), 'cut off');
  const inode = statSync(at('Kindred.AppImage')).ino;
  expect(replaceFile({ old: at('Kindred.AppImage'), from: at('pending/Kindred-2.0.0.AppImage'), sha512 })).toBe(at('Kindred.AppImage'));
  expect(readFileSync(at('Kindred.AppImage')).equals(content)).toBe(true);
  expect(statSync(at('Kindred.AppImage')).ino).not.toBe(inode); // the running one is still read from
  if (process.platform !== 'win32') expect(statSync(at('Kindred.AppImage')).mode & 0o777).toBe(0o750);
  expect([listed(), readdirSync(at('pending'))]).toEqual([['Kindred.AppImage', 'pending'], []]);
});

it('a name with a version becomes the new one’s', () => {
  writeFileSync(at('Kindred-1.0.0.AppImage'), 'old');
  expect(replaceFile({ old: at('Kindred-1.0.0.AppImage'), from: at('pending/Kindred-2.0.0.AppImage'), sha512 })).toBe(at('Kindred-2.0.0.AppImage'));
  expect(listed()).toEqual(['Kindred-2.0.0.AppImage', 'Kindred.AppImage', 'pending']);
});

it('whatever fails, the old one stays as it was', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const replace = (hash = sha512): unknown => replaceFile({ old: at('Kindred.AppImage'), from: at('pending/Kindred-2.0.0.AppImage'), sha512: hash });
  const kept = (): void => {
    expect([readFileSync(at('Kindred.AppImage'), 'utf8'), listed(), readdirSync(at('pending'))]).toEqual(['old', ['Kindred.AppImage', 'pending'], ['Kindred-2.0.0.AppImage']]);
  };
  faults.write = () => {
    throw full;
  };
  expect(replace).toThrow(full);
  kept();
  faults.write = null;
  faults.rename = () => {
    // killed here, both would be there
    expect([readFileSync(at('Kindred.AppImage'), 'utf8'), readFileSync(at('.kindred-update')).equals(content)]).toEqual(['old', true]);
    throw full;
  };
  expect(replace).toThrow(full);
  kept();
  faults.rename = null;
  expect(() => replace(createHash('sha512').update('other').digest('base64'))).toThrow(expect.objectContaining({ fault: 'damaged' }) as Error);
  kept();
  expect(replace()).toBe(at('Kindred.AppImage'));
});
