// A process that does everything whose result the user is told of, as the app does it, and prints a line for each thing that is acknowledged. Not a test.
import { writeSync } from 'node:fs';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { Judge } from '../../../src-main/library/judging/judge.ts';
import { openStored } from '../../../src-main/library/open-stored.ts';
import { writeSettings } from '../../../src-main/settings.ts';
import { addAlbum } from '../../../src-main/store/albums.ts';
import { writeCheckpoint, writeEncoderFile } from '../../../src-main/store/encoder-files.ts';
import { activateEncoderVersion, ensureEncoderVersion } from '../../../src-main/store/encoder-versions.ts';
import { keepCopy } from '../../../src-main/store/kept-copies.ts';
import { FIRST_FOLDER } from '../../../src-main/store/folder-id.ts';
import { writeIndexed } from '../../../src-main/store/indexed.ts';
import { noteLibrary } from '../../../src-main/store/libraries.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { writeMarks } from '../../../src-main/store/marks.ts';
import { readPhotoTable } from '../../../src-main/store/photos.ts';
import { FINGERPRINT_BYTES } from '../../../src-shared/learning/copies/fingerprint.ts';
import { madeHash } from '../../store/made-hash.ts';

const [data = '', photos = ''] = process.argv.slice(2);
const told = (what: string): void => void writeSync(1, `${what}\n`); // at once, unlike console.log

const alive = setInterval(() => {}, 1000); // what keeps a copy waits without keeping a process
await writeSettings(data, { language: 'ko' });
told('settings');
const { id, store } = await openStored({ dataFolder: data, folder: photos }, { add: () => {} });
told('opened');
const { id: encoder } = ensureEncoderVersion(store, { name: 'made', dim: 4, createdAt: 0, scores: null });
activateEncoderVersion(store, encoder);
const vector = new Float32Array(4);
writeIndexed(store, { encoder, features: 1 }, Array.from({ length: 14 }, (_, at) => ({
  file: { folder: FIRST_FOLDER, path: `${at}.jpg`, size: at, modifiedMs: at },
  descriptors: { embedding: vector, features: { colour: vector, layout: vector, texture: vector }, fingerprint: new Uint8Array(FINGERPRINT_BYTES) },
  outcome: {
    status: 'photo', hash: madeHash(`${at}`), picture: null, look: null, width: 4, height: 3, format: 'jpeg', bytes: 9,
    takenAt: null, takenFrom: null, latitude: null, longitude: null, camera: null, mark: 0, thumbnail: new Uint8Array(40)
  } as const
})), 0);
const ids = [...readPhotoTable(store).ids] as PhotoId[];
const judge = new Judge(store, DEFAULT_LENS);
for (let at = 0; at < 12; at++) {
  judge.add({ kind: 'similar', photos: [ids[at], ids[at + 1]] as [PhotoId, PhotoId] });
  told('answer');
  if (at % 4 === 1) {
    writeMarks(store, [ids[at]!], () => 3, 9); // there are more
    told('mark');
  }
  if (at % 4 === 3) {
    await keepCopy(store.folder, new AbortController().signal, 0);
    told(`kept ${at + 1}`);
  }
}
addAlbum(store, 'Summer', null, 11);
told('album');
await writeCheckpoint(store.folder, Buffer.alloc(50_000, 5));
told('checkpoint');
await writeEncoderFile(store.folder, 'tuned-1', Buffer.alloc(90_000, 7));
ensureEncoderVersion(store, { name: 'tuned-1', dim: 4, createdAt: 3, scores: null, trained: { base: 'shipped', before: {}, photos: 5, seconds: 1, backend: 'cpu' } });
told('encoder');
await writeSettings(data, { theme: 'dark' });
told('theme');
noteLibrary(data, id, { photos: 14, answers: 12 });
store.close();
told('closed');
clearInterval(alive);
