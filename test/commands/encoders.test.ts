// `kindred encoders` with a pack that the test makes, and real processes that run it.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src-main/store/database.ts';
import { listLibraries, storedAt } from '../../src-main/store/libraries.ts';
import { nativeLack } from '../compute/onnx/native-lack.ts';
import { makeLibrary } from '../made-library.ts';
import { convNet, wordTokenizer, wordTower } from '../packs/made-models.ts';
import { manifestOf, sha256, writePack } from '../packs/made-packs.ts';
import { kindredIn } from './kindred.ts';

let root: string;
let photos: string;
let pack: string;
const kindred = kindredIn(() => ({ KINDRED_DATA: join(root, 'data') }));
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-encoders-'));
  photos = join(root, 'photos');
  await makeLibrary(photos, { groups: 9, perGroup: 4, width: 160, height: 120 });
  const { bytes } = convNet({ dims: 16 });
  pack = await writePack(join(root, 'pack'), { model: bytes, manifest: manifestOf(bytes, { dimensions: 16 }) });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const embedded = (): Record<string, number> => {
  const store = openStore(storedAt(join(root, 'data'), listLibraries(join(root, 'data'))[0]!.id), { readOnly: true });
  try {
    return Object.fromEntries(store.db.prepare<[], [string, number]>('SELECT v.name, count(*) FROM embeddings e JOIN encoder_versions v ON v.id = e.encoder_version_id GROUP BY v.id').raw().all());
  } finally {
    store.close();
  }
};

