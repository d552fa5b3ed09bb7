// Every file below a folder is a photo's, a problem, or counted as one that is not read: nothing is passed over in silence. A file is what is no folder;
// a link is what it leads to.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scan } from '../../src-main/photos/scan.ts';
import { kindredIn } from '../commands/kindred.ts';
import { asSharp, quarters } from './pictures.ts';

const shared = (name: string): string => fileURLToPath(new URL(`../../../shared/data/${name}/`, import.meta.url));

let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'kindred-partition-')));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

interface Counted {
  readonly photos: number;
  readonly problems: number;
  readonly notRead: Readonly<Record<string, number>>;
  readonly all: number;
}

async function count(folder: string): Promise<Counted> {
  const notRead: Record<string, number> = {};
  let [photos, problems] = [0, 0];
  for await (const batch of scan(folder, { onNotRead: (kind, files) => (notRead[kind] = (notRead[kind] ?? 0) + files) })) {
    photos += batch.files.length;
    problems += batch.problems.length;
  }
  return { photos, problems, notRead, all: Object.values(notRead).reduce((sum, files) => sum + files, photos + problems) };
}

/** Naively, with names as bytes; linked folders are those below `folder`, so that none has files of its own. */
function walk(folder: Buffer): number {
  let files = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const path = Buffer.concat([folder, Buffer.from('/'), entry.name]);
    if (entry.isDirectory()) files += walk(path);
    else if (!entry.isSymbolicLink() || !leadsToFolder(path)) files++;
  }
  return files;
}
function leadsToFolder(link: Buffer): boolean {
  try {
    return fs.statSync(link).isDirectory();
  } catch {
    return false;
  }
}
const below = (folder: string): number => walk(Buffer.from(folder));

function put(path: string, bytes: Buffer | string = 'x'): void {
  fs.mkdirSync(join(root, path, '..'), { recursive: true });
  fs.writeFileSync(join(root, path), bytes);
}

