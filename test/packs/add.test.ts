// Packs are added from folders and zip files, whole or not at all, whatever the files are.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addPack, type TryPack } from '../../src-main/packs/add.ts';
import { readManifest } from '../../src-main/packs/manifest.ts';
import { checkPack, findPack, isPackId, listPacks, packFolder, packNamed, removePack } from '../../src-main/packs/stored.ts';
import type { Pack } from '../../src-shared/packs/pack.ts';
import { manifestOf, sha256, writePack, writeZip } from './made-packs.ts';

let root: string;
let data: string;
const model = new TextEncoder().encode('a model');
const json = (manifest: unknown): Uint8Array => Buffer.from(JSON.stringify(manifest));
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-packs-'));
  data = join(root, 'data');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const add = (from: string, tryPack: TryPack = async () => {}, signal?: AbortSignal): Promise<Pack> => addPack({ dataFolder: data, from, tryPack, ...(signal && { signal }) });
const kept = async (): Promise<readonly string[]> => (existsSync(join(data, 'packs')) ? readdir(join(data, 'packs')) : []);

/** Dates that are set are rounded: what was noted gets the date that the file has now. */
async function noteAsItIs(path: string, folder: string): Promise<void> {
  const noted = JSON.parse(await readFile(join(folder, '.checked'), 'utf8')) as { 'model.onnx': { modifiedMs: number } };
  noted['model.onnx'].modifiedMs = (await stat(path)).mtimeMs;
  await writeFile(join(folder, '.checked'), JSON.stringify(noted));
}

describe('a pack', () => {
  it('is copied from a folder, its pack.json, or a zip file, and is the same pack', async () => {
    const folder = await writePack(join(root, 'pack'), { model, more: { 'README.md': Buffer.from('x'), 'photo.jpg': Buffer.from('y') } });
    let tried = '';
    const pack = await add(folder, async (staged) => void (tried = await readFile(join(staged, 'model.onnx'), 'utf8')));
    expect(tried).toBe('a model');
    expect(pack.id).toMatch(/^pack-made-net-[0-9a-f]{10}$/);
    expect(isPackId(pack.id)).toBe(true);
    expect(pack.bytes).toBe(model.length);
    expect((await readdir(packFolder(data, pack.id))).sort(), 'nothing that the manifest does not name').toEqual(['.checked', 'model.onnx', 'pack.json']);
    expect(await kept()).toEqual([pack.id]);
    await rm(join(root, 'pack', 'README.md'));

    for (const from of [join(folder, 'pack.json'), await writeZip(join(root, 'flat.zip'), [{ name: 'pack.json', bytes: json(manifestOf(model)) }, { name: 'model.onnx', bytes: model }]), await writeZip(join(root, 'in-a-folder.zip'), [{ name: 'net/model.onnx', bytes: model }, { name: 'net/pack.json', bytes: json(manifestOf(model)) }])]) {
      expect(await add(from)).toEqual(pack); // already there
      await removePack(data, pack.id);
      expect(await kept()).toEqual([]);
      expect(await add(from)).toEqual(pack);
    }
    expect(await listPacks(data)).toEqual([pack]);
    expect(await packNamed(data, 'made NET')).toEqual(pack);
    expect(await packNamed(data, pack.id)).toEqual(pack);
    await expect(packNamed(data, 'other')).rejects.toMatchObject({ code: 'pack-refused', message: expect.stringContaining('Add its pack first') });
  });

  it('has a name of its own by what it computes, not by what its files are called', async () => {
    const other = (changes: Record<string, unknown>, others: Record<string, unknown> = {}): Promise<Pack> => writePack(join(root, sha256(json([changes, others]))), { model, manifest: manifestOf(model, changes, others) }).then((folder) => add(folder));
    const first = await other({});
    expect((await other({ pooling: 'class token' })).id).not.toBe(first.id);
    expect((await other({ mean: [0.5, 0.4, 0.31] })).id).not.toBe(first.id);
    expect((await other({ looks: 2 })).id).not.toBe(first.id);
    expect((await other({ looks: 1 })).id).toBe(first.id);
    expect((await other({}, { licence: 'MIT' })).id).toBe(first.id);
    expect(await listPacks(data)).toHaveLength(4);
    const text = { file: 'model.txt.onnx', sha256: sha256(model), tokenizer: { file: 'tokenizer.json', sha256: sha256(model) }, length: 8 };
    const folder = await writePack(join(root, 'two'), { model, manifest: manifestOf(model, {}, { text }), more: { 'model.txt.onnx': model, 'tokenizer.json': model } });
    await expect(add(folder)).rejects.toThrow('was added before, with another text model. Remove it first');
    await removePack(data, first.id);
    expect((await add(folder)).manifest.text).toMatchObject({ pad: 0, template: '{}' });
  });

  it('is not added where trying it fails, or it is stopped', async () => {
    const folder = await writePack(join(root, 'pack'), { model });
    await expect(add(folder, async () => Promise.reject(new Error('no good')))).rejects.toThrow('no good');
    const stop = new AbortController();
    await expect(add(folder, async () => stop.abort(), stop.signal)).rejects.toThrow('abort');
    expect(await kept()).toEqual([]);
  });

  it('is hashed again only where the size or the date of a file changed, or it is added again', async () => {
    const folder = await writePack(join(root, 'pack'), { model });
    const pack = await add(folder);
    const path = join(packFolder(data, pack.id), 'model.onnx');
    const { atime, mtime } = await stat(path);
    const asBefore = async (text: string): Promise<void> => {
      await writeFile(path, text);
      await utimes(path, atime, mtime);
    };
    // a change that keeps size and date shows that nothing is hashed
    await asBefore('a nodel');
    await utimes(path, atime, mtime);
    await noteAsItIs(path, packFolder(data, pack.id));
    await checkPack(data, pack);
    await expect(checkPack(data, pack, { anew: true })).rejects.toThrow('was damaged on the disk');
    await utimes(path, atime, new Date(mtime.getTime() + 5000));
    await expect(checkPack(data, pack)).rejects.toThrow('was damaged on the disk');
    await writeFile(path, model);
    await checkPack(data, pack);
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    await writeFile(join(packFolder(data, pack.id), '.checked'), '{');
    await checkPack(data, pack);
    expect(said).toHaveBeenCalledWith(expect.stringContaining('so the encoder is checked anew'));
    await asBefore('a nodel');
    expect(await add(folder), 'the damaged one is replaced').toEqual(pack);
    said.mockRestore();
    expect(await readFile(path)).toEqual(Buffer.from(model));
  });

  it('that was damaged on the disk says so, and a killed addition is swept away', async () => {
    const folder = await writePack(join(root, 'pack'), { model });
    const pack = await add(folder);
    await checkPack(data, pack);
    await writeFile(join(packFolder(data, pack.id), 'model.onnx'), 'a nodel');
    await expect(checkPack(data, pack)).rejects.toThrow('model.onnx of Made net was damaged on the disk. Remove the pack and add it again.');
    await rm(join(packFolder(data, pack.id), 'model.onnx'));
    await expect(findPack(data, pack.id)).rejects.toThrow('model.onnx of Made net is gone');
    expect(await listPacks(data)).toEqual([]);
    expect(await add(folder), 'it is replaced').toEqual(pack);
    await checkPack(data, pack);
    await removePack(data, pack.id);
    for (const name of ['.staged-old', '.staged-now']) await mkdir(join(data, 'packs', name));
    await utimes(join(data, 'packs', '.staged-old'), 1, 1);
    await add(folder);
    expect((await kept()).filter((name) => name.startsWith('.'))).toEqual(['.staged-now']);
  });
});