describe.skipIf(nativeLack !== '')(`kindred encoders${nativeLack}`, () => {
  it('adds a pack, compares it, uses it, indexes and searches with it, has an adapter learn on it, and goes back', async () => {
    expect(await kindred('index', photos)).toMatchObject({ code: 0 });
    expect(await kindred('encoders', 'list')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('docs/encoders.md') });
    const added = await kindred('encoders', 'add', pack, '--json');
    expect(added.code, added.stderr).toBe(0);
    const { id } = JSON.parse(added.stdout) as { readonly id: string };
    expect(JSON.parse(added.stdout)).toMatchObject({ name: 'Made net', licence: 'CC0-1.0', source: 'this test', side: 16, dimensions: 16, text: false });

    // whether a made net is better is no matter here: both outcomes say what happened
    const tried = await kindred('encoders', 'use', 'made net', photos);
    expect(tried.stdout).toMatch(/recall@1[^]*before[^]*after[^]*The score changed by[^]*(stays in use|is in use)/);
    const used = await kindred('encoders', 'use', id, photos, '--anyway', '--json');
    expect(used.code, used.stderr).toBe(0);
    expect(JSON.parse(used.stdout)).toMatchObject({ encoderVersion: id });
    expect(embedded()[id]).toBe(36);
    expect(JSON.parse((await kindred('encoders', 'list', '--json')).stdout)).toEqual({ encoders: [expect.objectContaining({ id, usedBy: [photos] })] });
    expect(await kindred('encoders', 'remove', id)).toMatchObject({ code: 1, stderr: expect.stringContaining(`is in use for ${photos}`) });

    await makeLibrary(join(photos, 'new'), { groups: 1, perGroup: 2, width: 150, height: 130, seed: 9 });
    expect(await kindred('index', photos)).toMatchObject({ code: 0 });
    expect(embedded()[id]).toBe(38);
    const [first] = (await readdir(photos)).filter((name) => name.endsWith('.jpg'));
    const found = await kindred('search', photos, '--like', join(photos, first!), '--json');
    expect(found.code, found.stderr).toBe(0);
    const best = (JSON.parse(found.stdout) as { readonly photos: readonly { readonly path: string; readonly distance: number }[] }).photos[0]!;
    expect(best.path).toBe(first);
    expect(best.distance).toBeLessThan(0.02);

    // an adapter learns on it, with real views and a real training
    const trained = await kindred('train', photos, '--minutes', '0.05', '--objective', 'triplet', '--miner', 'semi-hard', '--json');
    expect(trained.code, trained.stderr).toBe(0);
    const { depth, adopted, encoderVersion, recipe } = JSON.parse(trained.stdout) as { readonly depth: string; readonly adopted: boolean; readonly encoderVersion: string; readonly recipe: object };
    expect(depth).toBe('adapter');
    expect(recipe).toMatchObject({ objective: 'triplet', miner: 'semi-hard', depth: 'adapter' });
    expect(encoderVersion).toMatch(adopted ? /^adapter-[0-9a-f]{10}$/ : new RegExp(`^${id}$`));
    expect(embedded()).toMatchObject({ [id]: 38, [encoderVersion]: 38 });
    expect(await kindred('train', photos, '--objective', 'rotation')).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot learn by rotation') });
    const stored = storedAt(join(root, 'data'), listLibraries(join(root, 'data'))[0]!.id);
    expect((await readdir(join(stored, 'encoders'))).filter((name) => name.endsWith('.views'))).toEqual([`${id}.views`]);
    expect(await kindred('search', photos, '--like', join(photos, first!), '--json')).toMatchObject({ code: 0 });

    expect(await kindred('encoders', 'use', 'own', photos)).toMatchObject({ code: 0, stdout: expect.stringContaining('is in use') });
    expect(await kindred('encoders', 'remove', 'Made net')).toMatchObject({ code: 0, stdout: 'Removed Made net.\n' });
    expect(Object.keys(embedded())).toHaveLength(1);
    expect(await readdir(join(root, 'data', 'packs'))).toEqual([]);
  }, 240_000);

  it('adds a pair for pictures and words in a process of its own, which ends when it is done', async () => {
    const { bytes } = convNet({ dims: 16, seed: 5 });
    const [words, tokenizer] = [wordTower({ dims: 16 }), wordTokenizer(['red', 'car'])];
    const text = { file: 'words.onnx', sha256: sha256(words.bytes), tokenizer: { file: 'tokenizer.json', sha256: sha256(tokenizer) }, length: 8 };
    const pair = await writePack(join(root, 'pair'), { model: bytes, manifest: manifestOf(bytes, { dimensions: 16 }, { name: 'Pair', text }), more: { 'words.onnx': words.bytes, 'tokenizer.json': tokenizer } });
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', join(import.meta.dirname, '../../src-main/cli.ts'), 'encoders', 'add', pair], { env: { ...process.env, KINDRED_DATA: join(root, 'data') } });
    expect(stdout).toMatch(/^Added Pair \(CC0-1\.0, this test\): 16 dimensions of 16 × 16 pixels, 0 MB, understands words\./);
    expect(await kindred('encoders', 'remove', 'Pair')).toMatchObject({ code: 0 });
    expect(await kindred('search', photos, '--words', 'red car')).toMatchObject({ code: 1, stderr: expect.stringContaining('understands no words') });
  }, 120_000);

  it('says what is wrong', async () => {
    expect(await kindred('encoders')).toMatchObject({ code: 2, stderr: expect.stringContaining('expected add, list, use or remove') });
    expect(await kindred('encoders', 'add')).toMatchObject({ code: 2, stderr: expect.stringContaining('expected the folder or zip file of a pack') });
    expect(await kindred('encoders', 'use', 'other', photos)).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no encoder other here. Add its pack first') });
    expect(await kindred('encoders', 'add', photos)).toMatchObject({ code: 1, stderr: expect.stringContaining('has no pack.json') });
    const { bytes } = convNet({ dims: 16 });
    const wrong = await writePack(join(root, 'wrong'), { model: bytes, manifest: manifestOf(bytes, { dimensions: 17 }) });
    expect(await kindred('encoders', 'add', wrong)).toMatchObject({ code: 1, stderr: expect.stringContaining('expected any × 17') });
  }, 60_000);
});
