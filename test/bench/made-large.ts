// A made library of many photos for benchmarks, kept between runs: files of one byte that are never decoded, descriptors in scenes of five, a day
// between scenes, some hundred answers.

import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWeightsHead, versionName } from '../../src-shared/learning/encoder/weights.ts';
import { COLOUR_DIMS } from '../../src-shared/learning/features/colour.ts';
import { LAYOUT_DIMS } from '../../src-shared/learning/features/layout.ts';
import { TEXTURE_DIMS } from '../../src-shared/learning/features/texture.ts';
import type { LensId, PhotoId } from '../../src-shared/contract.ts';
import { shippedWeights } from '../../src-main/hosts/resources.ts';
import { COPIES_VERSION } from '../../src-main/library/duplicates/copies.ts';
import { Judge } from '../../src-main/library/judging/judge.ts';
import { FEATURES_VERSION } from '../../src-main/library/spaces/feature-table.ts';
import { settleCompared } from '../../src-main/store/copies.ts';
import { openStore } from '../../src-main/store/database.ts';
import { activateEncoderVersion, ensureEncoderVersion } from '../../src-main/store/encoder-versions.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { writeIndexed, type IndexedFile } from '../../src-main/store/indexed.ts';
import { ensureLibrary, storedAt } from '../../src-main/store/libraries.ts';
import { FINGERPRINT_BYTES } from '../../src-shared/learning/copies/fingerprint.ts';
import { random } from '../learning/linkage/made.ts';
import { madeHash } from '../store/made-hash.ts';

export interface LargeLibrary {
  readonly photos: string;
  /** What `KINDRED_DATA` is to be. */
  readonly data: string;
}

const perScene = 5;
/** Raised whenever they are made otherwise: a library that lacks what is known of photos by now would be read again, and that be measured. */
const MADE = '4';

/** Made at the first call for that many photos. */
export async function makeLarge(count: number): Promise<LargeLibrary> {
  const root = join(tmpdir(), `kindred-bench-open-${count}`);
  const library = { photos: join(root, 'photos'), data: join(root, 'data') };
  if (await readFile(join(root, 'made'), 'utf8').catch(() => '') === MADE) return library;
  process.stderr.write(`making ${count} photos in ${root}, once\n`);
  await rm(root, { recursive: true, force: true });
  await make(count, library);
  await cp(library.data, asMade(library), { recursive: true });
  await writeFile(join(root, 'made'), MADE);
  return library;
}

/** The same as it was made: nothing of it was opened yet, nothing is cached. */
export async function makeLargeAfresh(count: number): Promise<LargeLibrary> {
  const library = await makeLarge(count);
  if (!existsSync(asMade(library))) throw new Error(`expected ${asMade(library)}, which older versions did not keep: delete ${join(library.data, '..')}`);
  await rm(library.data, { recursive: true, force: true });
  await cp(asMade(library), library.data, { recursive: true });
  return library;
}

function asMade({ data }: LargeLibrary): string {
  return `${data}-as-made`;
}

async function make(count: number, { photos, data }: LargeLibrary): Promise<void> {
  const weights = readWeightsHead(await readFile(shippedWeights));
  const { id } = ensureLibrary(data, photos, Date.now());
  const store = openStore(storedAt(data, id));
  const version = ensureEncoderVersion(store, { name: versionName(weights), dim: weights.dim, createdAt: Date.now(), scores: null });
  activateEncoderVersion(store, version.id);
  const next = random(1);
  const vector = (length: number, around?: Float32Array): Float32Array => Float32Array.from({ length }, (_, d) => (around ? (around[d] ?? 0) + (next() - 0.5) * 0.3 : next() - 0.5));
  const dims = [weights.dim, COLOUR_DIMS, LAYOUT_DIMS, TEXTURE_DIMS] as const;
  let scene = dims.map((length) => vector(length));
  for (let at = 0; at < count; at += 2000) {
    const batch: IndexedFile[] = [];
    await mkdir(join(photos, String(at)), { recursive: true });
    for (let photo = at; photo < Math.min(count, at + 2000); photo++) {
      if (photo % perScene === 0) scene = dims.map((length) => vector(length));
      const path = `${at}/${photo}.jpg`;
      await writeFile(join(photos, path), 'x');
      await utimes(join(photos, path), 1000, 1000);
      const [embedding, colour, layout, texture] = scene.map((middle, part) => vector(dims[part]!, middle)) as [Float32Array, Float32Array, Float32Array, Float32Array]; // as many as dims
      batch.push({
        file: { folder: FIRST_FOLDER, path, size: 1, modifiedMs: 1_000_000 },
        outcome: {
          status: 'photo', hash: madeHash(path), picture: madeHash(`picture of ${path}`), look: 'made', width: 4000, height: 3000, format: 'jpeg', bytes: 1,
          takenAt: Math.floor(photo / perScene) * 86_400_000 + (photo % perScene) * 60_000, takenFrom: 'exif', latitude: null, longitude: null, camera: null, optics: null, moment: null, mark: 0, thumbnail: Buffer.from('x')
        },
        descriptors: { embedding, features: { colour, layout, texture }, fingerprint: new Uint8Array(FINGERPRINT_BYTES) }
      });
    }
    writeIndexed(store, { encoder: version.id, features: FEATURES_VERSION }, batch, Date.now());
  }
  // no copies: they were looked for, as in any library that was read
  settleCompared(store, COPIES_VERSION, Array.from({ length: count }, (_, at) => (at + 1) as PhotoId));
  const judge = new Judge(store, 1 as LensId);
  for (let at = 0; at < 500; at++) judge.add({ kind: 'similar', photos: [at * perScene + 1, at * perScene + 2] as unknown as [PhotoId, PhotoId] });
  store.close();
}
