// Searching an open library by images: its own photos, parts of them, several, under a filter, under a learned lens, and what is no image.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { likeStored } from '../../../src-main/library/alike/like-stored.ts';
import { Library } from '../../../src-main/library/library.ts';
import type { ImageLook, LikeWhat, PhotoId } from '../../../src-shared/contract.ts';
import { makeLibrary } from '../../made-library.ts';
import { plainEngine } from '../plain-engine.ts';

let root: string;
let library: Library;
const whole = { left: 0, top: 0, width: 1, height: 1 };
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-alike-'));
  await makeLibrary(join(root, 'photos'), { groups: 3, perGroup: 4, width: 160, height: 120, dated: true, seed: 2 });
  library = await Library.open({ dataFolder: join(root, 'data'), folder: join(root, 'photos'), engine: plainEngine(), emit: () => {} });
  await library.startIndex().finished;
}, 60_000);
afterAll(async () => {
  await library.close();
  await rm(root, { recursive: true, force: true });
});

const lens = () => library.lenses.current;
const ids = async (): Promise<PhotoId[]> => Array.from((await library.photos()).ids) as PhotoId[];
const fileOf = (id: PhotoId): Promise<Buffer> => readFile(join(root, 'photos', library.photo(id).files[0]!.path));
async function look(source: Parameters<Library['alike']['see']>[0]): Promise<ImageLook> {
  const seen = await library.alike.see(source);
  if (seen.status !== 'seen') throw new Error(seen.code);
  return seen.look;
}
const imageOf = async (id: PhotoId): Promise<LikeWhat> => ({ kind: 'image', look: await look({ kind: 'bytes', bytes: await fileOf(id) }) });
const like = (what: readonly LikeWhat[], count = 100) => library.alike.like(lens(), what, { count });

/** Distances by every section but time and place, by their definition. */
async function naive(own: PhotoId): Promise<Map<number, number>> {
  const { ids, dims, points, metric } = await library.space();
  const known = metric!.sections.filter(({ name }) => name !== 'time' && name !== 'place');
  const share = known.reduce((sum, section) => sum + section.share, 0);
  const at = ids.indexOf(own);
  return new Map(Array.from(ids, (id, row) => {
    let sum = 0;
    for (const { start, dims: width } of known) for (let i = start; i < start + width; i++) sum += (points[row * dims + i]! - points[at * dims + i]!) ** 2;
    return [id, Math.sqrt(sum / share)];
  }));
}

async function matchesNaive(own: PhotoId): Promise<void> {
  const expected = await naive(own);
  const { ids: found, distances } = await like([await imageOf(own)]);
  expect(found[0]).toBe(own);
  expect(distances[0]).toBeLessThan(1e-3);
  found.forEach((id, at) => expect(distances[at]).toBeCloseTo(expected.get(id)!, 3));
  expect(new Set(found)).toEqual(new Set(expected.keys()));
  expect([...distances]).toEqual([...distances].sort((a, b) => a - b));
}

describe('images', () => {
  it('that are photos of the library find themselves first, at no distance, and all others as far as a naive loop says', async () => {
    for (const id of (await ids()).slice(0, 3)) await matchesNaive(id);
  });

  it('do not become part of the library, and nothing is left of them on the disk', async () => {
    const listing = () => readdir(library.store.folder);
    const before = [await listing(), library.state.photos];
    await imageOf((await ids())[0]!);
    expect([await listing(), library.state.photos]).toEqual(before);
  });

  it('of several kinds find what is near to any of them', async () => {
    const [a, , , , , b] = await ids() as [PhotoId, PhotoId, PhotoId, PhotoId, PhotoId, PhotoId];
    const [first, second, both] = [await like([await imageOf(a)]), await like([{ kind: 'photo', photo: b }]), await like([await imageOf(a), { kind: 'photo', photo: b }])];
    const of = ({ ids: found, distances }: typeof first, id: number): number => distances[found.indexOf(id)]!;
    both.ids.forEach((id, at) => expect(both.distances[at]).toBeCloseTo(Math.min(of(first, id), of(second, id)), 5));
    expect(new Set(both.ids.subarray(0, 2))).toEqual(new Set([a, b]));
  });

  it('rank only what a filter leaves, and no more than asked for', async () => {
    const own = (await ids())[0]!;
    const name = library.photo(own).files[0]!.path;
    const { ids: found } = await library.alike.like(lens(), [await imageOf(own)], { filter: { parts: [{ kind: 'text', text: name, field: 'name', not: true }] }, count: 4 });
    expect(found).toHaveLength(4);
    expect(found).not.toContain(own);
    expect((await library.alike.like(lens(), [await imageOf(own)], { filter: { parts: [{ kind: 'text', text: 'nothing has this name', field: null }] }, count: 4 })).ids).toHaveLength(0);
  });

  it('may be a part of a photo: all of it is the photo, a corner is something else', async () => {
    const photo = (await ids())[2]!;
    const [all, corner] = [await look({ kind: 'part', photo, region: whole }), await look({ kind: 'part', photo, region: { left: 0.5, top: 0.5, width: 0.5, height: 0.5 } })];
    expect(all).toEqual(await look({ kind: 'bytes', bytes: await fileOf(photo) }));
    expect(corner.embedding).not.toEqual(all.embedding);
    expect((await like([{ kind: 'image', look: all }])).ids[0]).toBe(photo);
    await expect(library.alike.see({ kind: 'part', photo: 9999 as PhotoId, region: whole })).rejects.toMatchObject({ code: 'photo-missing' });
  });

  it('follow what the lens learned', async () => {
    const all = await ids();
    for (let at = 0; at + 1 < 12; at++) library.judge(lens()).add({ kind: at % 4 === 3 ? 'different' : 'similar', photos: [all[at]!, all[at + 1]!] }, { origin: { kind: 'volunteered', height: null } });
    const before = await library.space();
    library.judged(library.judge(lens()).log);
    await expect.poll(async () => (await library.space()).revision, { timeout: 20_000 }).toBeGreaterThan(before.revision);
    expect((await library.space()).points.buffer).toBeInstanceOf(SharedArrayBuffer);
    await matchesNaive(all[1]!);
    const seen = await look({ kind: 'bytes', bytes: await fileOf(all[1]!) });
    const stored = await likeStored(library.store, lens(), library.versions.encoder, [seen], null);
    const shown = await like([{ kind: 'image', look: seen }]);
    expect(stored.ids).toEqual(shown.ids); // the command line and the screen are one code
    expect(stored.distances).toEqual(shown.distances);
  }, 40_000);

  it('that are none are said to be none, and those of another encoder are refused', async () => {
    expect(await library.alike.see({ kind: 'bytes', bytes: new TextEncoder().encode('text') })).toEqual({ status: 'problem', code: 'not-a-photo' });
    const seen = await look({ kind: 'bytes', bytes: await fileOf((await ids())[0]!) });
    await expect(like([{ kind: 'image', look: { ...seen, encoder: 'another' } }])).rejects.toMatchObject({ code: 'bad-request' });
    await expect(like([{ kind: 'image', look: { ...seen, colour: new Float32Array(3) } }])).rejects.toMatchObject({ code: 'bad-request' });
    expect((await like([{ kind: 'photo', photo: 9999 as PhotoId }])).ids).toHaveLength(0);
  });
});
