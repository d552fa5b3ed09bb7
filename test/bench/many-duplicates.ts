// How long the duplicates of a large library take: 100,000 photos with 20,000 duplicates, half of them identical files, half smaller copies. The list as
// its screen opens, one set, a decision, and what is to go. `npm run bench -- many-duplicates [photos] [duplicates]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplicates } from '../../src-main/library/duplicates/duplicates.ts';
import { openStore, type Store } from '../../src-main/store/database.ts';
import type { Likeness } from '../../src-shared/learning/copies/likeness.ts';
import { UNTURNED } from '../../src-shared/learning/copies/turns.ts';

const [photos = '100000', duplicates = '20000'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'kindred-bench-many-'));
try {
  const store = openStore(folder);
  fill(store, Number(photos), Number(duplicates));
  const found = new Duplicates({ store, onChange: () => {}, onCopies: () => {} });
  const { sets } = await timed('the list, as the screen opens', () => found.list());
  await timed('the list again', () => found.list());
  const some = sets[Math.floor(sets.length / 2)]!;
  const [set] = await timed('one set', () => found.read([some.id]));
  await timed('a decision', () => found.decide([{ id: some.id, decision: { kind: 'keep', files: [set!.files[0]!.id] } }]));
  await timed('what is to go', () => found.toGo());
  console.log(`${sets.length} sets`);
  await found.close();
  store.close();
} finally {
  rmSync(folder, { recursive: true });
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  console.log(`${(performance.now() - start).toFixed(1).padStart(8)} ms  ${what}`);
  return result;
}

/** Writes rows as indexing and comparing would have, without any file. */
function fill({ db }: Store, count: number, copies: number): void {
  const likeness: Likeness = {
    turn: UNTURNED, bordered: [false, false], cropped: [false, false], correlation: 0.999, matched: 1, exact: 0.98, noise: 0.1, gain: 1, shift: 0, colour: 1, grey: [false, false], added: 0, kept: null, page: false, ground: false
  };
  const half = copies / 2;
  db.transaction(() => {
    db.prepare("INSERT INTO folders (id, path, added_at) VALUES (1, '/photos', 0) ON CONFLICT DO UPDATE SET path = excluded.path").run();
    const photo = db.prepare("INSERT INTO photos (id, hash, shown, picture, width, height, format, bytes, taken_at, added_at) VALUES (?, ?, ?, ?, 4000, 3000, 'jpeg', 4000000, ?, 0)");
    const content = db.prepare("INSERT INTO contents (hash, photo_id, width, height, format, bytes, taken_at, camera) VALUES (?, ?, ?, ?, 'jpeg', 4000000, ?, 'Camera')");
    const file = db.prepare('INSERT INTO files (folder_id, path, size, modified_ms, photo_id, content_hash) VALUES (1, ?, 4000000, 1, ?, ?)');
    const print = db.prepare('INSERT INTO fingerprints (photo_id, compared, sharpness, clipped, cells) VALUES (?, 1, 0.5, 0.01, ?)');
    const like = db.prepare('INSERT INTO likenesses VALUES (?, ?, ?)');
    const cells = new Uint8Array(516);
    for (let id = 1; id <= count; id++) {
      const hash = id.toString(16).padStart(64, '0');
      const isSmall = id > count - half;
      photo.run(id, hash, hash, `b${hash.slice(1)}`, 60_000 * id);
      content.run(hash, id, isSmall ? 2000 : 4000, isSmall ? 1500 : 3000, isSmall ? null : 60_000 * id);
      file.run(`${id % 100}/IMG_${id}.jpg`, id, hash);
      if (id <= half) file.run(`backup/IMG_${id}.jpg`, id, hash);
      print.run(id, cells);
      if (isSmall) like.run(id - count + half + copies, id, JSON.stringify(likeness));
    }
  })();
}
