// `kindred repair [<folder>]`: puts a library together again from everything that can be read of a damaged one.

import { resolve } from 'node:path';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { findLibrary, listLibraries, storedAt } from '../store/libraries.ts';
import { repairStore } from '../store/salvage/repair.ts';
import { readArguments } from './arguments.ts';

export function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
  const [folder] = positionals;
  const data = dataFolder();
  const library = folder === undefined ? listLibraries(data)[0] : findLibrary(data, resolve(folder));
  if (!library) throw new CodedError('no-library', `${folder === undefined ? 'No folder' : resolve(folder)} has been indexed yet. Run: kindred index <folder>`);
  const salvaged = repairStore(storedAt(data, library.id));
  if (values.json) console.log(JSON.stringify(salvaged));
  else console.log(`${salvaged.entries} entries of what you said were kept, ${salvaged.lost} are lost. Run kindred index to read again what is lacking.`);
  return Promise.resolve();
}
