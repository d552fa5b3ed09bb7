import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src-main/store/database.ts';
import { ensureLibrary, findLibrary, forgetLibrary, listLibraries, noteLibrary, recentLibraries, relocateLibrary, storedAt } from '../../src-main/store/libraries.ts';
import { madeFolder, madeStore } from './made-store.ts';

/** A data folder, and two folders of photos. */
function madePlaces() {
  const root = madeFolder();
  const [data, a, b] = ['data', 'a', 'b'].map((name) => join(root, name)) as [string, string, string]; // three names give three paths
  mkdirSync(a);
  mkdirSync(b);
  return { root, data, a, b };
}

describe('libraries', () => {
  it('are found by their folder, however it is written', () => {
    const { root, data, a, b } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    expect(library).toMatchObject({ folder: a, photos: 0, openedAt: 5 });
    symlinkSync(a, join(root, 'link'));
    for (const folder of [a, `${a}/`, join(b, '..', 'a'), join(root, 'link')]) expect(ensureLibrary(data, folder, 9)).toEqual(library);
    expect(findLibrary(data, b)).toBeNull();
    expect(ensureLibrary(data, b, 6).id).not.toBe(library.id);
  });

  it('are found while their folder is away', () => {
    const { data, a } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    rmSync(a, { recursive: true });
    expect(findLibrary(data, a)).toEqual(library);
    expect(recentLibraries(data)).toEqual([{ ...library, missing: true }]);
  });

  it('are listed last opened first, with their photos', () => {
    const { root, data, a, b } = madePlaces();
    expect(listLibraries(join(root, 'nowhere'))).toEqual([]);
    const first = ensureLibrary(data, a, 5);
    const second = ensureLibrary(data, b, 6);
    expect(recentLibraries(data).map(({ id }) => id)).toEqual([second.id, first.id]);
    noteLibrary(data, first.id, { openedAt: 7, photos: 60_000 });
    expect(recentLibraries(data)).toEqual([{ ...first, openedAt: 7, photos: 60_000, missing: false }, { ...second, missing: false }]);
    expect(() => noteLibrary(data, 'nobody', {})).toThrow(expect.objectContaining({ code: 'no-library' }));
    expect(() => noteLibrary(data, '../data', {})).toThrow(expect.objectContaining({ code: 'no-library' }));
  });

  it('follow a folder that moved, but never take that of another', () => {
    const { root, data, a, b } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    const moved = join(root, 'moved');
    renameSync(a, moved);
    expect(relocateLibrary(data, library.id, moved)).toEqual({ ...library, folder: moved });
    expect(findLibrary(data, moved)?.id).toBe(library.id);
    ensureLibrary(data, b, 6);
    expect(() => relocateLibrary(data, library.id, b)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(findLibrary(data, moved)?.id).toBe(library.id);
  });

  it('are forgotten with all that is stored, and nothing else', () => {
    const { data, a, b } = madePlaces();
    writeFileSync(join(a, 'photo.jpg'), 'x');
    const library = ensureLibrary(data, a, 5);
    const other = ensureLibrary(data, b, 6);
    madeStore(storedAt(data, library.id)).close();
    forgetLibrary(data, library.id);
    forgetLibrary(data, library.id);
    forgetLibrary(data, '..');
    expect(existsSync(storedAt(data, library.id))).toBe(false);
    expect(listLibraries(data)).toEqual([other]);
    expect(readdirSync(a)).toEqual(['photo.jpg']);
  });

  it('are not forgotten while open', () => {
    const { data, a } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    const store = madeStore(storedAt(data, library.id));
    expect(() => forgetLibrary(data, library.id)).toThrow(expect.objectContaining({ code: 'library-in-use' }));
    expect(listLibraries(data)).toEqual([library]);
    store.close();
    forgetLibrary(data, library.id);
    expect(listLibraries(data)).toEqual([]);
  });

  it('whose deletion was cut short are listed no more, and deleted with the next', () => {
    const { data, a } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    madeStore(storedAt(data, library.id)).close();
    renameSync(join(storedAt(data, library.id), 'library.json'), join(storedAt(data, library.id), 'forgotten.json'));
    expect(listLibraries(data)).toEqual([]);
    expect(ensureLibrary(data, a, 6).id).not.toBe(library.id);
    forgetLibrary(data, 'nobody');
    expect(existsSync(storedAt(data, library.id))).toBe(false);
    expect(listLibraries(data)).toHaveLength(1);
  });

  it('whose making was cut short are not listed', () => {
    const { data, a } = madePlaces();
    mkdirSync(storedAt(data, 'half'), { recursive: true });
    writeFileSync(join(storedAt(data, 'half'), 'library.json.new'), '{"fol');
    expect(listLibraries(data)).toEqual([]);
    expect(ensureLibrary(data, a, 5).id).not.toBe('half');
  });

  it('that cannot be opened are found all the same', () => {
    const { data, a } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    writeFileSync(join(storedAt(data, library.id), 'library.db'), 'x'.repeat(4096));
    expect(ensureLibrary(data, a, 6)).toEqual(library);
    expect(() => openStore(storedAt(data, library.id))).toThrow(expect.objectContaining({ code: 'library-damaged' }));
    forgetLibrary(data, library.id);
    expect(listLibraries(data)).toEqual([]);
  });

  it('whose entry is broken are reported and passed over', () => {
    const { data, a } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    writeFileSync(join(storedAt(data, library.id), 'library.json'), '{"folder": 7}');
    const report = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(listLibraries(data)).toEqual([]);
    expect(report).toHaveBeenCalledWith(expect.stringContaining(library.id));
    report.mockRestore();
  });
});
