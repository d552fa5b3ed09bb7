// `kindred import <folder>`: albums, keywords and marks of other programs, and folders, as albums, marks and groups. Says what was found;
// takes over the kinds that are asked for.

import { resolve } from 'node:path';
import type { Choice, Found, FoundKind, Taken } from '../../src-shared/exchange/import.ts';
import type { Lens, LensId } from '../../src-shared/contract.ts';
import { dataFolder } from '../data-folder.ts';
import { lookElsewhere } from '../library/importing/look.ts';
import { takeOver } from '../library/importing/take.ts';
import { Lenses } from '../library/judging/lenses.ts';
import { openStore } from '../store/database.ts';
import { storedAt } from '../store/libraries.ts';
import { readArguments, readWhole, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { libraryNamed } from './known-library.ts';
import { printableName } from './printable.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    from: { type: 'string' }, 'folders-as-albums': { type: 'boolean' }, level: { type: 'string' }, keywords: { type: 'boolean' }, marks: { type: 'boolean' },
    'as-groups': { type: 'string' }, json: { type: 'boolean' }, 'dry-run': { type: 'boolean' }
  });
  const [name] = positionals;
  if (name === undefined) throw new UsageError('expected the folder of a library');
  const level = values.level === undefined ? null : readWhole('level', values.level, 1, 3);
  const data = dataFolder();
  const library = libraryNamed(data, name);
  const store = openStore(storedAt(data, library.id), { readOnly: values['dry-run'] === true });
  try {
    const looked = await lookElsewhere(store, values.from === undefined ? null : resolve(values.from));
    const { found } = looked;
    const kinds: FoundKind[] = ['album', 'group', ...(values.keywords ? ['keyword' as const] : []), ...(values['folders-as-albums'] ? [level === null ? 'folder' as const : 'level' as const] : [])];
    const sets = found.sets.filter((set) => kinds.includes(set.kind) && (set.kind !== 'level' || set.level === level));
    if (values['dry-run']) {
      if (values.json) console.log(JSON.stringify({ ...found, chosen: sets.map(({ at }) => at) }));
      else describe(found, sets.map(({ at }) => at));
      return;
    }
    const lenses = new Lenses(store);
    const lensId = values['as-groups'] === undefined ? null : lensNamed(lenses.all, values['as-groups']);
    const choice: Choice = { look: found.look, sets: sets.map(({ at }) => at), marks: values.marks === true, lensId };
    const taken = await takeOver(store, looked, choice, lensId === null ? null : lenses.judge(lensId));
    if (values.json) console.log(JSON.stringify(summaryOf(found, taken)));
    else say(found, taken);
  } finally {
    store.close();
  }
}

function lensNamed(lenses: readonly Lens[], wanted: string): LensId {
  const lens = lenses.find(({ name }) => (name ?? '').toLocaleLowerCase('en') === wanted.normalize('NFC').trim().toLocaleLowerCase('en')) ?? (wanted === 'first' ? lenses[0] : undefined);
  if (lens) return lens.id;
  throw new UsageError(`expected --as-groups with a lens of ${lenses.map(({ name }) => name ?? 'first').join(', ')}, got ${wanted}`);
}

function describe({ sets, marks, files, strangers, unreadable }: Found, chosen: readonly number[]): void {
  for (const { at, kind, name, path, photos } of sets) console.log(`${chosen.includes(at) ? '*' : ' '} ${kind.padEnd(7)}  ${printableName(name)}${path === '' || name.includes(' / ') ? '' : `  (${printableName(path)})`}  ${counted(photos, 'photo')}`);
  console.log(`${counted(marks.photos, 'photo')} would be marked: ${counted(marks.stars, 'with stars', 'with stars')}, ${marks.labels} with a label, ${marks.flags} with a flag, ${counted(marks.favourites, 'favourite')}; ${marks.left} ${marks.left === 1 ? 'keeps' : 'keep'} the mark that you gave`);
  console.log(`${counted(files, 'photo file')} looked at${strangers > 0 ? `, ${strangers} of photos that are not in the library` : ''}${unreadable > 0 ? `; ${counted(unreadable, 'sidecar')} could not be read` : ''}. What has a * would become an album.`);
}

function summaryOf(found: Found, { made, filled, marks, groups }: Taken): object {
  return {
    albums: made.length, filled: filled.length, marks: marks?.earlier.ids.length ?? 0, left: marks?.left ?? 0,
    groups: groups && { said: groups.said, known: groups.known, contradicting: groups.contradicting },
    files: found.files, strangers: found.strangers, unreadable: found.unreadable, dates: found.dates, places: found.places
  };
}

function say(found: Found, { made, filled, marks, groups }: Taken): void {
  console.log(`${counted(made.length, 'album')} made${filled.length > 0 ? `, ${filled.length} that ${filled.length === 1 ? 'was' : 'were'} there filled` : ''}.`);
  if (marks) console.log(`${counted(marks.earlier.ids.length, 'photo')} marked; ${marks.left} ${marks.left === 1 ? 'keeps' : 'keep'} the mark that you gave.`);
  if (groups) {
    console.log(`${counted(groups.said, 'album')} said to be one group each, ${groups.known} known before.`);
    for (const name of groups.contradicting) console.log(`contradicts your answers, left out: ${printableName(name)}`);
  }
  if (found.strangers > 0) console.log(`${counted(found.strangers, 'photo file is', 'photo files are')} not in the library.`);
  if (found.unreadable > 0) console.log(`${counted(found.unreadable, 'sidecar')} could not be read.`);
  if (found.dates + found.places > 0) console.log(`Google knows ${counted(found.dates, 'date')} and ${counted(found.places, 'place')} that these files lack; they were not taken over.`);
}
