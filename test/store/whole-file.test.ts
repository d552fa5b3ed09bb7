import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeWhole } from '../../src-main/store/whole-file.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kindred-whole-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('holds all parts in order, in place of what was there', async () => {
  const path = join(folder, 'file');
  await writeWhole(path, ['before, and longer than what comes']);
  await writeWhole(path, ['a', Uint8Array.of(98, 99), 'd']);
  expect(readFileSync(path, 'utf8')).toBe('abcd');
  expect(readdirSync(folder)).toEqual(['file']);
});

it('leaves what was there, and nothing half written, where it fails', async () => {
  const path = join(folder, 'file');
  await writeWhole(path, ['before']);
  // no part: the second cannot be written
  await expect(writeWhole(path, ['after', null as unknown as string])).rejects.toThrow();
  expect(readFileSync(path, 'utf8')).toBe('before');
  // a folder in its place: it cannot be put there
  await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
  await expect(writeWhole(join(folder, 'taken'), ['x'])).rejects.toThrow();
  expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
});
