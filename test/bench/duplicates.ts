// How many of the known duplicates of a made library are found, beside findimagedupes and a perceptual hash on the same files. Writes
// docs/duplicates.md. `npm run bench -- duplicates <folder of photos> [originals]`; findimagedupes has to be installed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import phash from 'sharp-phash';
import { machineBackends } from '../../src-main/compute/backends.ts';
import { shippedWeights } from '../../src-main/hosts/resources.ts';
import { withThrowAwayLibrary } from '../../src-main/measuring/known-set.ts';
import type { DuplicateKind } from '../../src-shared/duplicates/duplicate-set.ts';
import { uniform } from '../../src-shared/learning/random.ts';
import { COPIES, makeDuplicates, type MadeFile, SHOTS } from './made-duplicates.ts';

const [folder, wanted = '60'] = process.argv.slice(2);
/** Bits of 64 that a perceptual hash may differ by: what its package suggests. */
const BITS = 5;

/** A set of files for each file that is in one. */
type Sets = ReadonlyMap<string, number>;

interface Finder {
  readonly name: string;
  readonly sets: Sets;
  readonly seconds: number;
}

if (folder === undefined) console.log('skipped: no folder of photos was given');
else await measure(folder, Number(wanted));

async function measure(from: string, count: number): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'kindred-bench-duplicates-'));
  try {
    const photos = join(temporary, 'photos');
    const next = uniform(1);
    const all = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => ['.jpg', '.jpeg', '.png', '.webp'].includes(extname(name).toLowerCase())).sort();
    const originals = all.map((name) => ({ name, at: next() })).sort((a, b) => a.at - b.at).slice(0, count).map(({ name }) => join(from, name));
    const made = await makeDuplicates(photos, originals);
    const finders = [...(await kindred(photos)), findimagedupes(photos, made, temporary), await perceptualHash(photos, made)];
    const text = report(made, finders, originals.length);
    writeFileSync(join(import.meta.dirname, '../../docs/duplicates.md'), text);
    console.log(text);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function kindred(photos: string): Promise<Finder[]> {
  return withThrowAwayLibrary(photos, { weights: shippedWeights, backends: await machineBackends('wasm') }, async (library) => {
    const { sets } = await library.duplicates.list();
    const whole = await Promise.all(sets.map(async ({ id }) => (await library.duplicates.read([id]))[0]!));
    const of = (kinds: readonly DuplicateKind[]): Sets => joined(whole.filter(({ kind }) => kinds.includes(kind)).map(({ files }) => files.map(({ path }) => path)));
    return [
      { name: 'Kindred, copies', sets: of(['identical', 'same-picture']), seconds: NaN },
      { name: 'Kindred, same shot', sets: of(['identical', 'same-picture', 'same-shot']), seconds: NaN }
    ];
  });
}

function findimagedupes(photos: string, made: ReadonlyMap<string, MadeFile>, temporary: string): Finder {
  const start = performance.now();
  const out = execFileSync('findimagedupes', ['-t', '90%', '-f', join(temporary, 'prints.db'), ...[...made.keys()].map((name) => join(photos, name))], { encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'ignore'] });
  const sets = out.split('\n').filter(Boolean).map((line) => line.split(`${photos}/`).map((name) => name.trim()).filter(Boolean));
  return { name: 'findimagedupes, 90 %', sets: joined(sets), seconds: (performance.now() - start) / 1000 };
}

async function perceptualHash(photos: string, made: ReadonlyMap<string, MadeFile>): Promise<Finder> {
  const start = performance.now();
  const hashes: (readonly [string, string])[] = [];
  for (const name of made.keys()) hashes.push([name, await phash(readFileSync(join(photos, name)))]);
  const pairs: string[][] = [];
  for (const [at, [name, hash]] of hashes.entries()) {
    for (const [other, its] of hashes.slice(at + 1)) {
      let bits = 0;
      for (let i = 0; i < hash.length && bits <= BITS; i++) if (hash[i] !== its[i]) bits++;
      if (bits <= BITS) pairs.push([name, other]);
    }
  }
  return { name: `pHash, ${BITS} bits`, sets: joined(pairs), seconds: (performance.now() - start) / 1000 };
}

/** Files that are in sets together, also by way of others. */
function joined(sets: readonly (readonly string[])[]): Sets {
  const parent = new Map<string, string>();
  const root = (name: string): string => {
    const next = parent.get(name) ?? name;
    return next === name ? name : root(next);
  };
  for (const set of sets) for (const name of set) {
    const [a, b] = [root(set[0]!), root(name)];
    if (a !== b) parent.set(b, a);
    if (!parent.has(name)) parent.set(name, root(name));
  }
  const numbers = new Map<string, number>();
  return new Map(sets.flat().map((name) => {
    const top = root(name);
    if (!numbers.has(top)) numbers.set(top, numbers.size);
    return [name, numbers.get(top)!];
  }));
}

function report(made: ReadonlyMap<string, MadeFile>, finders: readonly Finder[], originals: number): string {
  const names = [...made.keys()];
  const together = ({ sets }: Finder, a: string, b: string): boolean => sets.get(a) !== undefined && sets.get(a) === sets.get(b);
  const recall = (finder: Finder, kind: string): string => {
    const of = names.filter((name) => made.get(name)!.kind === kind);
    const found = of.filter((name) => together(finder, name, `${made.get(name)!.family}-original.jpg`)).length;
    return (found / of.length).toFixed(3);
  };
  const wrong = (finder: Finder, kind?: string): readonly [number, number] => {
    let [pairs, bad] = [0, 0];
    for (const [at, a] of names.entries()) {
      if (finder.sets.get(a) === undefined) continue;
      for (const b of names.slice(at + 1)) {
        if (!together(finder, a, b) || (kind !== undefined && made.get(a)!.kind !== kind && made.get(b)!.kind !== kind)) continue;
        pairs++;
        if (made.get(a)!.family !== made.get(b)!.family) bad++;
      }
    }
    return [pairs, bad];
  };
  const row = (title: string, of: (finder: Finder) => string): string => `| ${title} | ${finders.map(of).join(' | ')} |`;
  const count = (kind: string): number => names.filter((name) => made.get(name)!.kind === kind).length;
  return `# Duplicates

<!-- made by \`npm run bench -- duplicates <folder of photos>\`; do not edit -->

What is found in a made library of ${names.length.toLocaleString('en')} files: ${originals} photos with every edit of each, beside pages of different text, forms filled in differently, dark frames and skies, which are duplicates of nothing. *Copies* are sets of identical files and of one picture; *same shot* includes edits, turned and mirrored copies, and bursts.

Share of the files of each kind that are in one set with their original:

| made by | ${finders.map(({ name }) => name).join(' | ')} |
| --- | ${finders.map(() => '---').join(' | ')} |
${['identical', ...COPIES, ...SHOTS].map((kind) => row(`${kind} (${count(kind)})`, (finder) => recall(finder, kind))).join('\n')}
${row('**pairs in one set**', (finder) => wrong(finder)[0].toLocaleString('en'))}
${row('**of them right**', (finder) => { const [pairs, bad] = wrong(finder); return (1 - bad / Math.max(1, pairs)).toFixed(4); })}
${['page of text', 'form', 'dark frame', 'sky'].map((kind) => row(`wrong pairs with a ${kind}`, (finder) => String(wrong(finder, kind)[1]))).join('\n')}

Bursts were made by moving and scaling an original by up to 4 % and by other noise, without a date of their own; cropped and edited copies have no date either, so that pictures alone decide.
`;
}
