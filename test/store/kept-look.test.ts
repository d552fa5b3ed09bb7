// That a look at all photos found nothing is kept until anything that it depends on is written, whoever wrote it.

import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore, type Store } from '../../src-main/store/database.ts';
import type { DescriptorVersions } from '../../src-main/store/descriptors.ts';
import { writeFact } from '../../src-main/store/facts.ts';
import { keepingLook, type KeptLook, keptLook } from '../../src-main/store/kept-look.ts';
import { connect } from '../../src-main/store/sqlite.ts';
import { madeFolder, madeVersions, writeMade } from './made-store.ts';

let folder: string;
let versions: DescriptorVersions;

function open(at = folder): { readonly store: Store; readonly look: KeptLook } {
  const store = keepingLook(openStore(at));
  onTestFinished(() => store.close());
  return { store, look: keptLook(store)! }; // just begun
}

/** Three photos that lack nothing, which is kept. */
beforeEach(() => {
  folder = madeFolder();
  const { store, look } = open();
  versions = madeVersions(store);
  writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg']);
  look.note(versions, look.begin());
  store.close();
});

function holdsAgain(): boolean {
  const { store, look } = open();
  const holds = look.holds(versions);
  store.close();
  return holds;
}

describe('that nothing was left to read', () => {
  it('is known from one opening to the next', () => {
    expect(holdsAgain()).toBe(true);
    expect(holdsAgain()).toBe(true);
  });

  it.each([
    'DELETE FROM embeddings WHERE photo_id = 1', "UPDATE embeddings SET vector = x'00' WHERE photo_id = 1", 'UPDATE features SET version = 0 WHERE photo_id = 2', 'DELETE FROM features', 'DELETE FROM fingerprints',
    "UPDATE fingerprints SET cells = x'00'", "UPDATE photos SET look = 'another' WHERE id = 3", 'UPDATE photos SET picture = NULL', 'UPDATE files SET missing_since = 1', 'DELETE FROM files WHERE id = 1',
    "UPDATE contents SET look = 'another'", 'UPDATE contents SET mark = NULL', "UPDATE folders SET problem = 'folder-missing'"
  ])('is known no more after %s, in this opening or the next, whoever did it', (statement) => {
    const { store, look } = open();
    expect(look.holds(versions)).toBe(true);
    store.db.exec(statement);
    expect(look.holds(versions)).toBe(false);
    store.close();
    expect(holdsAgain()).toBe(false);
  });

  it.each(["DELETE FROM embeddings WHERE photo_id = 1", "UPDATE features SET version = 0 WHERE photo_id = 2"])('is known no more after %s by another program while it was closed', (statement) => {
    const db = connect(join(folder, 'library.db'), {});
    db.exec(statement);
    db.close();
    expect(holdsAgain()).toBe(false);
  });

  it('is known no more once thumbnails were deleted, here or elsewhere', () => {
    const { store, look } = open();
    expect(look.holds(versions)).toBe(true);
    store.renewThumbnails();
    expect(look.holds(versions)).toBe(false);
    look.note(versions, look.begin());
    store.close();
    expect(holdsAgain()).toBe(true);
    const db = connect(join(folder, 'thumbnails.db'), {});
    db.exec("INSERT INTO thumbnails (hash, data) VALUES ('one', x'00'); DELETE FROM thumbnails");
    db.close();
    expect(holdsAgain()).toBe(false);
  });

  it.each(['UPDATE fingerprints SET compared = 1', "INSERT INTO facts VALUES ('something', '1')", 'UPDATE lenses SET height = .5'])('is still known after %s', (statement) => {
    const { store, look } = open();
    store.db.exec(statement);
    expect(look.holds(versions)).toBe(true);
    store.close();
    expect(holdsAgain()).toBe(true);
  });

  it('is known no more where the process was killed after it had written', () => {
    const { store } = open();
    writeFact(store, 'something', 1);
    const killed = madeFolder();
    cpSync(folder, killed, { recursive: true, preserveTimestamps: true });
    store.close();
    const again = open(killed);
    expect(again.look.holds(versions)).toBe(false);
  });

  it('counts for the versions alone that were looked for, and from where the look began', () => {
    const { store, look } = open();
    expect(look.holds({ ...versions, features: 2 })).toBe(false);
    expect(look.holds({ ...versions, encoder: (versions.encoder + 1) as typeof versions.encoder })).toBe(false);
    const begun = look.begin();
    store.db.exec('DELETE FROM fingerprints');
    look.note(versions, begun);
    expect(look.holds(versions)).toBe(false);
    store.close();
    expect(holdsAgain()).toBe(false);
  });

  it('is not known where what was kept is damaged, which is said', () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    writeFileSync(join(folder, 'look.bin'), 'not what was kept');
    expect(holdsAgain()).toBe(false);
    expect(told).toHaveBeenCalledWith(expect.stringContaining('look.bin'));
    told.mockRestore();
  });

  it('is relied on with a count that goes on from one opening to the next', () => {
    const first = open();
    expect([first.look.nextTurn(), first.look.nextTurn()]).toEqual([0, 1]);
    first.store.close();
    expect(open().look.nextTurn()).toBe(2);
  });
});
