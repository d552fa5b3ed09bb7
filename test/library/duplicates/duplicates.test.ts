// Duplicates of a real folder: found while it is indexed, decided about, and remembered.
import { copyFile, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { Library } from '../../../src-main/library/library.ts';
import { countUncompared } from '../../../src-main/store/copies.ts';
import { COPIES_VERSION } from '../../../src-main/library/duplicates/copies.ts';
import { KEEPER_RULES } from '../../../src-shared/keepers/rules.ts';
import type { DuplicateSet } from '../../../src-shared/duplicates/duplicate-set.ts';
import { scene } from '../../learning/copies/scenes.ts';
import { plainEngine } from '../plain-engine.ts';

let place: string;
/** Always of the same name: what was indexed for the first test is there again for every other. */
let root: string;
let kept: string;
let library: Library;
let changes = 0;

const picture = (seed: number) => {
  const { pixels, width, height } = scene(seed, 320, 240);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
};
const put = (name: string, image: Sharp) => image.toFile(join(root, 'photos', name));

async function open(): Promise<void> {
  library = await Library.open({
    dataFolder: join(root, 'data'), folder: join(root, 'photos'), engine: plainEngine({ prints: true }), groups: false,
    emit: (name) => { if (name === 'duplicates.changed') changes++; }
  });
}

async function index(): Promise<void> {
  await library.startIndex().finished;
  await library.duplicates.look();
}

async function setsOf(kind: DuplicateSet['kind']): Promise<DuplicateSet[]> {
  const { sets } = await library.duplicates.list();
  return library.duplicates.read(sets.filter((set) => set.kind === kind).map(({ id }) => id));
}
const pathsOf = ({ files }: DuplicateSet): string[] => files.map(({ path }) => path);

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'kindred-duplicates-'));
  [root, kept] = [join(place, 'case'), join(place, 'kept')];
  await mkdir(join(root, 'photos'), { recursive: true });
  await put('a.png', picture(1).png());
  await copyFile(join(root, 'photos', 'a.png'), join(root, 'photos', 'a copy.png'));
  await put('a small.jpg', picture(1).resize(160).jpeg({ quality: 60 }));
  await put('a turned.jpg', picture(1).rotate(90).jpeg());
  await put('b.jpg', picture(2).jpeg());
  await put('c.jpg', picture(3).jpeg());
  await open();
  await index();
  await library.close();
  await rename(root, kept);
});
afterAll(() => rm(place, { recursive: true, force: true }));

beforeEach(async () => {
  await cp(kept, root, { recursive: true, preserveTimestamps: true });
  await open();
  changes = 0;
});

afterEach(async () => {
  await library.close();
  await rm(root, { recursive: true, force: true });
});

it('finds them by kind, proposes keepers and says how the others differ', async () => {
  expect((await setsOf('identical')).map(pathsOf)).toEqual([['a.png', 'a copy.png']]);
  const [pictures] = await setsOf('same-picture');
  expect(pathsOf(pictures!)).toEqual(['a.png', 'a copy.png', 'a small.jpg']);
  expect(pictures!.files[2]!.relations).toEqual(['smaller', 'other-format']);
  const [shots, ...more] = await setsOf('same-shot');
  expect(more).toEqual([]);
  expect(pathsOf(shots!).toSorted()).toEqual(['a copy.png', 'a small.jpg', 'a turned.jpg', 'a.png']);
  const { sets } = await library.duplicates.list();
  expect(sets.find(({ kind }) => kind === 'identical')!.spare).toBe(pictures!.files[0]!.bytes);
});

it('compares only what is new', async () => {
  expect(countUncompared(library.store, COPIES_VERSION)).toBe(0);
  await put('b mirrored.jpg', picture(2).flop().jpeg());
  await library.startIndex().finished;
  expect(countUncompared(library.store, COPIES_VERSION)).toBe(1);
  await library.duplicates.look();
  expect((await setsOf('same-shot')).map((set) => pathsOf(set).toSorted())).toContainEqual(['b mirrored.jpg', 'b.jpg']);
  expect(changes).toBeGreaterThan(1);
});

it('remembers what was decided, over a restart, until another file comes into the set or it is revoked', async () => {
  const [set] = await setsOf('identical');
  const [choice] = await library.duplicates.decide([{ id: set!.id, decision: { kind: 'keep', files: [set!.files[1]!.id] } }]);
  await library.close();
  await open();
  expect((await setsOf('identical'))[0]!.decision).toEqual({ kind: 'keep', files: [set!.files[1]!.id] });
  library.duplicates.revoke([choice!]);
  expect((await setsOf('identical'))[0]!.decision).toBeNull();

  const [pictures] = await setsOf('same-picture');
  await library.duplicates.decide([{ id: pictures!.id, decision: { kind: 'keep', files: pictures!.files.map(({ id }) => id) } }]);
  await put('a again.webp', picture(1).webp());
  await index();
  expect((await setsOf('same-picture'))[0]!.decision).toBeNull();
});

