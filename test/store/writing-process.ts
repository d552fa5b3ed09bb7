// A process that indexes made-up photos into a store until it is done or killed. Prints one line per batch.
import { Judge } from '../../src-main/library/judging/judge.ts';
import { openStore } from '../../src-main/store/database.ts';
import { activateEncoderVersion, ensureEncoderVersion } from '../../src-main/store/encoder-versions.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { readPhotoTable } from '../../src-main/store/photos.ts';
import { beginScan } from '../../src-main/store/scan.ts';
import { FINGERPRINT_BYTES } from '../../src-shared/learning/copies/fingerprint.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { madeHash } from './made-hash.ts';

const [folder = '', count = '0', batchSize = '0'] = process.argv.slice(2);
const store = openStore(folder);
const { id: encoder } = ensureEncoderVersion(store, { name: 'made', dim: 64, createdAt: 0, scores: null });
activateEncoderVersion(store, encoder);
const judge = new Judge(store, DEFAULT_LENS);
const vector = new Float32Array(64).fill(0.5);
const descriptors = { embedding: vector, features: { colour: vector, layout: vector, texture: vector }, fingerprint: new Uint8Array(FINGERPRINT_BYTES) };
const thumbnail = new Uint8Array(4000);

const scan = beginScan(store);
const { toRead } = scan.compare(Array.from({ length: Number(count) }, (_, i) => ({ path: `${i}.jpg`, size: i, modifiedMs: i })));
scan.finish(0);
for (let at = 0; at < toRead.length; at += Number(batchSize)) {
  const batch = toRead.slice(at, at + Number(batchSize)).map((file) => ({
    file,
    descriptors,
    outcome: {
      status: 'photo', hash: madeHash(file.path), picture: madeHash(`picture of ${file.path}`), look: 'made', width: 4, height: 3, format: 'jpeg', bytes: 9,
      takenAt: null, latitude: null, longitude: null, camera: null, thumbnail
    } as const
  }));
  writeIndexed(store, { encoder, features: 1 }, batch, 0);
  const ids = readPhotoTable(store).ids;
  judge.add({ kind: 'similar', photos: [ids[0], ids.at(-1)] as [PhotoId, PhotoId] }, { now: at }); // there are at least two
  if (at % 3 === 2) judge.undo({ now: at });
  console.log(ids.length);
}
store.close();