describe('what is refused, with nothing left behind', () => {
  afterEach(async () => expect((await kept()).filter((name) => !name.startsWith('pack-'))).toEqual([]));
  const refused = async (from: string, why: string | RegExp): Promise<void> => {
    await expect(add(from)).rejects.toMatchObject({ code: 'pack-refused', message: typeof why === 'string' ? expect.stringContaining(why) : expect.stringMatching(why) });
    expect(await listPacks(data)).toEqual([]);
  };

  it('a file that is not the one that was meant', async () => {
    await refused(await writePack(join(root, 'pack'), { model, manifest: manifestOf(new TextEncoder().encode('another')) }), /model.onnx in .* is not the file that pack.json means: its SHA-256 is [0-9a-f]{64}, expected [0-9a-f]{64}/);
  });

  it('what is no pack', async () => {
    await mkdir(join(root, 'empty'));
    await refused(join(root, 'empty'), 'has no pack.json');
    await refused(join(root, 'nowhere'), 'cannot be read');
    await writeFile(join(root, 'text.zip'), 'not a zip');
    await refused(join(root, 'text.zip'), 'is not a readable zip file');
    await refused(await writeZip(join(root, 'photos.zip'), [{ name: 'a.jpg', bytes: model }]), 'has no pack.json');
    await refused(await writeZip(join(root, 'two.zip'), [{ name: 'a/pack.json', bytes: model }, { name: 'b/pack.json', bytes: model }]), 'has 2 packs in it');
    await refused(await writePack(join(root, 'half'), { model, manifest: manifestOf(model, { file: 'other.onnx' }) }), 'has no other.onnx');
    await refused(await writePack(join(root, 'hollow'), { model: new Uint8Array(0) }), 'is empty');
  });

  it('links, in folders and in zip files', async () => {
    const folder = await writePack(join(root, 'pack'), { model });
    await rm(join(folder, 'model.onnx'));
    await writeFile(join(root, 'secret'), model);
    await symlink(join(root, 'secret'), join(folder, 'model.onnx'));
    await refused(folder, 'model.onnx in');
    await refused(await writeZip(join(root, 'link.zip'), [{ name: 'pack.json', bytes: json(manifestOf(model)) }, { name: 'model.onnx', bytes: Buffer.from('/etc/passwd'), mode: 0o120777 }]), 'has a link in it (model.onnx)');
  });

  it.each(['../../evil', '/etc/evil1', 'a\\..\\..\\e'])('an archive with %s in it', async (evil) => {
    const name = 'x'.repeat(evil.length);
    const path = await writeZip(join(root, 'slip.zip'), [{ name: 'pack.json', bytes: json(manifestOf(model)) }, { name, bytes: model }, { name: 'model.onnx', bytes: model }]);
    await writeFile(path, Buffer.from((await readFile(path)).toString('latin1').replaceAll(name, evil), 'latin1'));
    await refused(path, 'is not a readable zip file');
  });

  it.each(['../model.onnx', 'a/model.onnx', '..', '', '.hidden', '/etc/passwd', 'C:\\model.onnx', 'pack.json', 'x\0y'])('a manifest that means the file %s', async (file) => {
    await refused(await writePack(join(root, 'pack'), { model, manifest: manifestOf(model, { file }) }), /image\.file|expected/);
  });

  it('too many entries, and files that are too large however small they are packed', async () => {
    await refused(await writeZip(join(root, 'many.zip'), Array.from({ length: 1001 }, (_, i) => ({ name: `f${i}`, bytes: new Uint8Array(0) }))), 'has 1001 entries, more than the 1000');
    const zeros = Buffer.alloc(64_000_001);
    const text = { file: 't.onnx', sha256: sha256(model), tokenizer: { file: 'tokenizer.json', sha256: sha256(zeros) }, length: 8 };
    await refused(await writeZip(join(root, 'bomb.zip'), [{ name: 'pack.json', bytes: json(manifestOf(model, {}, { text })) }, { name: 'model.onnx', bytes: model }, { name: 't.onnx', bytes: model }, { name: 'tokenizer.json', bytes: zeros }]), 'tokenizer.json in');
    const folder = await writePack(join(root, 'sparse'), { model });
    await truncate(join(folder, 'model.onnx'), 2 ** 31);
    await refused(folder, `has ${2 ** 31} bytes, more than`);
    await refused(await writePack(join(root, 'long'), { model, manifest: { ...manifestOf(model), name: 'x'.repeat(100_000) } }), 'is too long for one');
  });

  it('a zip file whose entry is larger than it says', async () => {
    const path = await writeZip(join(root, 'lies.zip'), [{ name: 'pack.json', bytes: json(manifestOf(model)) }, { name: 'model.onnx', bytes: Buffer.alloc(5000, 7) }]);
    const bytes = await readFile(path);
    // the size before packing, in the central directory
    for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1, 'latin1')) if (bytes.readUInt32LE(at + 24) === 5000) bytes.writeUInt32LE(50, at + 24);
    await writeFile(path, bytes);
    await expect(add(path)).rejects.toThrow();
    expect(await listPacks(data)).toEqual([]);
  });
});

