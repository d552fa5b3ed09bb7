import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type KnownPhotos, readPhoto } from '../../src-main/photos/read.ts';
import { readApart, renderApart } from '../../src-main/photos/readers.ts';
import { renderPhoto } from '../../src-main/photos/render.ts';
import { asSharp, noise, quarters } from './pictures.ts';

const root = mkdtempSync(join(tmpdir(), 'kindred-readers-'));
afterAll(() => rmSync(root, { recursive: true }));
const unknown: KnownPhotos = { isKnown: () => false, isSeen: () => false };

function put(name: string, bytes: Buffer): string {
  writeFileSync(join(root, name), bytes);
  return join(root, name);
}
const small = put('small.png', await asSharp(noise(300, 200)).png().toBuffer());
/** Takes some tenths of a second to decode. */
const large = put('large.png', await asSharp(noise(3000, 3000)).png({ compressionLevel: 0 }).toBuffer());

/** All coefficients of a progressive JPEG are held at a time. */
const huge = put('huge.jpg', await asSharp(quarters(9000, 8000)).jpeg({ progressive: true }).toBuffer());

/** The processes that read photos, and not what they run. */
const processes = (): number[] => execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)]).toString().split('\n').filter((line) => line.includes('reader-worker')).map((line) => parseInt(line, 10));

describe('photos read in a process of their own', () => {
  it('are the same as read here, and so are their problems and large views', async () => {
    expect(await readApart(small, { known: unknown })).toEqual(await readPhoto(small));
    const broken = put('broken.jpg', Buffer.from('no photo'));
    expect(await readApart(broken, { known: unknown })).toEqual(await readPhoto(broken));
    expect(Buffer.from(await renderApart(small)).equals(await renderPhoto(small))).toBe(true);
    await expect(renderApart(broken)).rejects.toMatchObject({ name: 'PhotoProblem', code: 'not-a-photo' });
    await expect(renderApart(join(root, 'gone.jpg'))).rejects.toMatchObject({ code: 'vanished' });
  });

  it('are looked up here before they are decoded', async () => {
    const asked: string[][] = [];
    const { hash, picture } = (await readPhoto(small)) as { readonly hash: string; readonly picture: string }; // tested above
    const outcome = await readApart(small, { known: { isKnown: (content) => (asked.push([content]), false), isSeen: (...both) => (asked.push(both), true) } });
    expect(outcome).toMatchObject({ status: 'photo', thumbnail: null });
    expect(asked).toEqual([[hash], [hash, picture]]);
    expect(await readApart(small, { known: { ...unknown, isKnown: () => true } })).toEqual({ status: 'known', hash });
  });

  it('are not decoded here', async () => {
    await readApart(small, { known: unknown }); // started
    const own = process.threadCpuUsage();
    const from = performance.now();
    expect(await readApart(large, { known: unknown })).toMatchObject({ status: 'photo', width: 3000 });
    expect(process.threadCpuUsage(own).user / 1000).toBeLessThan((performance.now() - from) / 2);
  });

  it('take only so long', async () => {
    expect(await readApart(large, { known: unknown, timeoutMs: 1 })).toMatchObject({ status: 'problem', code: 'timeout' });
    expect(await readApart(small, { known: unknown })).toMatchObject({ status: 'photo' });
  });

  it.each([['SIGSEGV', 'damaged'], ['SIGKILL', 'too-large']] as const)('cost one photo where a decoder brings its process down by %s, and the next is read', async (signal, code) => {
    await readApart(small, { known: unknown }); // started
    // it is read once more, because the first process may have been ended for something else
    for (const [decoders, outcome] of [[2, { status: 'problem', code }], [1, { status: 'photo' }]] as const) {
      let ended = 0;
      const read = readApart(large, { known: { isKnown: () => { if (ended++ < decoders) for (const pid of processes()) process.kill(pid, signal); return false; }, isSeen: () => false } });
      expect(await read).toMatchObject(outcome);
    }
    expect(await readApart(large, { known: unknown })).toMatchObject({ status: 'photo' });
  });

  it('are alone, in a process that has read nothing before, if they need much memory', async () => {
    await Promise.all([readApart(small, { known: unknown }), readApart(large, { known: unknown }), renderApart(small)]);
    const before = processes();
    expect(before.length).toBeGreaterThan(1);
    const during: number[][] = [];
    const seen = (): boolean => (during.push(processes()), false);
    const [found, ...others] = await Promise.all([readApart(huge, { known: { ...unknown, isSeen: seen } }), ...Array.from({ length: 4 }, () => readApart(large, { known: unknown }))]);
    expect([found, ...others].map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'photo'));
    // asked first where it was found to be large
    expect(during).toHaveLength(2);
    expect(during[1]).toHaveLength(1);
    expect(before).not.toContain(during[1]![0]);
    expect(processes()).not.toContain(during[1]![0]);
    expect(Buffer.from(await renderApart(huge)).equals(await renderPhoto(huge))).toBe(true);
  }, 60_000);

  it('let a large view of one that needs much memory go before those that are not begun', async () => {
    await renderApart(small); // started
    let ended = 0;
    const reads = Array.from({ length: 6 * Math.min(8, availableParallelism()) }, () => readApart(large, { known: unknown }).then(({ status }) => (ended++, status)));
    await renderApart(huge);
    expect(ended).toBeLessThan(reads.length / 2);
    expect(new Set(await Promise.all(reads))).toEqual(new Set(['photo']));
  }, 60_000);

  it('share what they may hold: as many at a time as there are cores', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => readApart(large, { known: unknown })));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['photo']));
  });
});
