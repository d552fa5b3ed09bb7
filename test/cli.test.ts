import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../src-main/store/sqlite.ts';
import type { Origin } from '../src-shared/contract.ts';
import { readWeightsHead } from '../src-shared/learning/encoder/weights.ts';
import { kindredIn, type Ran } from './commands/kindred.ts';
import { makeLibrary, type MadeLibrary } from './made-library.ts';
import { asked, volunteered } from './origins.ts';
import { forbidWriting } from './read-only.ts';

/** Only a hang reaches it: a command takes seconds where others are at work. */
const LIMIT_MS = 240_000;

const cli = fileURLToPath(new URL('../src-main/cli.ts', import.meta.url));
let root: string;
let made: MadeLibrary;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-cli-'));
  made = await makeLibrary(join(root, 'photos'), { groups: 5, perGroup: 4, width: 320, height: 240 });
  await writeFile(join(made.folder, 'broken.jpg'), 'not a photo');
  await writeFile(join(root, 'truth.json'), JSON.stringify({ truth: made.truth }));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const kindred = kindredIn(() => ({ KINDRED_DATA: join(root, 'data') }));
/** The same as a process of its own. */
function kindredProcess(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { env: { ...process.env, KINDRED_DATA: join(root, 'data') } }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }));
  });
}
/** The database of a folder's library. */
async function libraryOf(folder: string): Promise<string> {
  for (const id of await readdir(join(root, 'data', 'libraries'))) {
    const entry = await readFile(join(root, 'data', 'libraries', id, 'library.json'), 'utf8').catch(() => '');
    if (entry.includes(JSON.stringify(folder))) return join(root, 'data', 'libraries', id, 'library.db');
  }
  throw new Error(`expected a library of ${folder}`);
}

const json = async (...args: string[]): Promise<Record<string, unknown>> => JSON.parse((await kindred(...args, '--json')).stdout) as Record<string, unknown>;