it('never joins again what is not the same, whatever the files are called', async () => {
  const [pictures] = await setsOf('same-picture');
  const [choice] = await library.duplicates.decide([{ id: pictures!.id, decision: { kind: 'not-the-same' } }]);
  await rename(join(root, 'photos', 'a small.jpg'), join(root, 'photos', 'else.jpg'));
  await index();
  library.duplicates.refresh();
  expect((await setsOf('same-picture')).map(pathsOf)).toEqual([]);
  expect((await setsOf('identical')).map(pathsOf)).toEqual([['a.png', 'a copy.png']]);
  library.duplicates.revoke([choice!]);
  expect((await setsOf('same-picture')).map(pathsOf)).toEqual([['a.png', 'a copy.png', 'else.jpg']]);
});

it('leaves together what is one within a set that is not the same, and settles with a set what lies within it', async () => {
  const [shots] = await setsOf('same-shot');
  const [choice] = await library.duplicates.decide([{ id: shots!.id, decision: { kind: 'not-the-same' } }]);
  library.duplicates.refresh();
  expect(await setsOf('same-shot')).toEqual([]);
  expect((await setsOf('same-picture')).map(pathsOf)).toEqual([['a.png', 'a copy.png', 'a small.jpg']]);
  library.duplicates.revoke([choice!]);

  const [pictures] = await setsOf('same-picture');
  const decision = { kind: 'keep', files: [pictures!.files[0]!.id] } as const;
  await library.duplicates.decide([{ id: pictures!.id, decision }]);
  expect((await setsOf('identical'))[0]!.decision).toEqual(decision);
  expect((await setsOf('same-shot'))[0]!.decision).toBeNull();
  library.duplicates.refresh();
  expect((await setsOf('identical'))[0]!.decision).toEqual(decision);
});

it('refuses to keep none, sets that are no more, and rules that are none', async () => {
  const [set] = await setsOf('identical');
  await expect(library.duplicates.decide([{ id: set!.id, decision: { kind: 'keep', files: [99_999] } }])).rejects.toThrow('at least one file is kept');
  await expect(library.duplicates.decide([{ id: 'identical 4711', decision: { kind: 'not-the-same' } }])).rejects.toThrow('changed meanwhile');
  expect(() => library.duplicates.order({ rules: ['pixels', 'pixels'], fixed: 0, folders: [] })).toThrow('each at most once');
  expect((await setsOf('identical'))[0]!.decision).toBeNull();
});

it('follows the order of the rules, and learns from a dozen choices that go against it', async () => {
  library.duplicates.order({ rules: ['bytes'], fixed: 0, folders: [] });
  expect(pathsOf((await setsOf('same-picture'))[0]!)[0]).toMatch(/^a( copy)?\.png$/);
  library.duplicates.order({ rules: KEEPER_RULES.filter((rule) => rule !== 'later'), fixed: 0, folders: [] });
  for (let seed = 10; seed < 24; seed++) {
    await put(`${seed}.png`, picture(seed).png());
    await put(`${seed} web.jpg`, picture(seed).resize(200).jpeg());
  }
  await index();
  const sets = (await setsOf('same-picture')).filter((set) => set.files.length === 2);
  expect(sets.length).toBe(14);
  for (const set of sets) expect(set.files[0]!.path).toMatch(/png$/);
  const decided = sets.slice(0, 13).map(({ id, files }) => ({ id, decision: { kind: 'keep' as const, files: [files[1]!.id] } }));
  const many = await library.duplicates.decide(decided);
  library.duplicates.revoke(many);
  expect((await library.duplicates.list()).habits.choices).toBe(0); // many at once teach nothing
  for (const one of decided) await library.duplicates.decide([one]);
  library.duplicates.refresh();
  const { habits } = await library.duplicates.list();
  expect(habits.choices).toBe(13);
  expect(habits.learned).toEqual({ right: 13, byOrder: 0, of: 13 });
  const last = (await library.duplicates.read([sets[13]!.id]))[0]!;
  expect([last.files[0]!.path, last.learned]).toEqual([expect.stringMatching(/web\.jpg$/), true]);
  library.duplicates.forget();
  expect((await library.duplicates.list()).habits.learned).toBeNull();
});

it('is not stopped by a damaged fingerprint, nor does it look again for ever', async () => {
  await writeFile(join(root, 'photos', 'e.png'), await picture(31).png().toBuffer());
  await put('e small.jpg', picture(31).resize(100).jpeg());
  await put('f.jpg', picture(32).jpeg());
  await library.startIndex().finished;
  library.store.db.prepare('UPDATE fingerprints SET cells = ?, compared = 0 WHERE photo_id = (SELECT photo_id FROM files WHERE path = ?)').run(Buffer.from('x'), 'f.jpg');
  await library.duplicates.look();
  expect((await setsOf('same-picture')).map(pathsOf)).toContainEqual(expect.arrayContaining(['e small.jpg', 'e.png']));
  expect(library.store.db.prepare('SELECT count(*) FROM fingerprints WHERE compared = 0').pluck().get()).toBe(0);
});

it('is not stopped by a damaged thumbnail', async () => {
  await writeFile(join(root, 'photos', 'd.png'), await picture(30).png().toBuffer());
  await put('d small.jpg', picture(30).resize(100).jpeg());
  await library.startIndex().finished;
  library.store.db.prepare('UPDATE thumbs.thumbnails SET data = ? WHERE hash = (SELECT p.hash FROM photos p JOIN files f ON f.photo_id = p.id WHERE f.path = ?)').run(Buffer.from('x'), 'd.png');
  await library.duplicates.look();
  expect((await setsOf('same-picture')).map(pathsOf)).toHaveLength(1);
});
