import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeWhole, writeWholeSync } from '../../src-main/store/whole-file.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kindred-whole-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('contains all parts in order, replacing what was there', async () => {
  const path = join(folder, 'file');
  await writeWhole(path, ['before, and longer than what comes']);
  await writeWhole(path, ['a', Uint8Array.of(98, 99), 'd']);
  expect(readFileSync(path, 'utf8')).toBe('abcd');
  expect(readdirSync(folder)).toEqual(['file']);
});

it('keeps what was there, and nothing half written, if it fails', async () => {
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

it('ends as the last of several writes at once, each whole', async () => {
  const path = join(folder, 'file');
  const long = (letter: string): string => letter.repeat(200_000);
  await Promise.all(Array.from('abcdef').map((letter) => writeWhole(path, [long(letter), long(letter)])));
  expect(readFileSync(path, 'utf8')).toBe(long('f') + long('f'));
  expect(readdirSync(folder)).toEqual(['file']);
});

it('continues after a failed write', async () => {
  const path = join(folder, 'file');
  const failed = writeWhole(path, [null as unknown as string]);
  const written = writeWhole(path, ['after']);
  await expect(failed).rejects.toThrow();
  await written;
  expect(readFileSync(path, 'utf8')).toBe('after');
});

it('does the same synchronously', () => {
  const path = join(folder, 'file');
  writeWholeSync(path, ['a', Uint8Array.of(98), 'c']);
  expect(() => writeWholeSync(path, ['x', null as unknown as string])).toThrow();
  expect(readFileSync(path, 'utf8')).toBe('abc');
  expect(readdirSync(folder)).toEqual(['file']);
});

it('removes leftovers of long-interrupted writes, but not what another process is writing', async () => {
  for (const name of ['file.1.new', 'file.2.new', 'kept.new']) writeFileSync(join(folder, name), '');
  for (const name of ['file.1.new', 'kept.new']) utimesSync(join(folder, name), 1e9, 1e9);
  await writeWhole(join(folder, 'file'), ['x']);
  expect(readdirSync(folder).sort()).toEqual(['file', 'file.2.new', 'kept.new']);
});