describe('kindred', () => {
  it('prints its usage, with exit code 2, if the command line is not understood', async () => {
    const lines = [[], ['indx'], ['index'], ['index', '--fast', '.'], ['index', 'a', 'b'], ['groups', '--granularity', '2'], ['evaluate', '.'], ['simulate', '.'], ['simulate', '.', '--truth', 't', '--answers', '20,10'], ['simulate', '.', '--truth', 't', '--seeds', 'few'], ['serve', '--port', 'x']];
    await Promise.all(lines.map(async (args) => {
      const { code, stdout, stderr } = await kindred(...args);
      expect([args, code, stdout]).toEqual([args, 2, '']);
      expect(stderr).toContain('Usage: kindred');
    }));
    expect(await kindredProcess('groups', '--granularity', '2')).toMatchObject({ code: 2, stdout: '' });
  }, LIMIT_MS);

  it('transfers judgments between libraries by content, naming the lines it cannot import', async () => {
    const hash = (digit: string) => digit.repeat(64);
    const line = (kind: string, a: string, b: string, origin?: Origin) => JSON.stringify({ lens: null, kind, photos: [hash(a), hash(b)], origin, madeAt: 1 });
    const file = join(root, 'judgments.jsonl');
    await writeFile(file, [line('similar', 'a', 'b', asked), 'oops', line('different', 'b', 'a'), line('different', 'b', 'c')].join('\n'));
    const [first, second] = [join(root, 'first'), join(root, 'second')];
    for (const folder of [first, second]) await mkdir(folder);
    const { code, stdout, stderr } = await kindred('judgments', 'import', first, file);
    expect([code, stdout.trim()]).toEqual([0, '2 judgments imported (2 for photos not seen here yet), 0 already known, 1 contradicts others, 1 damaged line']);
    expect(stderr).toContain('line 2: not read');
    expect(stderr).toContain('line 3: not imported');
    const exported = await kindred('judgments', 'export', first);
    expect(exported.stdout.trim().split('\n').slice(1)).toEqual([line('similar', 'a', 'b', volunteered), line('different', 'b', 'c', volunteered)]);
    await writeFile(file, exported.stdout);
    expect(await json('judgments', 'import', second, file)).toMatchObject({ added: 2, waiting: 2, contradictions: [], damaged: [] });
    expect((await kindred('judgments', 'export', second)).stdout).toBe(exported.stdout);
    for (const args of [['judgments'], ['judgments', 'import', first], ['judgments', 'export', first, file]]) expect((await kindred(...args)).code).toBe(2);
    for (const args of [['judgments', 'import', first, join(root, 'no-file')], ['judgments', 'export', join(root, 'nowhere')], ['judgments', 'export', first, '--lens', 'x']]) {
      expect((await kindred(...args)).code).toBe(1);
    }
  }, LIMIT_MS);

  it('exports what is readable of a damaged library, and repairs it', async () => {
    const folder = join(root, 'damaged');
    await mkdir(folder);
    const line = (a: string, b: string) => JSON.stringify({ lens: null, kind: 'similar', photos: [a.repeat(64), b.repeat(64)], madeAt: 1 });
    const file = join(root, 'damaged.jsonl');
    await writeFile(file, [line('a', 'b'), line('b', 'c')].join('\n'));
    await kindred('judgments', 'import', folder, file);
    const before = (await kindred('judgments', 'export', folder)).stdout;
    const path = await libraryOf(folder);
    await writeFile(path, (await readFile(path)).fill(0x5a, 0, 4096));

    const exported = await kindred('judgments', 'export', folder);
    expect([exported.code, exported.stdout]).toEqual([0, before]);
    expect(exported.stderr).toContain('kindred repair');
    const imported = await kindred('judgments', 'import', folder, file);
    expect(imported.code).toBe(1);
    expect(imported.stderr).toContain('judgments export');
    expect(await json('repair', folder)).toEqual({ entries: 2, lost: 0 });
    const again = await kindred('judgments', 'export', folder);
    expect([again.code, again.stdout, again.stderr]).toEqual([0, before, '']);
  }, LIMIT_MS);

  it('reads a library in a read-only folder, including what is only in the write-ahead log', async ({ skip }) => {
    const folder = join(root, 'forbidden');
    await mkdir(folder);
    await copyFile(join(made.folder, Object.keys(made.truth)[0] ?? ''), join(folder, 'a.jpg'));
    expect((await kindred('index', folder)).code).toBe(0);
    const hash = (digit: string) => digit.repeat(64);
    const file = join(root, 'forbidden.jsonl');
    await writeFile(file, JSON.stringify({ lens: null, kind: 'similar', photos: [hash('a'), hash('b')], madeAt: 1 }));
    await kindred('judgments', 'import', folder, file);
    // as a kill leaves it: an answer in the log alone
    const path = await libraryOf(folder);
    const db = connect(path, {});
    db.pragma('wal_autocheckpoint = 0');
    db.exec("INSERT INTO judgments (lens_id, kind, payload, made_at) SELECT lens_id, kind, replace(payload, 'aaaa', 'cccc'), 2 FROM judgments");
    await copyFile(path, `${path}.killed`);
    await copyFile(`${path}-wal`, `${path}.killed-wal`);
    db.close();
    await rename(`${path}.killed`, path);
    await rename(`${path}.killed-wal`, `${path}-wal`);

    const allow = forbidWriting(join(root, 'data'));
    if (allow === null) return skip('needs the right to mount');
    try {
      const exported = await kindred('judgments', 'export', folder);
      expect([exported.code, exported.stdout.trim().split('\n').length]).toEqual([0, 3]);
      expect(await kindred('groups', folder)).toMatchObject({ code: 0, stdout: expect.stringMatching(/, 1 single photo,/) as string });
      const index = await kindred('index', folder);
      expect(index.code).toBe(1);
      expect(index.stderr).toMatch(/can be read and written|cannot be/);
    } finally {
      allow();
    }
  }, LIMIT_MS);

  it('escapes control characters in names for the terminal, and keeps names exact in JSON', async ({ skip }) => {
    if (process.platform === 'win32') return skip('names hold no control characters there');
    const folder = join(root, 'obeyed');
    await mkdir(folder);
    const names = ['red\u001b[31m.jpg', 'two\nlines.jpg', 'title\u009d0;x\u0007.jpg', 'evil\u202egpj.jpg'];
    const [one = '', other = ''] = Object.keys(made.truth);
    for (const name of names.slice(0, 2)) await copyFile(join(made.folder, one), join(folder, name));
    await copyFile(join(made.folder, other), join(folder, names[3] ?? ''));
    await writeFile(join(folder, names[2] ?? ''), 'not a photo');
    const outputs = [await kindredProcess('index', folder), await kindredProcess('groups', folder)];
    for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(outputs[0]?.stdout).toContain('problem  title\\x9d0;x\\x07.jpg');
    const { groups } = (await json('groups', folder)) as { groups: { photos: string[] }[] };
    expect(groups.flatMap(({ photos }) => photos)).toContain(names[3]);
  }, 120_000);

  it('prints its help on stdout', async () => {
    const { code, stdout } = await kindred('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('evaluate <folder>');
  });

  it('exits with 1 and one clear line if the folder is missing', async () => {
    const { code, stdout, stderr } = await kindred('index', join(root, 'nowhere'));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('is not there');
  });

  it('says that a folder has no photos', async () => {
    await mkdir(join(root, 'empty'));
    const { code, stderr } = await kindred('index', join(root, 'empty'));
    expect(code).toBe(0);
    expect(stderr).toContain(`No photos were found in ${join(root, 'empty')}.`);
  });

  it('indexes a folder, then reads only what changed', async () => {
    expect(await json('index', made.folder)).toMatchObject({ photos: 20, files: 20, new: 20, unchanged: 0, moved: 0, missing: 0, problems: [{ path: 'broken.jpg', reason: expect.stringContaining('not-a-photo') as string }] });
    expect(await json('index', made.folder)).toMatchObject({ photos: 20, new: 0, changed: 0, unchanged: 21, removed: 0, offline: 0 });
    await mkdir(join(made.folder, 'moved'));
    const [name] = Object.keys(made.truth) as [string];
    await rename(join(made.folder, name), join(made.folder, 'moved', name));
    expect(await json('index', made.folder)).toMatchObject({ photos: 20, new: 0, moved: 1, missing: 0, removed: 0 });
    await rename(join(made.folder, 'moved', name), join(made.folder, name));
    await rm(join(made.folder, 'moved'), { recursive: true });
  }, LIMIT_MS);

  it('prints the groups of an indexed folder, finer and coarser, and says so if nothing was indexed', async () => {
    await kindred('index', made.folder);
    const groups = (document: Record<string, unknown>) => document.groups as { id: number; name: string | null; photos: string[] }[];
    const fine = await json('groups', made.folder, '--granularity', '0');
    const coarse = await json('groups', made.folder, '--granularity', '1');
    expect(fine.granularity).toBeCloseTo(0, 2);
    expect(coarse.granularity).toBeCloseTo(1, 2);
    expect(groups(coarse).length).toBeLessThan(groups(fine).length);
    const names = groups(await json('groups')).flatMap(({ photos }) => photos).sort();
    expect(names).toEqual(Object.keys(made.truth).sort());
    await mkdir(join(root, 'other'));
    const none = await kindred('groups', join(root, 'other'));
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toContain('has not been indexed yet. Run: kindred index <folder>');
  }, LIMIT_MS);

  it('scores a folder against its truth and stores nothing', async () => {
    const scores = await json('evaluate', made.folder, '--truth', join(root, 'truth.json'));
    expect(scores).toMatchObject({ photos: 20, problems: 1, backend: expect.stringMatching(/^(native|webgpu|tensorflow|wasm)$/) });
    const ranking = { recallAt1: expect.any(Number) as number, mAP: expect.any(Number) as number };
    expect(scores.features).toEqual({ encoder: ranking, colour: ranking, layout: ranking, texture: ranking, default: ranking });
    expect((scores.features as Record<string, { recallAt1: number }>).default?.recallAt1).toBe(1); // five scenes of plain colours
    expect(scores.groupsBest).toEqual({ pairwiseF1: 1, ami: 1, bcubedF1: 1 });
    expect(scores.groupsAtDefault).toMatchObject({ precision: 1 });
  }, LIMIT_MS);

  it('simulates a user who answers from the truth, reproducibly for a seed', async () => {
    const play = () => json('simulate', made.folder, '--truth', join(root, 'truth.json'), '--answers', '0,3', '--seed', '4');
    const played = await play();
    expect(played).toMatchObject({ seed: 4, curve: [{ answers: 0 }, { answers: 3 }] });
    for (const { all, untouched } of played.curve as { all: object; untouched: object }[]) {
      for (const scores of [all, untouched]) expect(Object.keys(scores).sort()).toEqual(['ami', 'bcubedF1', 'mAP', 'pairwiseF1']);
    }
    expect(await play()).toEqual(played);
    const several = await json('simulate', made.folder, '--truth', join(root, 'truth.json'), '--answers', '0,3', '--seeds', '4-5', '--strategy', 'corrections');
    expect(several).toMatchObject({ strategy: 'corrections', seeds: [4, 5], curve: [{ answers: 0, all: {}, worst: {}, untouched: {} }, { answers: 3 }] });
  }, LIMIT_MS);

  it('scores other weights, and refuses a file without weights', async () => {
    const other = join(import.meta.dirname, 'learning/encoder/fixtures/tiny.bin');
    const { version } = readWeightsHead(await readFile(other));
    expect(await json('evaluate', made.folder, '--truth', join(root, 'truth.json'), '--encoder', other)).toMatchObject({ encoderVersion: version });
    const refused = await kindred('evaluate', made.folder, '--truth', join(root, 'truth.json'), '--encoder', join(root, 'truth.json'));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('is not a usable encoder') as string });
  }, LIMIT_MS);

  it('refuses a truth file that is invalid, or names none of the photos', async () => {
    await writeFile(join(root, 'bad.json'), '{"groups":[]}');
    expect((await kindred('evaluate', made.folder, '--truth', join(root, 'bad.json'))).stderr).toContain('is not a valid truth file');
    await writeFile(join(root, 'bad.json'), '{"truth":{"elsewhere.jpg":"a"}}');
    expect(await kindred('evaluate', made.folder, '--truth', join(root, 'bad.json'))).toMatchObject({ code: 1, stderr: expect.stringContaining('names none') as string });
  }, LIMIT_MS);
});
