// `kindred repair [<folder>]`: rebuilds a damaged library from everything in it that is still readable.

import { dataFolder } from '../data-folder.ts';
import { storedAt } from '../store/libraries.ts';
import { repairStore } from '../store/salvage/repair.ts';
import { readArguments } from './arguments.ts';
import { counted } from './counted.ts';
import { knownLibrary } from './known-library.ts';

export function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
  const data = dataFolder();
  const { library } = knownLibrary(data, positionals[0]);
  const salvaged = repairStore(storedAt(data, library.id));
  if (values.json) console.log(JSON.stringify(salvaged));
  else console.log(`${counted(salvaged.entries, 'entry of your answers was', 'entries of your answers were')} kept, ${counted(salvaged.lost, 'is lost', 'are lost')}.${salvaged.restored === undefined ? '' : ` ${counted(salvaged.restored, 'of them was', 'of them were')} in a copy that Kindred had kept.`} To read missing photos again, run: kindred index`);
  return Promise.resolve();
}
