// `kindred albums [<folder>]`: the albums of an indexed library, what one of them holds, and changes of them. Listing is read-only and works while
// the app is open; a library that is open in the app is changed there.
import { resolve } from 'node:path';
import type { Album } from '../../src-shared/albums/album.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { Albums } from '../library/albums/albums.ts';
import { pathsFrom, relativeTo } from '../library/folders/path-from.ts';
import { openStore, type Store } from '../store/database.ts';
import { readFolders } from '../store/folders.ts';
import { storedAt } from '../store/libraries.ts';
import { readFiles, readFirstFiles } from '../store/photos.ts';
import { realFolder } from '../store/places.ts';
import { readArguments, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { knownLibrary } from './known-library.ts';
import { printableName } from './printable.ts';

const ACTS = ['show', 'create', 'add', 'delete'] as const;

interface Open {
  readonly store: Store;
  readonly albums: Albums;
  /** The folder that the command named (absolute). */
  readonly folder: string;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' }, show: { type: 'string' }, create: { type: 'string' }, add: { type: 'string' }, delete: { type: 'string' } }, { positionals: Infinity });
  const given = ACTS.filter((each) => values[each] !== undefined);
  const [act] = given;
  const [named, ...files] = positionals;
  if (given.length > 1) throw new UsageError('expected one of --show, --create, --add and --delete');
  if (values.json && act !== undefined && act !== 'show') throw new UsageError(`expected --json without --${act}`);
  if (files.length > 0 && act !== 'create' && act !== 'add') throw new UsageError(`expected files with --create and --add alone, got ${files.join(' ')}`);
  if (act === 'add' && files.length === 0) throw new UsageError('expected the files to add: albums <folder> --add <name> <file> …');
  const data = dataFolder();
  const { library, folder } = knownLibrary(data, named);
  const store = openStore(storedAt(data, library.id), { readOnly: act === undefined || act === 'show' });
  const open: Open = { store, albums: new Albums({ store, onChange: () => {} }), folder };
  try {
    if (act === undefined) await list(open, values.json === true);
    else if (act === 'show') await show(open, values.show ?? '', values.json === true);
    else if (act === 'create') await create(open, values.create ?? '', files);
    else if (act === 'add') await add(open, values.add ?? '', files);
    else await remove(open, values.delete ?? '');
  } finally {
    store.close();
  }
}

async function list({ albums }: Open, json: boolean): Promise<void> {
  const all = await albums.list();
  if (json) {
    console.log(JSON.stringify({ albums: all.map(({ name, photos, rule }) => ({ name, photos, smart: rule !== null })) }));
    return;
  }
  for (const { name, photos, rule } of all) console.log(`${printableName(name)}  ${counted(photos, 'photo')}${rule === null ? '' : ', smart'}`);
  if (all.length === 0) console.error('There are no albums. Create one: kindred albums <folder> --create <name> <file> …');
}

async function show({ store, albums, folder }: Open, name: string, json: boolean): Promise<void> {
  const album = await namedAlbum(albums, name);
  const ids = Array.from(await albums.photos(album.id)) as PhotoId[]; // ids of photos
  const pathOf = pathsFrom(folder);
  const paths = readFirstFiles(store, ids).flatMap((file) => (file ? [pathOf(file.folder, file.path)] : []));
  if (json) console.log(JSON.stringify({ name: album.name, smart: album.rule !== null, photos: paths }));
  else for (const path of paths) console.log(printableName(path));
}

async function create({ store, albums, folder }: Open, name: string, files: readonly string[]): Promise<void> {
  if ((await albums.list()).some((album) => isNamed(album, name))) throw new CodedError('bad-request', `There is an album "${name}" already. Add to it with --add, or choose another name.`);
  const { photos } = await albums.create(name, null, photosAt(store, folder, files));
  console.log(`The album "${printableName(name)}" was created with ${counted(photos, 'photo')}.`);
}

async function add({ store, albums, folder }: Open, name: string, files: readonly string[]): Promise<void> {
  const album = await namedAlbum(albums, name);
  const { before, now } = await albums.add(album.id, photosAt(store, folder, files), null);
  console.log(`${counted(now.length - before.length, 'photo was', 'photos were')} added to "${printableName(album.name)}".`);
}

async function remove({ albums }: Open, name: string): Promise<void> {
  const album = await namedAlbum(albums, name);
  albums.delete(album.id);
  console.log(`The album "${printableName(album.name)}" was deleted; its photos stay.`);
}

async function namedAlbum(albums: Albums, name: string): Promise<Album> {
  const all = await albums.list();
  const album = all.find((each) => isNamed(each, name));
  if (!album) throw new CodedError('bad-request', `There is no album "${name}". Albums: ${all.map((each) => each.name).join(', ') || 'none yet'}`);
  return album;
}

function isNamed(album: Album, name: string): boolean {
  const folded = (text: string): string => text.normalize('NFC').trim().toLocaleLowerCase('en');
  return folded(album.name) === folded(name);
}

/** The photos of files, given from here or from the library's folder. @throws {CodedError} `bad-request` if one is not a photo of the library */
function photosAt(store: Store, folder: string, files: readonly string[]): Uint32Array {
  const folders = readFolders(store);
  const photoAt = new Map(readFiles(store).map((file) => [`${file.folder} ${file.path.normalize('NFC')}`, file.id]));
  const find = (path: string): PhotoId | undefined => {
    for (const { id, path: around } of folders) {
      const below = relativeTo(around, path);
      const photo = below === null ? undefined : photoAt.get(`${id} ${below.normalize('NFC')}`);
      if (photo !== undefined) return photo;
    }
    return undefined;
  };
  return Uint32Array.from(files, (file) => {
    const photo = find(realFolder(resolve(file))) ?? find(realFolder(resolve(folder, file)));
    if (photo === undefined) throw new CodedError('bad-request', `${file} is not a photo of this library. Index its folder first, or check the path; nothing was changed.`);
    return photo;
  });
}
