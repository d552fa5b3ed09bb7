import { expect, it } from 'vitest';
import { dates } from '../../../src-main/store/migrations/016-dates.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('says that known dates are from EXIF, and that others were not looked for', () => {
  const db = connect(':memory:', {});
  const before = libraryMigrations.indexOf(dates);
  migrate(db, libraryMigrations, before);
  for (const [id, hash, taken] of [[1, 'a', 5], [2, 'b', null]]) {
    db.prepare(`INSERT INTO photos (id, hash, shown, width, height, format, bytes, taken_at, added_at) VALUES (?, ?, ?, 1, 1, 'jpeg', 1, ?, 0)`).run(id, hash, hash, taken);
    db.prepare(`INSERT INTO contents (hash, photo_id, width, height, format, bytes, taken_at) VALUES (?, ?, 1, 1, 'jpeg', 1, ?)`).run(hash, id, taken);
  }
  migrate(db, libraryMigrations, before + 1);
  for (const table of ['photos', 'contents']) {
    expect(db.prepare(`SELECT taken_at, taken_from, taken_day, incomplete FROM ${table} ORDER BY hash`).raw().all()).toEqual([[5, 'exif', 0, 0], [null, null, 0, 0]]);
    expect(() => db.exec(`UPDATE ${table} SET taken_day = 2`)).toThrow('CHECK');
  }
});
