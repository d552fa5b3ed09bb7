import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src-main/store/database.ts';
import { ensureLibrary, findLibrary, findLibraryAround, forgetLibrary, listLibraries, noteLibrary, recentLibraries, relocateLibrary, storedAt } from '../../src-main/store/libraries.ts';
import { holdLock } from '../../src-main/store/lock.ts';
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
  it('are found by their folder, however it is spelled', () => {
    const { root, data, a, b } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    expect(library).toMatchObject({ folders: [a], photos: 0, answers: 0, openedAt: 5 });
    symlinkSync(a, join(root, 'link'));
    for (const folder of [a, `${a}/`, join(b, '..', 'a'), join(root, 'link')]) expect(ensureLibrary(data, folder, 9)).toEqual(library);
    expect(findLibrary(data, b)).toBeNull();
    expect(ensureLibrary(data, b, 6).id).not.toBe(library.id);
  });

  it('are found while their folder is missing', () => {
    const { data, a } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    rmSync(a, { recursive: true });
    expect(findLibrary(data, a)).toEqual(library);
    expect(recentLibraries(data)).toEqual([{ ...library, folder: a, folders: [{ path: a, missing: true }], missing: true, damaged: false }]);
  });

  it('are listed last opened first, with their photos', () => {
    const { root, data, a, b } = madePlaces();
    expect(listLibraries(join(root, 'nowhere'))).toEqual([]);
    const first = ensureLibrary(data, a, 5);
    const second = ensureLibrary(data, b, 6);
    expect(recentLibraries(data).map(({ id }) => id)).toEqual([second.id, first.id]);
    noteLibrary(data, first.id, { openedAt: 7, photos: 60_000 });
    expect(recentLibraries(data)).toMatchObject([{ id: first.id, openedAt: 7, photos: 60_000, missing: false }, { id: second.id, photos: 0, missing: false }]);
    expect(() => noteLibrary(data, 'nobody', {})).toThrow(expect.objectContaining({ code: 'no-library' }));
    expect(() => noteLibrary(data, '../data', {})).toThrow(expect.objectContaining({ code: 'no-library' }));
  });

  it('follow a folder that moved, but never take one of another library', () => {
    const { root, data, a, b } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    const moved = join(root, 'moved');
    renameSync(a, moved);
    expect(relocateLibrary(data, library.id, moved)).toEqual({ ...library, folders: [moved] });
    expect(findLibrary(data, moved)?.id).toBe(library.id);
    ensureLibrary(data, b, 6);
    expect(() => relocateLibrary(data, library.id, b)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(findLibrary(data, moved)?.id).toBe(library.id);
  });

  it('are forgotten with everything stored, and nothing else', () => {
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

  it('whose deletion was interrupted are no longer listed, and deleted with the next', () => {
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

  it('whose creation was interrupted are not listed', () => {
    const { data, a } = madePlaces();
    mkdirSync(storedAt(data, 'half'), { recursive: true });
    writeFileSync(join(storedAt(data, 'half'), 'library.json.new'), '{"fol');
    expect(listLibraries(data)).toEqual([]);
    expect(ensureLibrary(data, a, 5).id).not.toBe('half');
  });

  it('that cannot be opened are still found', () => {
    const { data, a } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    writeFileSync(join(storedAt(data, library.id), 'library.db'), 'x'.repeat(4096));
    expect(ensureLibrary(data, a, 6)).toEqual(library);
    expect(() => openStore(storedAt(data, library.id))).toThrow(expect.objectContaining({ code: 'library-damaged' }));
    forgetLibrary(data, library.id);
    expect(listLibraries(data)).toEqual([]);
  });

  it('registered when a library had only one folder are still read', () => {
    const { data, a } = madePlaces();
    const { id } = ensureLibrary(data, a, 5);
    writeFileSync(join(storedAt(data, id), 'library.json'), JSON.stringify({ folder: a, photos: 7, openedAt: 8 }));
    rmSync(join(storedAt(data, id), 'library.copy.json'));
    expect(findLibrary(data, a)).toEqual({ id, folders: [a], photos: 7, answers: 0, openedAt: 8 });
  });

  it('with several folders are found by each of them, and by paths below', () => {
    const { data, a, b } = madePlaces();
    const library = noteLibrary(data, ensureLibrary(data, a, 5).id, { folders: [a, b] });
    const below = join(b, 'trip');
    mkdirSync(below);
    for (const folder of [a, b]) expect(findLibrary(data, folder)).toEqual(library);
    expect(findLibrary(data, below)).toBeNull();
    expect(findLibraryAround(data, below)).toEqual(library);
    expect(findLibraryAround(data, `${b}-not-below`)).toBeNull();
    const nearer = ensureLibrary(data, below, 1);
    expect(findLibraryAround(data, join(below, 'day'))).toEqual(nearer);
    rmSync(b, { recursive: true });
    expect(recentLibraries(data).find(({ id }) => id === library.id)).toMatchObject({ folders: [{ path: a, missing: false }, { path: b, missing: true }], missing: false });
    expect(relocateLibrary(data, library.id, join(data, '..'), b).folders).toEqual([a, join(data, '..')]);
    expect(() => relocateLibrary(data, library.id, b)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(() => relocateLibrary(data, library.id, b, '/nowhere')).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });

  it.each([['truncated', '{"folders": ["/ho'], ['empty', ''], ['of another shape', '{"folder": 7}'], ['no text', '\u0000\u0000\u0000']])('whose entry is %s are found by its copy, and make no second library', (_, garbage) => {
    const { data, a } = madePlaces();
    const library = noteLibrary(data, ensureLibrary(data, a, 5).id, { photos: 9, answers: 4 });
    writeFileSync(join(storedAt(data, library.id), 'library.json'), garbage);
    const report = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(ensureLibrary(data, a, 6)).toEqual(library);
    expect(listLibraries(data)).toEqual([library]);
    expect(report).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(library.id));
    report.mockRestore();
    noteLibrary(data, library.id, { openedAt: 8 });
    expect(JSON.parse(readFileSync(join(storedAt(data, library.id), 'library.json'), 'utf8'))).toMatchObject({ folders: [a], photos: 9, answers: 4, openedAt: 8 });
  });

  it('whose entry is lost are listed as damaged until they are pointed to a folder, never hidden', () => {
    const { data, a } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    madeStore(storedAt(data, library.id)).close();
    for (const name of ['library.json', 'library.copy.json']) rmSync(join(storedAt(data, library.id), name));
    expect(recentLibraries(data)).toMatchObject([{ id: library.id, folders: [], missing: true, damaged: true }]);
    expect(() => noteLibrary(data, library.id, { photos: 3 })).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(relocateLibrary(data, library.id, a)).toMatchObject({ id: library.id, folders: [a] });
    expect(recentLibraries(data)).toMatchObject([{ id: library.id, folders: [{ path: a }], damaged: false }]);
    rmSync(join(storedAt(data, library.id), 'library.json'));
    rmSync(join(storedAt(data, library.id), 'library.copy.json'));
    forgetLibrary(data, library.id);
    expect(existsSync(storedAt(data, library.id))).toBe(false);
  });

  it('already known can be opened while another process changes the registry', () => {
    const { data, a, b } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    const release = holdLock(join(data, 'libraries', 'lock'), data);
    expect(ensureLibrary(data, a, 6)).toEqual(library);
    expect(() => noteLibrary(data, library.id, { photos: 1 }, { timeoutMs: 0 })).toThrow(expect.objectContaining({ code: 'library-in-use' }));
    release();
    expect(ensureLibrary(data, b, 6).id).not.toBe(library.id);
  });

  it('are not created by an update if the data folder is gone', () => {
    const { data, a } = madePlaces();
    const library = ensureLibrary(data, a, 5);
    renameSync(data, `${data}-renamed`);
    expect(() => noteLibrary(data, library.id, { photos: 1 })).toThrow(expect.objectContaining({ name: 'CodedError' }));
    expect(existsSync(data)).toBe(false);
  });
});
