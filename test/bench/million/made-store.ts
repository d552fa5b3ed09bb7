// The stored state of a library of very many made photos: descriptors in scenes of five, a day between scenes, written straight into its tables, since
// indexing a million files would take longer than all that is measured.

import { randomBytes } from 'node:crypto';
import { parseWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { COLOUR_DIMS } from '../../../src-shared/learning/features/colour.ts';
import { LAYOUT_DIMS } from '../../../src-shared/learning/features/layout.ts';
import { TEXTURE_DIMS } from '../../../src-shared/learning/features/texture.ts';
import { FEATURES_VERSION } from '../../../src-main/library/spaces/feature-table.ts';
import { openStore, type Store } from '../../../src-main/store/database.ts';
import type { DescriptorVersions } from '../../../src-main/store/descriptors.ts';
import { activateEncoderVersion, ensureEncoderVersion } from '../../../src-main/store/encoder-versions.ts';
import { FIRST_FOLDER } from '../../../src-main/store/folder-id.ts';
import { toHalf } from '../../../src-main/store/half.ts';
import { random } from '../../learning/linkage/made.ts';

const PER_SCENE = 5;
/** Directions that scenes differ along: real photos do not fill all dimensions of their descriptors. */
const DIRECTIONS = 24;

/** Makes the state of `count` photos in `folder`. @param weights the encoder's file */
export function makeStore(folder: string, count: number, weights: Uint8Array): DescriptorVersions {
  const { version, dim } = parseWeights(weights);
  const store = openStore(folder);
  const { db } = store;
  const { id } = ensureEncoderVersion(store, { name: version, dim, createdAt: 1, scores: null });
  activateEncoderVersion(store, id);
  db.prepare('INSERT OR IGNORE INTO folders (id, path, added_at) VALUES (?, ?, 1)').run(FIRST_FOLDER, '/made');
  fill(store, { encoder: id, features: FEATURES_VERSION }, dim, 0, count);
  store.close();
  return { encoder: id, features: FEATURES_VERSION };
}

/** Adds photos to those that there are, in scenes of their own. */
export function makeMore(folder: string, versions: DescriptorVersions, dim: number, from: number, count: number): void {
  const store = openStore(folder);
  fill(store, versions, dim, from, from + count);
  store.close();
}

function fill({ db }: Store, { encoder, features: version }: DescriptorVersions, dim: number, first: number, end: number): void {
  const photo = db.prepare("INSERT INTO photos (id, hash, picture, shown, width, height, format, bytes, taken_at, added_at) VALUES (?, ?, ?, ?, 4000, 3000, 'jpeg', 1, ?, 1)");
  const file = db.prepare('INSERT INTO files (folder_id, path, size, modified_ms, photo_id, content_hash) VALUES (?, ?, 1, 1, ?, ?)');
  const embedding = db.prepare('INSERT INTO embeddings VALUES (?, ?, ?)');
  const features = db.prepare('INSERT INTO features VALUES (?, ?, ?, ?, ?)');

  const direction = random(1);
  const next = random(2 + first);
  const groups = [dim, COLOUR_DIMS, LAYOUT_DIMS, TEXTURE_DIMS].map((dims) => ({ dims, along: Float32Array.from({ length: DIRECTIONS * dims }, () => direction() - 0.5) }));
  const sceneOf = (dims: number, along: Float32Array): Float32Array => {
    const middle = new Float32Array(dims);
    for (let k = 0; k < DIRECTIONS; k++) {
      const far = next() - 0.5;
      for (let i = 0; i < dims; i++) middle[i]! += far * along[k * dims + i]!;
    }
    return middle;
  };
  let scene = groups.map(({ dims, along }) => sceneOf(dims, along));
  const vector = (at: number): Buffer => toHalf(scene[at]!.map((value) => value + (next() - 0.5) * 0.2));
  const write = db.transaction((from: number, to: number) => {
    for (let at = from; at < to; at++) {
      if (at % PER_SCENE === 0) scene = groups.map(({ dims, along }) => sceneOf(dims, along));
      const hash = randomBytes(32).toString('hex');
      photo.run(at + 1, hash, hash, hash, Math.floor(at / PER_SCENE) * 86_400_000 + (at % PER_SCENE) * 60_000);
      file.run(FIRST_FOLDER, `${at}.jpg`, at + 1, hash);
      embedding.run(encoder, at + 1, vector(0));
      features.run(at + 1, version, vector(1), vector(2), vector(3));
    }
  });
  for (let from = first; from < end; from += 5000) write(from, Math.min(end, from + 5000));
}
