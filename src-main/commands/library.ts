// `kindred library list|relocate|add|remove|leave-out|forget`: all libraries, and the folders of each. A library that is open in the app
// has to be changed there.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { withFolders } from '../library/folders/library-folders.ts';
import { summariseLibraries } from '../library/folders/summary.ts';
import { leaveOutPatterns } from '../library/indexing/leave-out.ts';
import { Lenses } from '../library/judging/lenses.ts';
import { openStore } from '../store/database.ts';
import { forgetLibrary, type Library, storedAt } from '../store/libraries.ts';
import { writeWholeBy } from '../store/whole-file.ts';
import { readArguments, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { libraryNamed } from './known-library.ts';

const expected = `expected one of:
  library list [--json]
  library relocate <old folder> <new folder>
  library add <folder or id> <new folder>
  library remove <folder> [--library <folder or id>]
  library leave-out <folder or id> [<pattern> …]
  library forget <folder or id> [--export <file>] [--yes]`;

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean' }, yes: { type: 'boolean' }, export: { type: 'string' }, library: { type: 'string' }
  }, { positionals: 100 });
  const [action, first, second, ...rest] = positionals;
  const data = dataFolder();
  if (action === 'list' && first === undefined) list(data, values.json === true);
  else if (action === 'relocate' && first !== undefined && second !== undefined && rest.length === 0) await relocate(data, first, resolve(second));
  else if (action === 'add' && first !== undefined && second !== undefined && rest.length === 0) await add(data, first, resolve(second));
  else if (action === 'remove' && first !== undefined && second === undefined) await remove(data, resolve(first), values.library ?? first);
  else if (action === 'leave-out' && first !== undefined) await leaveOut(data, first, positionals.slice(2), values.json === true);
  else if (action === 'forget' && first !== undefined && second === undefined) await forget(data, first, { file: values.export, yes: values.yes === true });
  else throw new UsageError(expected);
}

function list(data: string, json: boolean): void {
  const libraries = summariseLibraries(data);
  if (json) {
    console.log(JSON.stringify({ libraries }));
    return;
  }
  for (const { id, folders, photos, answers, damaged } of libraries) {
    console.log(`${id}  ${counted(photos, 'photo')}, ${counted(answers, 'answer')}${damaged ? '  damaged: its folder is not known. Run: kindred library relocate ' + id + ' <folder>' : ''}`);
    for (const { path, missing } of folders) console.log(`  ${path}${missing ? '  (not there)' : ''}`);
  }
  if (libraries.length === 0) console.error('No folder has been indexed yet. Run: kindred index <folder>');
}

async function relocate(data: string, old: string, to: string): Promise<void> {
  const library = libraryNamed(data, old);
  await withFolders(data, library, (folders) => folders.relocate(library.id === old ? only(library) : resolve(old), to));
  console.log(`The library of ${library.id === old ? library.folders[0] || 'that id' : resolve(old)} continues in ${to}. Run: kindred index ${to}`);
}

async function add(data: string, name: string, folder: string): Promise<void> {
  const library = libraryNamed(data, name);
  await withFolders(data, library, (folders) => folders.add(folder));
  console.log(`${folder} now belongs to the library of ${library.folders[0] ?? library.id}. Run: kindred index ${folder}`);
}

async function remove(data: string, folder: string, name: string): Promise<void> {
  await withFolders(data, libraryNamed(data, name), (folders) => folders.remove(folder));
  console.log(`${folder} was removed from its library. Your answers about its photos are kept, and count again if it is added again.`);
}

async function leaveOut(data: string, name: string, patterns: readonly string[], json: boolean): Promise<void> {
  const leftOut = await withFolders(data, libraryNamed(data, name), (_, store) => leaveOutPatterns(store, patterns));
  if (json) {
    console.log(JSON.stringify(leftOut));
    return;
  }
  for (const pattern of leftOut.patterns) console.log(`pattern   ${pattern}`);
  for (const { folder, path, rule, leftOut: isOut } of leftOut.folders) console.log(`${rule.padEnd(8)}  ${folder}/${path}${isOut ? '' : '  (included)'}`);
}

async function forget(data: string, name: string, { file, yes }: { readonly file: string | undefined; readonly yes: boolean }): Promise<void> {
  const { id, folders } = libraryNamed(data, name);
  const answers = summariseLibraries(data).find((library) => library.id === id)?.answers ?? 0;
  if (answers > 0 && file === undefined && !yes) {
    throw new CodedError('bad-request', `This library holds ${counted(answers, 'answer')}. Pass --export <file> to save what you said, or --yes to discard it.`);
  }
  if (file !== undefined) {
    const store = openStore(storedAt(data, id), { readOnly: true });
    try {
      // on disk before what it is from is deleted
      await writeWholeBy(resolve(file), (beside) => writeFile(beside, new Lenses(store).export(null), { flush: true }), { replaces: false });
    } finally {
      store.close();
    }
    console.error(`${counted(answers, 'answer was', 'answers were')} saved to ${file}.`);
  }
  forgetLibrary(data, id);
  console.log(`The library of ${folders[0] ?? id} was forgotten; the photos stay where they are.`);
}

/** The folder meant by a library's id. */
function only({ folders }: Library): string {
  if (folders.length > 1) throw new CodedError('bad-request', `This library has ${folders.length} folders. Name the one that was moved: ${folders.join(', ')}`);
  return folders[0] ?? '';
}