describe('pack.json', () => {
  const read = (manifest: unknown): unknown => readManifest(Buffer.from(JSON.stringify(manifest)), 'there');

  it.each<[string, Record<string, unknown>, string]>([
    ['no side', { side: undefined }, 'image.side'], ['a huge side', { side: 4096 }, 'image.side'], ['a deviation of zero', { deviation: [0, 1, 1] }, 'image.deviation.0'], ['two means', { mean: [0, 1] }, 'image.mean'],
    ['a layout of its own', { layout: 'CHWN' }, 'image.layout'], ['a pooling of its own', { pooling: 'max' }, 'image.pooling'], ['many dimensions', { dimensions: 5000 }, 'image.dimensions'], ['half dimensions', { dimensions: 2.5 }, 'image.dimensions'],
    ['no hash', { sha256: 'abc' }, 'image.sha256: expected the SHA-256 of the file'], ['a word that means nothing', { sides: 3 }, 'sides']
  ])('with %s names the field', (_, changes, why) => {
    expect(() => read(manifestOf(model, changes))).toThrow(why);
    expect(() => read(manifestOf(model, changes))).toThrow('See docs/encoders.md');
  });

  it('has defaults, and is refused if it is for a newer Kindred, is no JSON, or means one file twice', () => {
    expect(read(manifestOf(model, { layout: undefined, sha256: sha256(model).toUpperCase() }))).toMatchObject({ image: { layout: 'NCHW', skip: 1, sha256: sha256(model) } });
    expect(() => read({ format: 2 })).toThrow('Update Kindred');
    expect(() => readManifest(Buffer.from('{'), 'there')).toThrow('there: pack.json is not JSON');
    expect(() => readManifest(Uint8Array.of(0xff, 0xfe), 'there')).toThrow('is not JSON');
    const text = { file: 'MODEL.onnx', sha256: sha256(model), tokenizer: { file: 't.json', sha256: sha256(model) }, length: 8 };
    expect(() => read(manifestOf(model, {}, { text }))).toThrow('expected another file for each part');
    expect(() => read(manifestOf(model, {}, { text: { ...text, file: 't.onnx', template: 'a photo' } }))).toThrow('expected {} once');
    expect(() => read(manifestOf(model, {}, { licence: '' }))).toThrow('licence');
  });
});
