// Files whose names are no Unicode are moved, copied, linked, put into the trash and brought back under the same bytes.
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nameOf } from '../../src-main/byte-names.ts';
import { performPlan } from '../../src-main/filing/perform.ts';
import { undoPlan } from '../../src-main/filing/undo.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readCounts, readFiles } from '../../src-main/store/photos.ts';
import type { PlanRequest } from '../../src-shared/filing/plan.ts';
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

/** A photo `caf\xe9.jpg` in a folder `d\xff`, with a sidecar. */
function madeBytes() {
  const made = madeLibrary({ 'plain.jpg': 'plain' });
  mkdirSync(below(made.photos, 'd\xff'));
  const photo = below(made.photos, 'd\xff', 'caf\xe9.jpg');
  writeFileSync(photo, 'one');
  writeFileSync(below(made.photos, 'd\xff', 'caf\xe9.xmp'), 'edits');
  const { size, mtimeMs } = statSync(photo);
  const path = `${nameOf(latin1('d\xff'))}/${nameOf(latin1('caf\xe9.jpg'))}`;
  writeIndexed(made.store, madeVersions(made.store), [{ file: { folder: FIRST_FOLDER, path, size, modifiedMs: mtimeMs }, outcome: { ...madePhoto('one'), hash: sha256('one') }, descriptors: madeDescriptors() }], 0);
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
});
