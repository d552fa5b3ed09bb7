import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { files as calls } from '../../src-main/photos/file-calls.ts';
import { contentIdOfMovie, MOST_BYTES } from '../../src-main/photos/movie.ts';
import { kindredIn } from '../commands/kindred.ts';
import { appleNote, box, movieWith, withAppleNote } from './made-apple.ts';
import { asSharp, quarters } from './pictures.ts';

const [ONE, OTHER, NOBODY] = ['7F2A9C10-1111-4222-8333-ABCDEFABCDEF', '0B8D7A1C-9E4F-4E8B-8C55-1A2B3C4D5E6F', 'FFFFFFFF-1111-4222-8333-ABCDEFABCDEF'];
const KEY = 'com.apple.quicktime.content.identifier';
const root = mkdtempSync(join(tmpdir(), 'kindred-movie-'));
afterAll(() => rmSync(root, { recursive: true }));

const put = (name: string, bytes: Buffer): string => {
  writeFileSync(join(root, name), bytes);
  return join(root, name);
};
const idOf = (bytes: Buffer): Promise<string | null> => contentIdOfMovie(put('one.mov', bytes), { calls, signal: undefined });

describe('the moving part of a Live Photo', () => {
  it.each([false, true])('has the id of its still, among other keys (MPEG-4: %s)', async (asMpeg) => {
    expect(await idOf(movieWith({ 'com.apple.quicktime.make': 'Apple', [KEY]: ONE, 'com.apple.quicktime.software': '17.1' }, { asMpeg }))).toBe(ONE);
    expect(await idOf(movieWith({ 'com.apple.quicktime.make': 'Apple' }, { asMpeg }))).toBeNull();
    expect(await idOf(movieWith({ [KEY]: 'no id' }, { asMpeg }))).toBeNull();
    expect(await idOf(movieWith({}, { asMpeg }))).toBeNull();
  });

  it('is found behind data with a 64-bit length, and not looked for in other files or long videos', async () => {
    const movie = movieWith({ [KEY]: ONE });
    const moov = movie.subarray(movie.indexOf('moov') - 4);
    const large = Buffer.alloc(16 + 3000);
    large.writeUInt32BE(1);
    large.write('mdat', 4);
    large.writeBigUInt64BE(BigInt(large.length), 8);
    expect(await idOf(Buffer.concat([large, moov]))).toBe(ONE);
    for (const bytes of [Buffer.alloc(0), Buffer.from('text'), Buffer.alloc(200), box('moov'), Buffer.concat([box('moov', Buffer.alloc(2 ** 20)), moov])]) expect(await idOf(bytes)).toBeNull();
    const path = put('long.mov', movie);
    truncateSync(path, MOST_BYTES + 1);
    expect(await contentIdOfMovie(path, { calls, signal: undefined })).toBeNull();
  });

  it('cannot be confused by damage', async () => {
    const movie = movieWith({ 'com.apple.quicktime.make': 'Apple', [KEY]: ONE });
    const from = movie.indexOf('moov') - 4;
    await fc.assert(fc.asyncProperty(fc.integer({ min: from, max: movie.length - 1 }), fc.nat(255), fc.integer({ min: from, max: movie.length }), async (at, value, length) => {
      const broken = Buffer.from(movie.subarray(0, length));
      if (at < length) broken[at] = value;
      const id = await idOf(broken);
      expect(id === null || (id.length >= 8 && id.length <= 64)).toBe(true);
    }), { numRuns: 400, seed: 4 });
  });

  it('goes with its photo whatever the files are called, and is a video while its photo is not there', async () => {
    const photos = join(root, 'photos');
    const run = kindredIn(() => ({ KINDRED_DATA: join(root, 'data') }));
    const notRead = async (): Promise<Record<string, number>> => {
      const { notRead: counts } = JSON.parse((await run('index', photos, '--json')).stdout) as { notRead: { kind: string; files: number }[] };
      return Object.fromEntries(counts.map(({ kind, files }) => [kind, files]));
    };
    mkdirSync(join(photos, 'movies'), { recursive: true });
    const still = async (width: number, id: string): Promise<Buffer> => withAppleNote(await asSharp(quarters(width, 48)).jpeg().toBuffer(), appleNote({ 0x11: id }));
    writeFileSync(join(photos, 'Beach 1.jpg'), await still(64, ONE));
    writeFileSync(join(photos, 'movies/IMG_0001.MOV'), movieWith({ [KEY]: ONE }));
    writeFileSync(join(photos, 'movies/IMG_0002.MOV'), movieWith({ [KEY]: OTHER }));
    writeFileSync(join(photos, 'movies/IMG_0003.MOV'), movieWith({ [KEY]: NOBODY }));
    writeFileSync(join(photos, 'movies/film.mp4'), movieWith({}));
    expect(await notRead()).toEqual({ video: 3, sidecar: 1 });
    writeFileSync(join(photos, 'Beach 2.jpg'), await still(80, OTHER));
    expect(await notRead()).toEqual({ video: 2, sidecar: 2 });
  }, 60_000);
});
