// `kindred duplicates [<folder>]`: sets of duplicates in an indexed library, with a proposal which file of each to keep. Listing is read-only and
// works while the app is open; --trash and --move show what they would do, and do it with --yes. Albums and marks of photos that go stay with those
// kept in their place, unless --leave-albums is given.
import type { DuplicateKind, DuplicateSet } from '../../src-shared/duplicates/duplicate-set.ts';
import { DUPLICATE_KINDS } from '../../src-shared/duplicates/duplicate-set.ts';
import { KEEPER_RULES, type KeeperOrder, type KeeperRule } from '../../src-shared/keepers/rules.ts';
import { dataFolder } from '../data-folder.ts';
import { readOrder, readSets, type FoundSets } from '../library/duplicates/read-sets.ts';
import { pathsFrom } from '../library/folders/path-from.ts';
import { openStore, type Store } from '../store/database.ts';
import { storedAt } from '../store/libraries.ts';
import { readArguments, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { reasonsInWords, whyOf } from './duplicate-words.ts';
import { knownLibrary } from './known-library.ts';
import { printableName } from './printable.ts';
import { heirsOfSpare, removeFiles, scriptOf, spareFiles } from './remove-duplicates.ts';

const TITLES: Readonly<Record<DuplicateKind, string>> = { identical: 'Identical files', 'same-picture': 'The same picture', 'same-shot': 'The same shot' };

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' }, kind: { type: 'string' }, keep: { type: 'string' }, trash: { type: 'boolean' }, move: { type: 'string' }, script: { type: 'boolean' }, 'leave-albums': { type: 'boolean' }, yes: { type: 'boolean' } });
  const acts = [values.trash === true, values.move !== undefined, values.script === true].filter(Boolean).length;
  if (acts > 1) throw new UsageError('expected one of --trash, --move and --script');
  if (acts > 0 && values.json) throw new UsageError('expected --json without --trash, --move and --script');
  // shots of one moment are each worth a look: only who asks for it loses any
  const usual: readonly DuplicateKind[] = acts > 0 ? ['identical', 'same-picture'] : DUPLICATE_KINDS;
  const kinds = values.kind === undefined ? usual : values.kind.split(',').map(toKind);
  const data = dataFolder();
  const { library, folder } = knownLibrary(data, positionals[0]);
  const stored = storedAt(data, library.id);
  const found = readFrom(stored, values.keep);
  const sets = found.sets.filter(({ kind, decision }) => kinds.includes(kind) && decision?.kind !== 'not-the-same');
  const pathOf = pathsFrom(folder);
  if (values.script) process.stdout.write(scriptOf(spareFiles(sets)));
  else if (acts > 0) await removeFiles(stored, spareFiles(sets), { target: values.move ?? null, yes: values.yes === true, heirs: values['leave-albums'] ? [] : heirsOfSpare(sets) });
  else if (values.json) console.log(JSON.stringify({ sets: sets.map((set) => toJson(set, found, pathOf)) }));
  else printAll(sets, found, pathOf);
}

function readFrom(stored: string, keep: string | undefined): FoundSets {
  const store = openStore(stored, { readOnly: true });
  try {
    return readSets(store, orderFor(store, keep));
  } finally {
    store.close();
  }
}

function toKind(name: string): DuplicateKind {
  const kind = DUPLICATE_KINDS.find((each) => each === name);
  if (!kind) throw new UsageError(`expected a kind of ${DUPLICATE_KINDS.join(', ')}, got ${name}`);
  return kind;
}

/** The rules given, in their order and above all that was learned; else the user's. */
function orderFor(store: Store, keep: string | undefined): KeeperOrder {
  const order = readOrder(store);
  if (keep === undefined) return order;
  const rules = keep.split(',').map((name): KeeperRule => {
    const rule = KEEPER_RULES.find((each) => each === name.trim());
    if (!rule) throw new UsageError(`expected rules of ${KEEPER_RULES.join(', ')}, got ${name}`);
    return rule;
  });
  return { ...order, rules, fixed: rules.length };
}

type PathOf = ReturnType<typeof pathsFrom>;

function toJson(set: DuplicateSet, { habits }: FoundSets, pathOf: PathOf): object {
  const files = set.files.map((file, at) => ({ path: pathOf(file.folder, file.path), why: at === 0 ? reasonsInWords(set.reasons, set.learned ? habits.learned : null) : whyOf(file) }));
  return { kind: set.kind, certainty: Number(set.certainty.toFixed(3)), keeper: files[0]!.path, files };
}

function printAll(sets: readonly DuplicateSet[], found: FoundSets, pathOf: PathOf): void {
  for (const [kind, all] of Map.groupBy(sets, (set) => set.kind)) {
    console.log(`${TITLES[kind]}: ${counted(all.length, 'set')}`);
    for (const set of all) {
      for (const [at, file] of set.files.entries()) {
        const why = at === 0 ? reasonsInWords(set.reasons, set.learned ? found.habits.learned : null) : whyOf(file);
        console.log(`  ${at === 0 ? '*' : ' '} ${printableName(pathOf(file.folder, file.path))}  (${why.join(', ')})`);
      }
      console.log('');
    }
  }
  const bytes = spareFiles(sets.filter(({ kind }) => kind !== 'same-shot')).reduce((sum, { bytes: size }) => sum + size, 0);
  console.log(`${counted(sets.length, 'set')}; identical files and copies of one picture that could go take ${(bytes / 1e6).toFixed(1)} MB`);
}
