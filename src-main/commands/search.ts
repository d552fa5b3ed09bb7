// `kindred search <folder> ["query"]`: the photos that a query finds, as the app's search box reads it. Read-only; works while the app is open.

import { EVERYTHING } from '../../src-shared/finding/filter.ts';
import { parseQuery } from '../../src-shared/finding/parse.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { dataFolder } from '../data-folder.ts';
import { openFinding } from '../library/finding/find-stored.ts';
import { pathsFrom } from '../library/folders/path-from.ts';
import { openStore } from '../store/database.ts';
import { DEFAULT_LENS } from '../store/lenses.ts';
import { storedAt } from '../store/libraries.ts';
import { readFirstFiles } from '../store/photos.ts';
import { readArguments, readWhole, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { knownLibrary } from './known-library.ts';
import { printableName } from './printable.ts';

export async function run(args: readonly string[]): Promise<void> {
  // what starts with a dash in the query is left out, and no option: it is given in quotes, or behind --
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' }, limit: { type: 'string' } }, { positionals: Infinity });
  const [named, ...words] = positionals;
  if (named === undefined) throw new UsageError('expected the folder to search');
  const limit = values.limit === undefined ? Infinity : readWhole('limit', values.limit, 1, 1_000_000);
  const data = dataFolder();
  const { library, folder } = knownLibrary(data, named);
  const store = openStore(storedAt(data, library.id), { readOnly: true });
  try {
    const finding = await openFinding(store, DEFAULT_LENS);
    const parts = parseQuery(words.join(' '), finding.known);
    const ids = finding.find(parts.length > 0 ? { parts } : EVERYTHING, { best: true });
    finding.close();
    const pathOf = pathsFrom(folder);
    const photos = readFirstFiles(store, Array.from(ids.subarray(0, limit)) as PhotoId[]).flatMap((file) => (file ? [{ path: pathOf(file.folder, file.path), distance: null }] : [])); // ids of photos
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
