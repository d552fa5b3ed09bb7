// Requests about a library that do more than delegate: saving its answers where the user chooses.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { libraryHandlers } from '../../src-main/handlers/library.ts';
import { type Dialogs, noDialogs } from '../../src-main/hosts/host.ts';
import type { Library } from '../../src-main/library/library.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kindred-save-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const library = { folder: '/photos/여행 2024', lenses: { export: () => '{"kindred":1}\n' } } as unknown as Library; // what saving needs of it
const save = (dialogs: Dialogs): Promise<string | null> => libraryHandlers(() => () => {}, dialogs, null, '')['judgments.save'](library, { lensId: null });

it('saves the answers as the file the user chose, under a name from the folder', async () => {
  const asked: string[] = [];
  const path = join(folder, 'chosen.jsonl');
  expect(await save({ ...noDialogs, saveFile: async (name) => (asked.push(name), path) })).toBe(path);
  expect(asked).toEqual(['여행 2024 – Kindred.jsonl']);
  expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['{"kindred":1}\n', ['chosen.jsonl']]);
});

it('saves nothing if the user cancels, and reports disk errors', async () => {
  expect(await save(noDialogs)).toBeNull();
  await expect(save({ ...noDialogs, saveFile: async () => join(folder, 'gone', 'chosen.jsonl') })).rejects.toThrow('ENOENT');
  expect(readdirSync(folder)).toEqual([]);
});
