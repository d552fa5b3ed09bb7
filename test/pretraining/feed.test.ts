import { describe, expect, it } from 'vitest';
import { createFeed, splitPictures } from '../../src-main/pretraining/feed.ts';

/** Pictures that are their own number, but for `broken` ones. */
const pictures = (broken: readonly number[] = []) => ({ read: async (at: number) => (broken.includes(at) ? null : Uint8Array.of(at)) });
const all = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

async function take(feed: ReturnType<typeof createFeed>, batches: number, count: number): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < batches; i++) taken.push(...(await feed.next(count)).pixels);
  return taken;
}

describe('the feed', () => {
  it('gives every picture once, then all of them again in another order', async () => {
    const taken = await take(createFeed({ pictures: pictures(), learn: all(12), seed: 3, given: 0 }), 6, 4);
    expect(taken.slice(0, 12).toSorted((a, b) => a - b)).toEqual([...all(12)]);
    expect(taken.slice(12).toSorted((a, b) => a - b)).toEqual([...all(12)]);
    expect(taken.slice(12)).not.toEqual(taken.slice(0, 12));
  });

  it('goes on where another one stopped, whatever that one had read ahead', async () => {
    const options = { pictures: pictures([5, 11]), learn: all(20), seed: 8, given: 0 };
    const straight = await take(createFeed(options), 10, 6);
    const first = createFeed(options);
    const before = await take(first, 4, 6);
    const after = await take(createFeed({ ...options, given: first.given }), 6, 6);
    expect([...before, ...after]).toEqual(straight);
    expect(straight).not.toContain(5);
  });

  it('gives up where no picture can be decoded', async () => {
    await expect(createFeed({ pictures: pictures([0, 1, 2]), learn: all(3), seed: 1, given: 0 }).next(2)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('splitting pictures', () => {
  it('holds a tenth out, never more than asked for, the same ones for the same seed', () => {
    const { heldOut, learn } = splitPictures(50, 4);
    expect(heldOut).toHaveLength(5);
    expect([...heldOut, ...learn].toSorted((a, b) => a - b)).toEqual([...all(50)]);
    expect(splitPictures(50, 4)).toEqual({ heldOut, learn });
    expect(splitPictures(50, 5).heldOut).not.toEqual(heldOut);
    expect(splitPictures(50, 4, 3).heldOut).toHaveLength(3);
  });
});
