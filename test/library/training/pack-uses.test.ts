import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dropPack, packUses, whyNotRemove } from '../../../src-main/library/training/pack-uses.ts';
import { LIBRARY_FILE, openStore } from '../../../src-main/store/database.ts';
import { activateEncoderVersion, ensureEncoderVersion, readEncoderVersions } from '../../../src-main/store/encoder-versions.ts';
import { ensureLibrary, storedAt } from '../../../src-main/store/libraries.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate, versionOf } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

const PACK = { id: 'pack-net-0123456789', name: 'Net' };
const OTHER = 'pack-other-0123456789';
let root: string;
let data: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-uses-'));
  data = join(root, 'data');
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A library of a folder; its stored state. */
async function library(name: string): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  return storedAt(data, ensureLibrary(data, folder, 1).id);
}

/** One that knows packs, and uses one of them. */
async function withPacks(name: string, inUse: string | null): Promise<string> {
  const stored = await library(name);
  const store = openStore(stored);
  for (const id of [PACK.id, OTHER]) {
    const version = ensureEncoderVersion(store, { name: id, dim: 4, createdAt: 0, scores: null, pack: { id, title: id, before: null, heldOut: 0 } });
    if (id === inUse) activateEncoderVersion(store, version.id);
  }
  store.close();
  return stored;
}

const known = (stored: string): string[] => {
  const store = openStore(stored, { readOnly: true });
  try {
    return readEncoderVersions(store).map(({ name }) => name);
  } finally {
    store.close();
  }
};

describe('uses of a pack', () => {
  it('are those of every library, none of which is migrated or changed by looking', async () => {
    await withPacks('a', PACK.id);
    await withPacks('b', OTHER);
    await withPacks('c', null);
    await library('never indexed');
    const old = await library('old');
    await mkdir(old, { recursive: true });
    const before = connect(join(old, LIBRARY_FILE), {});
    migrate(before, libraryMigrations, 18);
    before.close();
    const { mtimeMs } = await stat(join(old, LIBRARY_FILE));
    const { of, unknown } = packUses(data);
    expect(unknown).toEqual([]);
    expect([...of].map(([id, libraries]) => [id, libraries.map(({ folders }) => folders)])).toEqual(expect.arrayContaining([[PACK.id, [[join(root, 'a')]]], [OTHER, [[join(root, 'b')]]]]));
    expect(of.size).toBe(2);
    const after = connect(join(old, LIBRARY_FILE), { readonly: true });
    expect(versionOf(after)).toBe(18);
    after.close();
    expect((await stat(join(old, LIBRARY_FILE))).mtimeMs).toBe(mtimeMs);
    expect(whyNotRemove(packUses(data), PACK)).toContain(`Net is in use for ${join(root, 'a')}.`);
    expect(whyNotRemove(packUses(data), PACK, ({ folders }) => !folders.includes(join(root, 'a')))).toBeNull();
  });

  it.each([
    ['is damaged', async (stored: string) => writeFile(join(stored, LIBRARY_FILE), Buffer.alloc(9000, 7))],
    ['was lost', async (stored: string) => rm(join(stored, LIBRARY_FILE))],
    ['is empty', async (stored: string) => writeFile(join(stored, LIBRARY_FILE), '')]
  ])('cannot be told where a library %s, so that nothing is removed', async (_, spoil) => {
    const stored = await withPacks('a', null);
    await rm(join(stored, `${LIBRARY_FILE}-wal`), { force: true });
    await writeFile(join(stored, 'space.bin'), 'x');
    await spoil(stored);
    const uses = packUses(data);
    expect(uses.unknown).toEqual([expect.objectContaining({ reason: expect.any(String) })]);
    expect(whyNotRemove(uses, PACK)).toMatch(new RegExp(`Net may be in use for ${join(root, 'a')}, whose library cannot be read: .*Repair that library or delete it`));
    expect(whyNotRemove(uses, PACK, () => false)).toBeNull();
  });

  it('are dropped with it, but where it is in use, open, or would be migrated', async () => {
    const [used, unused, opened] = [await withPacks('a', PACK.id), await withPacks('b', OTHER), await withPacks('c', null)];
    const newer = await withPacks('d', null);
    const db = connect(join(newer, LIBRARY_FILE), {});
    db.pragma(`user_version = ${libraryMigrations.length - 1}`);
    db.close();
    const bytes = await readFile(join(newer, LIBRARY_FILE));
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    dropPack(data, PACK.id, ({ folders }) => folders.includes(join(root, 'c')));
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
    expect(await readFile(join(newer, LIBRARY_FILE))).toEqual(bytes);
    expect(known(used)).toEqual([PACK.id, OTHER]);
    expect(known(unused)).toEqual([OTHER]);
    expect(known(opened)).toEqual([PACK.id, OTHER]);
  });
});
