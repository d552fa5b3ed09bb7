// Stores in temporary folders and made-up photos for the tests in this folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { PhotoId } from '../../src-shared/contract.ts';
import { openStore, type Store } from '../../src-main/store/database.ts';
import type { Descriptors, DescriptorVersions } from '../../src-main/store/descriptors.ts';
import { activateEncoderVersion, ensureEncoderVersion } from '../../src-main/store/encoder-versions.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { type IndexedFile, type IndexedPhoto, writeIndexed } from '../../src-main/store/indexed.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import { FINGERPRINT_BYTES } from '../../src-shared/learning/copies/fingerprint.ts';
import { madeHash } from './made-hash.ts';

export { madeHash };

/** Length of a made embedding. */
export const DIM = 4;

/** A folder that is gone after the test. */
export function madeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kindred-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty store, closed after the test. */
export function madeStore(folder = madeFolder()): Store {
  const store = openStore(folder);
  onTestFinished(() => store.close());
  return store;
}

/** The versions that made photos are described with. */
export function madeVersions(store: Store): DescriptorVersions {
  const { id } = ensureEncoderVersion(store, { name: 'made', dim: DIM, createdAt: 0, scores: null });
  activateEncoderVersion(store, id);
  return { encoder: id, features: 1 };
}

/** A photo whose content is named by `content`. */
export function madePhoto(content: string): IndexedPhoto {
  return {
    status: 'photo', hash: madeHash(content), picture: madeHash(`picture of ${content}`), look: 'made', width: 400, height: 300, format: 'jpeg', bytes: 1234,
    takenAt: null, takenFrom: null, latitude: null, longitude: null, camera: null, optics: null, mark: 0, moment: null, thumbnail: Buffer.from(`thumbnail of ${content}`)
  };
}

/** Descriptors that have `value` everywhere; 2, 3 and 5 values long in the feature groups. */
export function madeDescriptors(value = 0.5): Descriptors {
  const vector = (length: number) => new Float32Array(length).fill(value);
  return { embedding: vector(DIM), features: { colour: vector(2), layout: vector(3), texture: vector(5) }, fingerprint: new Uint8Array(FINGERPRINT_BYTES) };
}

/** A file read at `path` that holds the made photo `content`. */
export function madeFile(path: string, content = path, { size = 10, modifiedMs = 1000.25 } = {}): IndexedFile {
  return { file: { folder: FIRST_FOLDER, path, size, modifiedMs }, outcome: madePhoto(content), descriptors: madeDescriptors() };
}

/** Writes one made photo per path and returns the ids by path. */
export function writeMade(store: Store, paths: readonly string[]): Map<string, PhotoId> {
  writeIndexed(store, madeVersions(store), paths.map((path) => madeFile(path)), 0);
  return new Map(readFiles(store).map(({ path, id }) => [path, id]));
}
