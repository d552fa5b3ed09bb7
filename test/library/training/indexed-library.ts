// An indexed library with an encoder that is a stand-in, for the tests of training on it. Not a test.

import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { StartOptions } from '../../../src-main/library/training/learning.ts';
import { Library } from '../../../src-main/library/library.ts';
import type { EncoderVersion, LibraryEmit, TrainProgress } from '../../../src-shared/contract.ts';
import { makeLibrary } from '../../made-library.ts';
import { type FakeLearning, fakeLearning } from './fake-learning.ts';

export let drawn: string;
export let place: string;
export let kept: string;
export let root: string;
export let photos: string;
export let made: ReturnType<typeof fakeLearning>;
export let fake: FakeLearning;
export let open: Library[];
export let told: TrainProgress[];
export let versions: readonly EncoderVersion[][];
const emit: LibraryEmit = (name, payload) => {
  if (name === 'train.progress') told.push(payload as TrainProgress);
  if (name === 'encoder.changed') versions = [...versions, [...(payload as EncoderVersion[])]];
};
beforeAll(async () => {
  drawn = await mkdtemp(join(tmpdir(), 'kindred-drawn-'));
  await makeLibrary(drawn, { groups: 12, perGroup: 4, width: 160, height: 120 });
  place = await mkdtemp(join(tmpdir(), 'kindred-learning-'));
  kept = join(place, 'indexed');
});
afterAll(() => Promise.all([drawn, place].map((folder) => rm(folder, { recursive: true, force: true }))));
beforeEach(async () => {
  root = join(place, 'case');
  photos = join(root, 'photos');
  open = [];
  told = [];
  versions = [];
  made = fakeLearning(join(root, 'app', 'encoder.bin'));
  fake = made.fake;
});
afterEach(async () => {
  for (const library of open) await library.close();
  await rm(root, { recursive: true, force: true });
});

export async function openLibrary(): Promise<Library> {
  const library = await Library.open({ dataFolder: join(root, 'data'), folder: photos, engine: made.engine, emit, learning: made });
  open.push(library);
  return library;
}

/** A library of 48 photos, indexed: the first one is kept, and brought back for every other test at the same place. */
export async function indexed(): Promise<Library> {
  await cp(drawn, photos, { recursive: true, preserveTimestamps: true });
  if (!existsSync(kept)) {
    const first = await openLibrary();
    await first.startIndex().finished;
    await close(first);
    await cp(join(root, 'data'), kept, { recursive: true });
  } else await cp(kept, join(root, 'data'), { recursive: true });
  return openLibrary();
}

export const close = async (library: Library): Promise<void> => {
  open = open.filter((one) => one !== library);
  await library.close();
};
/** A third of a second of training, of a depth that need not be measured. */
export const brief = { minutes: 0.33 / 60, seed: 3, batch: 8, recipe: { depth: 'last-blocks' } } as const;
export const train = async (library: Library, options: StartOptions = brief): Promise<TrainProgress> => (await library.learning.start(options)).finished;
export const embedded = (library: Library): Record<string, number> =>
  Object.fromEntries(library.store.db.prepare<[], [string, number]>('SELECT v.name, count(*) FROM embeddings e JOIN encoder_versions v ON v.id = e.encoder_version_id GROUP BY v.id').raw().all());
export const untilPhase = async (library: Library, phase: TrainProgress['phase']): Promise<void> => {
  while (library.learning.progress.phase !== phase) await new Promise((resolve) => setTimeout(resolve, 2));
};
