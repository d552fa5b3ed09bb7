// `kindred search <folder> ["query"] [--like <file>]… [--words "red car"]`: the photos that a query finds, as the app's search box reads it, or the nearest
// to image files or to words of those. Read-only; works while the app is open.

import type { LikePhotos } from '../../src-shared/contract.ts';
import { MOST_IMAGES, MOST_WORDS } from '../../src-shared/contract/alike.ts';
import { EVERYTHING } from '../../src-shared/finding/filter.ts';
import { parseQuery } from '../../src-shared/finding/parse.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { dataFolder } from '../data-folder.ts';
import { likeStored } from '../library/alike/like-stored.ts';
import { openFinding } from '../library/finding/find-stored.ts';
import { pathsFrom } from '../library/folders/path-from.ts';
import { openStore, type Store } from '../store/database.ts';
import { DEFAULT_LENS } from '../store/lenses.ts';
import { storedAt } from '../store/libraries.ts';
import { readFirstFiles } from '../store/photos.ts';
import { readArguments, readWhole, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { knownLibrary } from './known-library.ts';
import { readWords, seeFiles } from './like-files.ts';
import { printableName } from './printable.ts';

export async function run(args: readonly string[]): Promise<void> {
  // what starts with a dash in the query is left out, and no option: it is given in quotes, or behind --
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' }, limit: { type: 'string' }, like: { type: 'string', multiple: true }, words: { type: 'string' }, backend: { type: 'string' } }, { positionals: Infinity });
  const [named, ...words] = positionals;
  if (named === undefined) throw new UsageError('expected the folder to search');
  const images = values.like ?? [];
  if (images.length > MOST_IMAGES) throw new UsageError(`expected --like at most ${MOST_IMAGES} times, got ${images.length}`);
  const said = values.words?.trim();
  if (said !== undefined && (said === '' || said.length > MOST_WORDS)) throw new UsageError(`expected --words with 1 to ${MOST_WORDS} characters`);
  if (said !== undefined && images.length > 0) throw new UsageError('expected --words or --like, not both');
  const limit = values.limit === undefined ? Infinity : readWhole('limit', values.limit, 1, 1_000_000);
  const data = dataFolder();
  const { library, folder } = knownLibrary(data, named);
  const store = openStore(storedAt(data, library.id), { readOnly: true });
  try {
    const asked = words.join(' ');
    const { ids, distances } = said !== undefined ? await findByWords(store, asked, said, values.backend) : images.length === 0 ? { ids: await find(store, asked), distances: null } : await findLike(store, asked, images, values.backend);
    const pathOf = pathsFrom(folder);
    const files = readFirstFiles(store, Array.from(ids.subarray(0, limit)) as PhotoId[]); // ids of photos
    const photos = files.flatMap((file, at) => (file ? [{ path: pathOf(file.folder, file.path), distance: distances?.[at] ?? null }] : []));
    if (values.json) {
      console.log(JSON.stringify({ photos }));
      return;
    }
    for (const { path } of photos) console.log(printableName(path));
    console.error(`${counted(ids.length, 'photo')} found${photos.length < ids.length ? `, the first ${photos.length} shown` : ''}.`);
  } finally {
    store.close();
  }
}

/** Best first. */
async function find(store: Store, query: string): Promise<Uint32Array> {
  const finding = await openFinding(store, DEFAULT_LENS);
  const parts = parseQuery(query, finding.known);
  const ids = finding.find(parts.length > 0 ? { parts } : EVERYTHING, { best: true });
  finding.close();
  return ids;
}

/** Nearest first, of those that the query leaves. */
async function findLike(store: Store, query: string, images: readonly string[], backend: string | undefined): Promise<LikePhotos> {
  const { encoder, looks } = await seeFiles(store, images, backend);
  return likeStored(store, DEFAULT_LENS, encoder.id, looks, query.trim() === '' ? null : await find(store, query));
}

/** Nearest to words first, of those that the query leaves. */
async function findByWords(store: Store, query: string, words: string, backend: string | undefined): Promise<LikePhotos> {
  const { encoder, looks } = await readWords(store, words, backend);
  return likeStored(store, DEFAULT_LENS, encoder.id, looks, query.trim() === '' ? null : await find(store, query));
}
