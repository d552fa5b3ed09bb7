// A library of made photos at a place of its own, opened and closed by the tests of one. Not a test.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { Library } from '../../src-main/library/library.ts';
import type { IndexProgress, LibraryEmit } from '../../src-shared/contract.ts';
import { plainEngine } from './plain-engine.ts';

export let root: string;
export let photos: string;
export let open: Library[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-library-'));
  photos = join(root, 'photos');
  open = [];
});
afterEach(async () => {
  for (const library of open) await library.close();
  await rm(root, { recursive: true, force: true });
});

export async function openLibrary({ engine = plainEngine(), emit = () => {}, pairs = async () => true }: { engine?: ReturnType<typeof plainEngine>; emit?: LibraryEmit; pairs?: () => Promise<boolean> } = {}): Promise<Library> {
  const library = await Library.open({ dataFolder: join(root, 'data'), folder: photos, engine, emit, pairs });
  open.push(library);
  return library;
}

export async function openAgain(library: Library): Promise<Library> {
  await library.close();
  return openLibrary();
}

export const index = (library: Library): Promise<IndexProgress> => library.startIndex().finished;
export const small = { groups: 2, perGroup: 3, width: 160, height: 120 };
