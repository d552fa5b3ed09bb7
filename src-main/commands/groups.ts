// `kindred groups [<folder>]`: the groups of an indexed library, as the app shows them. Read-only; works while the app is open.

import { dataFolder } from '../data-folder.ts';
import { groupStored } from '../library/spaces/group-stored.ts';
import { storedAt } from '../store/libraries.ts';
import { readArguments, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { knownLibrary } from './known-library.ts';
import { printableName } from './printable.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' }, granularity: { type: 'string' } });
  const granularity = values.granularity === undefined ? null : Number(values.granularity);
  if (granularity !== null && !(granularity >= 0 && granularity <= 1)) throw new UsageError(`expected a granularity from 0 to 1, got ${values.granularity}`);

  const data = dataFolder();
  const { library, folder } = knownLibrary(data, positionals[0]);
  const grouped = await groupStored(storedAt(data, library.id), granularity, folder);
  if (values.json) {
    console.log(JSON.stringify(grouped));
    return;
  }
  for (const { name, photos } of grouped.groups) {
    if (photos.length < 2) continue;
    console.log(`${printableName(name ?? 'group')} (${photos.length})`);
    for (const path of photos) console.log(`  ${printableName(path)}`);
  }
  const singles = grouped.groups.filter(({ photos }) => photos.length < 2).length;
  console.log(`${counted(grouped.groups.length - singles, 'group')}, ${counted(singles, 'single photo')}, granularity ${grouped.granularity.toFixed(2)}`);
}
