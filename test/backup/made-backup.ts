// Registered libraries with something of everything in them, and backups of them, for the tests in this folder.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { writeBackup, type BackupOptions } from '../../src-main/backup/write.ts';
import { Judge } from '../../src-main/library/judging/judge.ts';
import { writeSkipped } from '../../src-main/library/skipped-questions.ts';
import { openStore, type Store } from '../../src-main/store/database.ts';
import { writeEncoderFile } from '../../src-main/store/encoder-files.ts';
import { ensureEncoderVersion } from '../../src-main/store/encoder-versions.ts';
import { noteFolder, readFolders, settleFolders } from '../../src-main/store/folders.ts';
import { addChoices } from '../../src-main/store/keeper-choices.ts';
import { addLens, DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { ensureLibrary, type Library, noteLibrary, storedAt } from '../../src-main/store/libraries.ts';
import { addAlbum, deleteAlbum } from '../../src-main/store/albums.ts';
import { writeMarks } from '../../src-main/store/marks.ts';
import { addPlan, changeStep, readSteps } from '../../src-main/store/plans.ts';
import type { AlbumId } from '../../src-shared/albums/album.ts';
import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import { packMark } from '../../src-shared/marks/packed.ts';
import { writeGroups } from '../store/made-grouping.ts';
import { madeFolder, madeHash, writeMade } from '../store/made-store.ts';

export interface MadeLibrary {
  /** Holds data folders, photos and backups; gone after the test. */
  readonly root: string;
  readonly dataFolder: string;
  readonly photos: string;
  readonly library: Library;
  readonly stored: string;
  readonly store: Store;
}

/** A library with answers, marks, albums, groups, lenses, skipped questions, decisions, a plan that was interrupted and a trained encoder; open. */
export async function madeLibrary(): Promise<MadeLibrary> {
  const root = madeFolder();
  const [dataFolder, photos] = [join(root, 'data'), join(root, 'photos')];
  mkdirSync(photos);
  const library = ensureLibrary(dataFolder, photos, 1000);
  const stored = storedAt(dataFolder, library.id);
  const store = openStore(stored);
  onTestFinished(() => store.close());
  settleFolders(store, [photos], 1000);
  noteFolder(store, readFolders(store)[0]!.id, { device: 77 });
  const ids = [...writeMade(store, ['a.jpg', 'b.jpg', 'c/d.jpg', 'c/e.jpg', 'ü 사진.jpg']).values()] as [PhotoId, PhotoId, PhotoId, PhotoId, PhotoId];
  const judge = new Judge(store, DEFAULT_LENS);
  judge.add({ kind: 'together', photos: ids.slice(0, 3) });
  judge.add({ kind: 'different', photos: [ids[0], ids[3]] }, { origin: { kind: 'asked', probability: 0.3 } });
  judge.undo();
  const place = addLens(store, 'place', 5);
  new Judge(store, place.id).add({ kind: 'closer', photos: [ids[0], ids[1], ids[2]] });
  writeMarks(store, ids.slice(1, 3), () => packMark({ flag: 'picked', stars: 4, label: 'blue', favourite: true }), 9);
  writeMarks(store, [ids[4]], () => packMark({ flag: null, stars: 1, label: null, favourite: false }), 9);
  writeMarks(store, [ids[4]], () => 0, 10);
  for (const name of ['Summer', 'Winter', 'Gone']) addAlbum(store, name, null, 11);
  deleteAlbum(store, 3 as AlbumId, 12);
  writeGroups(store, DEFAULT_LENS, { height: 0.4, groups: [{ id: 1 as GroupId, name: 'Hut', cover: ids[0], photos: Uint32Array.from(ids.slice(0, 3)) }] });
  writeSkipped(store, place.id, [ids[3], ids[4]], true);
  addChoices(store, [{ set: 's', decision: '{"kind":"not-the-same"}', choice: null, contents: [madeHash('a.jpg')] }], 7);
  const plan = addPlan(store, { kind: 'move', why: 'tidy', target: '/elsewhere', lastToo: false }, ['a.jpg', 'b.jpg'].map((path, place) => (
    { place, photo: ids[place]!, from: { folder: photos, path }, to: `/elsewhere/${path}`, bytes: 10, hash: madeHash(path), sidecarOf: null, remain: 0, last: false, state: 'planned', refusal: null }
  )), 8);
  changeStep(store, readSteps(store, plan)[0]!, { state: 'doing', work: { kind: 'made' } });
  ensureEncoderVersion(store, { name: 'tuned-1', dim: 4, createdAt: 3, scores: { mAP: 1 }, trained: { base: 'shipped', before: { mAP: 0.5 }, photos: 5, seconds: 1, backend: 'cpu' } });
  await writeEncoderFile(stored, 'tuned-1', Buffer.from('weights of tuned-1'));
  noteLibrary(dataFolder, library.id, { photos: 5, answers: 2 });
  return { root, dataFolder, photos, library, stored, store };
}

/** Backs it up to a file in its root. */
export async function backUp({ root, stored, library }: MadeLibrary, options: Partial<BackupOptions> = {}): Promise<string> {
  const { file } = await writeBackup({ stored, library: library.id, file: join(root, 'library.kindred'), app: '1.2.3', now: 1_700_000_000_000, ...options });
  if (!existsSync(file)) throw new Error(`expected ${file}`);
  return file;
}

/** Every row of every table. */
export function everything({ db }: Store): Record<string, unknown[]> {
  const tables = db.prepare<[], string>("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
  return Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM main."${table}"`).all()]));
}
