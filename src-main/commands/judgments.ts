// `kindred judgments export|import`: what the user said about a folder's photos as JSON lines by content hash, so that a library
// can be rebuilt or shared. A library that is open in the app can be exported, but not imported into.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { LensId } from '../../src-shared/contract.ts';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { Lenses } from '../library/judging/lenses.ts';
import { openStore, type Store } from '../store/database.ts';
import { isDamage } from '../store/error.ts';
import { findLibraryAround, storedAt } from '../store/libraries.ts';
import { openSalvaged } from '../store/salvage/repair.ts';
import { readArguments, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { knownLibrary, openFor } from './known-library.ts';
import { printableName } from './printable.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' }, lens: { type: 'string' } }, { positionals: 3 });
  const [action, ...rest] = positionals;
  if (action === 'export' && rest.length <= 1) exportFrom(rest[0], values.lens);
  else if (action === 'import' && rest.length === 2) await importInto(rest[0] ?? '', rest[1] ?? '', values.lens, values.json === true);
  else throw new UsageError('expected: judgments export [<folder>], or: judgments import <folder> <file> (- for stdin)');
}

function exportFrom(folder: string | undefined, lens: string | undefined): void {
  const data = dataFolder();
  const { library } = knownLibrary(data, folder);
  const stored = storedAt(data, library.id);
  let lines: string;
  try {
    lines = exportOf(openStore(stored, { readOnly: true }), lens);
  } catch (error) {
    if (!isDamage(error)) throw error;
    const store = openSalvaged(stored);
    console.error(`The library is damaged: ${counted(store.salvaged.entries, 'entry', 'entries')} of your answers can be read, ${counted(store.salvaged.lost, 'is lost', 'are lost')}. To repair it, run: kindred repair`);
    lines = exportOf(store, lens);
  }
  process.stdout.write(lines);
}

function exportOf(store: Store, lens: string | undefined): string {
  try {
    const lenses = new Lenses(store);
    return lenses.export(lens === undefined ? null : named(lenses, lens));
  } finally {
    store.close();
  }
}

async function importInto(folder: string, file: string, lens: string | undefined, json: boolean): Promise<void> {
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CodedError('bad-request', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  const data = dataFolder();
  const { library } = findLibraryAround(data, resolve(folder)) === null ? await openFor(data, resolve(folder)) : knownLibrary(data, folder);
  const store = openStore(storedAt(data, library.id));
  try {
    const lenses = new Lenses(store);
    const { changed: _changed, ...report } = lenses.import(content, lens === undefined ? null : named(lenses, lens));
    if (json) {
      console.log(JSON.stringify(report));
      return;
    }
    for (const { line, reason } of report.damaged) console.error(`line ${line}: not readable: ${reason}`);
    for (const { line, reason } of report.contradictions) console.error(`line ${line}: not imported: ${reason}`);
    for (const name of report.lenses) console.error(`created the lens "${printableName(name)}"`);
    const { added, known, waiting, contradictions, damaged } = report;
    console.log(`${counted(added, 'judgment')} imported (${waiting} for photos not seen here yet), ${known} already known, ${counted(contradictions.length, 'contradicts', 'contradict')} others, ${counted(damaged.length, 'damaged line')}`);
  } finally {
    store.close();
  }
}

function named(lenses: Lenses, name: string): LensId {
  const lens = lenses.all.find((known) => (known.name ?? 'default').toLocaleLowerCase('en') === name.toLocaleLowerCase('en'));
  if (!lens) throw new CodedError('bad-request', `There is no lens "${name}". Lenses: ${lenses.all.map((known) => known.name ?? 'default').join(', ')}`);
  return lens.id;
}
