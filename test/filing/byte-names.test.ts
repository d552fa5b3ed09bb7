// Files whose names are no Unicode are moved, copied, linked, put into the trash and brought back under the same bytes.
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nameOf } from '../../src-main/byte-names.ts';
import { performPlan } from '../../src-main/filing/perform.ts';
import { undoPlan } from '../../src-main/filing/undo.ts';
import { readWritten } from '../../src-main/library/importing/read-written.ts';
import type { LookedAt } from '../../src-main/library/importing/match.ts';
import { readPhoto } from '../../src-main/photos/read.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { writeMarks } from '../../src-main/store/marks.ts';
import { readCounts, readFiles } from '../../src-main/store/photos.ts';
import type { PlanRequest } from '../../src-shared/filing/plan.ts';
import { packMark } from '../../src-shared/marks/packed.ts';
import { xmpPacket } from '../photos/made-xmp.ts';
import { asSharp, quarters } from '../photos/pictures.ts';
import { madeDescriptors, madePhoto, madeVersions } from '../store/made-store.ts';
import { madeLibrary, sha256 } from './made-files.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const below = (folder: string, ...names: string[]): Buffer => Buffer.concat([Buffer.from(folder), ...names.flatMap((name) => [Buffer.from('/'), latin1(name)])]);
/** Names below a folder, as latin1. */
function namesIn(folder: Buffer): string[] {
  return readdirSync(folder, { encoding: 'buffer' }).flatMap((name) => {
    const path = Buffer.concat([folder, Buffer.from('/'), name]);
    return lstatSync(path).isDirectory() ? namesIn(path).map((inner) => `${name.toString('latin1')}/${inner}`) : [name.toString('latin1')];
  }).sort();
}

const MARK = { flag: 'picked', stars: 4, label: 'green', favourite: true } as const;

/** A photo `caf\xe9.jpg` in a folder `d\xff`, with a sidecar. */
function madeBytes(content: string | Buffer = 'one', sidecar: string | null = 'edits') {
  const made = madeLibrary({ 'plain.jpg': 'plain' });
  mkdirSync(below(made.photos, 'd\xff'));
  const photo = below(made.photos, 'd\xff', 'caf\xe9.jpg');
  writeFileSync(photo, content);
  if (sidecar !== null) writeFileSync(below(made.photos, 'd\xff', 'caf\xe9.xmp'), sidecar);
  const { size, mtimeMs } = statSync(photo);
  const path = `${nameOf(latin1('d\xff'))}/${nameOf(latin1('caf\xe9.jpg'))}`;
  writeIndexed(made.store, madeVersions(made.store), [{ file: { folder: FIRST_FOLDER, path, size, modifiedMs: mtimeMs }, outcome: { ...madePhoto('one'), hash: sha256(content) }, descriptors: madeDescriptors() }], 0);
  return { made, path };
}

describe.runIf(process.platform === 'linux')('a file whose name is no Unicode', () => {
  const ALL = ['d\xff/caf\xe9.jpg', 'd\xff/caf\xe9.xmp', 'plain.jpg'];

  it.each<PlanRequest['kind']>(['move', 'copy', 'hardlink', 'symlink', 'trash'])('goes with its sidecar and comes back (%s)', async (kind) => {
    const { made, path } = madeBytes();
    const id = await made.plan([path], { kind });
    expect(await performPlan(made.tools(), id)).toMatchObject({ phase: 'ended', refused: 0, total: 2 });
    const takes = kind === 'move' || kind === 'trash';
    expect(namesIn(Buffer.from(made.photos))).toEqual(takes ? ['plain.jpg'] : ALL);
    expect(namesIn(Buffer.from(made.out))).toEqual(kind === 'trash' ? [] : ['caf\xe9.jpg', 'caf\xe9.xmp']);
    if (kind === 'copy') expect(readFileSync(below(made.out, 'caf\xe9.jpg'), 'utf8')).toBe('one');
    if (kind === 'trash') {
      const info = join(made.root, 'data', 'Trash', 'info');
      expect(readdirSync(info).map((name) => /^Path=.*\/(.*\/.*)$/m.exec(readFileSync(join(info, name), 'utf8'))?.[1]).sort()).toEqual(['d%FF/caf%E9.jpg', 'd%FF/caf%E9.xmp']);
    }
    expect(readCounts(made.store).files).toBe(takes ? 1 : 2);
    expect(await undoPlan(made.tools(), id)).toMatchObject({ refused: 0 });
    expect(namesIn(Buffer.from(made.photos))).toEqual(ALL);
    expect(namesIn(Buffer.from(made.out))).toEqual([]);
    expect(readFiles(made.store).map((file) => file.path)).toContain(path);
  });

  it('gets a number where its name is taken, and keeps its bytes', async () => {
    const { made, path } = madeBytes();
    writeFileSync(below(made.out, 'caf\xe9.jpg'), 'another');
    expect(await made.perform([path], { kind: 'copy' })).toMatchObject({ refused: 0 });
    expect(namesIn(Buffer.from(made.out))).toEqual(['caf\xe9 (2).jpg', 'caf\xe9 (2).xmp', 'caf\xe9.jpg']);
  });

  it.each([['with', ['caf\xe9.jpg', 'caf\xe9.xmp']], ['without', ['caf\xe9.jpg', 'caf\xe9.jpg.xmp']]] as const)('is written about into a sidecar: %s one of its own', async (which, expected) => {
    const picture = await asSharp(quarters(32, 24)).jpeg().withXmp(xmpPacket('xmlns:dc="http://purl.org/dc/elements/1.1/"', '<dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>')).toBuffer();
    const { made, path } = madeBytes(picture, which === 'with' ? xmpPacket('xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.50"') : null);
    writeMarks(made.store, [made.photo(path)], () => packMark(MARK), 0);
    const { plan } = await made.perform([path], { kind: 'copy', writing: { sidecars: true, files: false, lensId: DEFAULT_LENS } });
    expect(plan.steps.map(({ state, refusal }) => refusal?.message ?? state)).toEqual(['done', 'done']);
    expect(namesIn(Buffer.from(made.out))).toEqual(expected);
    const sidecar = readFileSync(below(made.out, expected[1]));
    expect(sidecar.toString()).toContain(which === 'with' ? 'Exposure2012' : '<rdf:li>sea</rdf:li>');
    expect(sidecar.toString()).toMatch(/xmp:Rating(="|>)4/);
    expect(readdirSync(join(made.store.folder, 'prepared'))).toEqual([]);
    // and is read from there
    const [found] = (await readWritten([{ id: made.photo(path), folder: made.out, name: nameOf(latin1('caf\xe9.jpg')) } as LookedAt], () => undefined)).photos;
    expect(found).toMatchObject({ mark: MARK });
    expect(new Set(found!.keywords)).toEqual(new Set(['sea'])); // both say it, where both do
  });

  it('has the date that its sidecar says', async () => {
    const { made, path } = madeBytes(await asSharp(quarters(32, 24)).jpeg().toBuffer(), xmpPacket('xmp:CreateDate="2019-07-14T10:30:00"'));
    expect(await readPhoto(join(made.photos, path))).toMatchObject({ status: 'photo', takenAt: Date.UTC(2019, 6, 14, 10, 30), takenFrom: 'sidecar' });
  });
});
