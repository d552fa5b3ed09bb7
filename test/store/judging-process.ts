// A process that answers questions about made-up photos in a new store, and prints a line for each acknowledged answer, as a host
// would send it to the page.
import { writeSync } from 'node:fs';
import type { PhotoId } from '../../src-shared/contract.ts';
import { Judge } from '../../src-main/library/judging/judge.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { openStore } from '../../src-main/store/database.ts';
import { activateEncoderVersion, ensureEncoderVersion } from '../../src-main/store/encoder-versions.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { addLens, DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { readPhotoTable } from '../../src-main/store/photos.ts';
import { FINGERPRINT_BYTES } from '../../src-shared/learning/copies/fingerprint.ts';
import { madeHash } from './made-hash.ts';
import { readGroups, writeGroups } from './made-grouping.ts';

const [folder = ''] = process.argv.slice(2);
const answered = (what: string): void => void writeSync(1, `answered ${what}\n`); // at once, unlike console.log

const store = openStore(folder);
answered('open');
const { id: encoder } = ensureEncoderVersion(store, { name: 'made', dim: 4, createdAt: 0, scores: null });
activateEncoderVersion(store, encoder);
const vector = new Float32Array(4);
const batch = Array.from({ length: 12 }, (_, at) => ({
  file: { folder: FIRST_FOLDER, path: `${at}.jpg`, size: at, modifiedMs: at },
  descriptors: { embedding: vector, features: { colour: vector, layout: vector, texture: vector }, fingerprint: new Uint8Array(FINGERPRINT_BYTES) },
  outcome: {
    status: 'photo', hash: madeHash(`${at}`), picture: null, look: null, width: 4, height: 3, format: 'jpeg', bytes: 9,
    takenAt: null, latitude: null, longitude: null, camera: null, thumbnail: new Uint8Array(40)
  } as const
}));
writeIndexed(store, { encoder, features: 1 }, batch, 0);

const ids = [...readPhotoTable(store).ids] as PhotoId[];
const judge = new Judge(store, DEFAULT_LENS);
for (let at = 1; at < ids.length; at++) {
  judge.add({ kind: 'similar', photos: [ids[0], ids[at]] as [PhotoId, PhotoId] });
  answered(`similar ${at}`);
}
judge.undo();
answered('undo');
judge.redo();
answered('redo');
addLens(store, 'places', 0);
answered('lens');
writeGroups(store, DEFAULT_LENS, { ...readGroups(store, DEFAULT_LENS), groups: [{ id: 1, name: 'Named', cover: ids[0], photos: Uint32Array.from(ids) }] as never }); // ids of a made grouping
answered('names');
process.kill(process.pid, 'SIGKILL'); // without the checkpoint of closing
