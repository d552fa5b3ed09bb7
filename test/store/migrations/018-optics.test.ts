import { expect, it } from 'vitest';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { optics } from '../../../src-main/store/migrations/018-optics.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('has only files of cameras read again for the model of the lens', () => {
  const db = connect(':memory:', {});
  const before = libraryMigrations.indexOf(optics);
  migrate(db, libraryMigrations, before);
  for (const [id, hash, camera] of [[1, 'a', 'Canon EOS R5'], [2, 'b', null]]) {
    db.prepare(`INSERT INTO photos (id, hash, shown, width, height, format, bytes, camera, added_at) VALUES (?, ?, ?, 1, 1, 'jpeg', 1, ?, 0)`).run(id, hash, hash, camera);
    db.prepare(`INSERT INTO contents (hash, photo_id, width, height, format, bytes, camera) VALUES (?, ?, 1, 1, 'jpeg', 1, ?)`).run(hash, id, camera);
  }
  migrate(db, libraryMigrations, before + 1);
  for (const table of ['photos', 'contents']) expect(db.prepare(`SELECT optics FROM ${table} ORDER BY hash`).pluck().all()).toEqual([null, '']);
});