describe('the files below a folder are photos’ files, problems and what is not read', () => {
  for (const name of ['odd-files', 'cases']) {
    it.skipIf(!fs.existsSync(shared(name)))(`in ${name}${fs.existsSync(shared(name)) ? '' : ` (skipped: no ../shared/data/${name} beside the repository)`}`, async () => {
      expect((await count(shared(name))).all).toBe(below(shared(name)));
    });
  }

  it.skipIf(process.platform === 'win32')('with links, pipes, hidden files, left-out folders, and endings of every kind and none', async () => {
    const jpeg = await asSharp(quarters(16, 16)).jpeg().toBuffer();
    for (const name of ['a.jpg', 'noending', 'deep/er/b.webp', 'unknown.zzz']) put(name, jpeg);
    for (const name of ['film.mp4', 'a.mov', 'sound.mp3', 'drawing.svg', 'a.xmp', 'note.txt', 'b.zip', 'c.exe', 'text', 'd.zzz', '.hidden', '.hidden.jpg', '.deep/1.jpg', '.deep/2/3.jpg', 'covers/.nomedia', 'covers/c.jpg', 'node_modules/x/y.js']) put(name);
    put('empty', '');
    execFileSync('mkfifo', [join(root, 'pipe.jpg'), join(root, 'pipe'), join(root, '.pipe')]);
    const link = (to: string, name: string): void => fs.symlinkSync(to, join(root, name));
    link('a.jpg', 'link.jpg');
    link('note.txt', 'link.txt');
    link('a.jpg', '.link.jpg');
    link('note.txt', '.link');
    link('nowhere', 'broken.jpg');
    link('nowhere', 'broken.txt');
    link('nowhere', '.broken');
    link('deep', 'linked');
    link('deep', '.linked');
    link('..', 'deep/up');
    link('../deep', 'covers/linked');
    link('pipe', 'to-pipe.jpg');
    const found = await count(root);
    expect(found.all).toBe(below(root));
    expect(found).toMatchObject({ photos: 5, problems: 2, notRead: { video: 1, audio: 1, picture: 1, sidecar: 2, document: 2, archive: 1, program: 1, 'left-out': 5 } });
  });

  it.runIf(process.platform === 'linux')('whatever the tree, with names of any bytes', async () => {
    const name = fc.oneof(fc.constantFrom('a.jpg', 'b.txt', '.c', 'd', 'e.mov', '.nomedia', 'f.zzz', '.trash', 'g.png').map((text) => Buffer.from(text)), fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x61 : byte)))));
    const entry = fc.record({ name, what: fc.constantFrom('file', 'file', 'photo', 'folder', 'link'), inside: fc.array(fc.record({ name, what: fc.constantFrom('file', 'photo') }), { maxLength: 5 }) });
    let trees = 0;
    await fc.assert(fc.asyncProperty(fc.array(entry, { maxLength: 12 }), async (entries) => {
      const tree = join(root, String(trees++));
      fs.mkdirSync(tree);
      const at = (...parts: Buffer[]): Buffer => Buffer.concat([Buffer.from(tree), ...parts.flatMap((part) => [Buffer.from('/'), part])]);
      const make = (path: Buffer, what: string): void => {
        if (['.', '..'].includes(path.subarray(path.lastIndexOf('/') + 1).toString()) || fs.lstatSync(path, { throwIfNoEntry: false })) return;
        if (what === 'folder') fs.mkdirSync(path);
        else if (what === 'link') fs.symlinkSync('a.jpg', path);
        else fs.writeFileSync(path, what === 'photo' ? Buffer.from('ffd8ffe000104a464946', 'hex') : 'text');
      };
      for (const { name: top, what, inside } of entries) {
        make(at(top), what);
        if (fs.lstatSync(at(top)).isDirectory()) for (const one of inside) make(at(top, one.name), one.what);
      }
      expect((await count(tree)).all).toBe(below(tree));
    }), { numRuns: 150, seed: 7 });
  }, 30_000);

  it.runIf(process.platform === 'linux')('as the command says it, once and again', async () => {
    const photos = join(root, 'photos');
    const [jpeg, other] = await Promise.all([asSharp(quarters(64, 48)).jpeg().toBuffer(), asSharp(quarters(48, 64)).png().toBuffer()]);
    for (const [name, bytes] of [['a.jpg', jpeg], ['copy.jpg', jpeg], ['b.png', other], ['noending', other], ['damaged.jpg', jpeg.subarray(0, 40)], ['text.jpg', 'text'], ['empty.jpg', ''], ['film.mov', 'x'], ['.hidden/c.jpg', jpeg], ['.d.jpg', jpeg]] as const) put(`photos/${name}`, bytes);
    fs.writeFileSync(Buffer.concat([Buffer.from(`${photos}/caf`), Buffer.from([0xe9]), Buffer.from('.jpg')]), jpeg);
    fs.writeFileSync(Buffer.concat([Buffer.from(`${photos}/caf`), Buffer.from([0xe8]), Buffer.from('.txt')]), 'x');
    fs.symlinkSync('nowhere', join(photos, 'broken.jpg'));
    for (let run = 0; run < 2; run++) {
      const { stdout } = await kindredIn(() => ({ KINDRED_DATA: join(root, 'data') }))('index', photos, '--json');
      const { files, photos: pictures, problems, notRead } = JSON.parse(stdout) as { files: number; photos: number; problems: { path: string; reason: string }[]; notRead: { kind: string; files: number; reason: string }[] };
      expect([pictures, files, problems.length]).toEqual([2, 5, 4]);
      expect(files + problems.length + notRead.reduce((sum, one) => sum + one.files, 0)).toBe(below(photos));
      for (const { reason } of [...problems, ...notRead]) expect(reason.length).toBeGreaterThan(5);
    }
  }, 120_000);
});
