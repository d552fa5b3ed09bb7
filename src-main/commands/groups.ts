// `kindred groups [<folder>]`: the groups of an indexed library, as the app shows them. Reads only; works beside an open app.

import { resolve } from 'node:path';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { groupStored } from '../library/spaces/group-stored.ts';
import { findLibrary, listLibraries, storedAt } from '../store/libraries.ts';
import { readArguments, UsageError } from './arguments.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' }, granularity: { type: 'string' } });
  const granularity = values.granularity === undefined ? null : Number(values.granularity);
  if (granularity !== null && !(granularity >= 0 && granularity <= 1)) throw new UsageError(`expected a granularity from 0 to 1, got ${values.granularity}`);

  const data = dataFolder();
  const library = positionals[0] === undefined ? listLibraries(data)[0] : findLibrary(data, resolve(positionals[0]));
  if (!library) {
    const what = positionals[0] === undefined ? 'No folder has been indexed yet.' : `${resolve(positionals[0])} has not been indexed yet.`;
    throw new CodedError('no-library', `${what} Run: kindred index <folder>`);
  }

  const grouped = await groupStored(storedAt(data, library.id), granularity);
  if (values.json) {
    console.log(JSON.stringify(grouped));
    return;
  }
  for (const { name, photos } of grouped.groups) {
    if (photos.length < 2) continue;
    console.log(`${name ?? 'group'} (${photos.length})`);
    for (const path of photos) console.log(`  ${path}`);
  }
  const singles = grouped.groups.filter(({ photos }) => photos.length < 2).length;
  console.log(`${grouped.groups.length - singles} groups, ${singles} single photos, granularity ${grouped.granularity.toFixed(2)}`);
}
