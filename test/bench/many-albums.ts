// How long the albums of a large library take to be listed, and how long that keeps everything else waiting: 32 albums of 100,000 photos, one
// with all of them, some by rules of marks and of groups. `npm run bench -- many-albums [photos]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Albums } from '../../src-main/library/albums/albums.ts';
import { openStore, type Store } from '../../src-main/store/database.ts';
import { writeGrouping } from '../../src-main/store/groups.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { writeMarks } from '../../src-main/store/marks.ts';
import type { AlbumRule } from '../../src-shared/albums/album.ts';
import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import { toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { packMark, unpackMark } from '../../src-shared/marks/packed.ts';
import { ANY } from '../../src-shared/marks/wish.ts';

const PHOTOS_PER_GROUP = 5;
const photos = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'kindred-bench-albums-'));
try {
  const store = openStore(folder);
  fill(store);
  const albums = new Albums({ store, onChange: () => {} });
  await create(albums);
  for (const what of ['listed first', 'listed again', 'listed again']) {
    const { count, ms, longest } = await watched(async () => (await albums.list()).length);
    console.log(`${what.padEnd(14)} ${count} albums in ${ms.toFixed(0)} ms, longest turn ${longest.toFixed(0)} ms`);
  }
  store.close();
} finally {
  rmSync(folder, { recursive: true });
}

/** In ms of this thread's own time: what other processes take on a busy machine does not count. */
async function watched(work: () => Promise<number>): Promise<{ readonly count: number; readonly ms: number; readonly longest: number }> {
  const begun = threadTime();
  let [last, longest, done] = [begun, 0, false];
  const turn = (): void => {
    const now = threadTime();
    [last, longest] = [now, Math.max(longest, now - last)];
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  const count = await work();
  done = true;
  turn();
  return { count, ms: last - begun, longest };
}

// not in the types of Node 24 yet
function threadTime(): number {
  const { user, system } = (process as typeof process & { threadCpuUsage(): NodeJS.CpuUsage }).threadCpuUsage();
  return (user + system) / 1000;
}

/** Sixteen by hand, one of them with all photos, eight by marks, eight by groups. */
async function create(albums: Albums): Promise<void> {
  const range = (from: number, count: number): Uint32Array => Uint32Array.from({ length: count }, (_, at) => from + at + 1);
  await albums.create('All', null, range(0, photos));
  await albums.change((await albums.create('All, the other way round', null, range(0, photos).reverse())).id, { sort: 'own' });
  for (let at = 0; at < 14; at++) await albums.create(`By hand ${at}`, null, range(at * 1000, 2000));
  const rules: AlbumRule[] = [1, 2, 3, 4, 5, 0, 0, 0].map((stars) => ({ kind: 'marks', wish: { ...ANY, stars: stars as 0 } })); // all of them are stars
  for (let group = 1; group <= 8; group++) rules.push({ kind: 'group', lensId: DEFAULT_LENS, group: (group === 8 ? photos : group) as GroupId });
  for (const [at, rule] of rules.entries()) await albums.create(`By rule ${at}`, rule, new Uint32Array());
}

/** Writes rows as indexing, grouping and marking would have, without any file. */
function fill(store: Store): void {
  const { db } = store;
  db.transaction(() => {
    db.prepare("INSERT INTO folders (id, path, added_at) VALUES (1, '/photos', 0) ON CONFLICT DO UPDATE SET path = excluded.path").run();
    const photo = db.prepare("INSERT INTO photos (id, hash, shown, picture, width, height, format, bytes, taken_at, added_at) VALUES (?, ?, ?, ?, 4000, 3000, 'jpeg', 4000000, ?, 0)");
    const content = db.prepare("INSERT INTO contents (hash, photo_id, width, height, format, bytes, taken_at, camera) VALUES (?, ?, 4000, 3000, 'jpeg', 4000000, ?, 'Camera')");
    const file = db.prepare('INSERT INTO files (folder_id, path, size, modified_ms, photo_id, content_hash) VALUES (1, ?, 4000000, 1, ?, ?)');
    for (let id = 1; id <= photos; id++) {
      const hash = id.toString(16).padStart(64, '0');
      photo.run(id, hash, hash, `b${hash.slice(1)}`, 60_000 * id);
      content.run(hash, id, 60_000 * id);
      file.run(`${id % 100}/IMG_${id}.jpg`, id, hash);
    }
  })();
  const groups = Array.from({ length: photos / PHOTOS_PER_GROUP }, (_, at) => {
    const first = at * PHOTOS_PER_GROUP + 1;
    return { id: (at + 1) as GroupId, name: null, cover: first as PhotoId, photos: Uint32Array.from({ length: PHOTOS_PER_GROUP }, (_each, place) => first + place) };
  });
  writeGrouping(store, DEFAULT_LENS, toSavedColumns({ height: null, groups }));
  const marked = Array.from({ length: photos / 2 }, (_, at) => (2 * at + 1) as PhotoId);
  writeMarks(store, marked, (mark) => packMark({ ...unpackMark(mark), stars: 4 }), 1);
}
