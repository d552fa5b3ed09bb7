import { describe, expect, it } from 'vitest';
import { createFeed, type Feed, type FeedOptions, readPhotos } from '../../../src-shared/learning/training/feed.ts';
import { naivelyShuffled } from './naive-order.ts';

const all = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

/** A feed of photos that are their own number, but for `broken` ones. */
function feedOf({ photos = 12, count = 4, broken = [], ...options }: Partial<FeedOptions> & { photos?: number; broken?: readonly number[] } = {}): Feed {
  const read = async (id: number): Promise<Uint8Array | null> => (broken.includes(id) ? null : Uint8Array.of(id));
  return createFeed({ read, ids: all(photos), count, seedOf: (pass) => 3 + pass, unreadable: () => new RangeError('none'), ...options });
}

async function take(feed: Feed, batches: number): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < batches; i++) taken.push(...(await feed.next()).pixels);
  return taken;
}

describe('the feed', () => {
  it('gives every photo once in the order of the first pass, then all again in that of the next', async () => {
    const taken = await take(feedOf(), 6);
    expect(taken).toEqual([...naivelyShuffled([...all(12)], 3), ...naivelyShuffled([...all(12)], 4)]);
    expect(taken.slice(12)).not.toEqual(taken.slice(0, 12));
  });

  it('fills batches across passes, and batches larger than a pass', async () => {
    const order = [0, 1, 2, 3, 4].flatMap((pass) => naivelyShuffled([...all(5)], 3 + pass));
    expect(await take(feedOf({ photos: 5, count: 3 }), 7)).toEqual(order.slice(0, 21));
    expect(await take(feedOf({ photos: 5, count: 8 }), 3)).toEqual(order.slice(0, 24));
  });

  it('resumes where another one stopped, whatever that one had read ahead', async () => {
    const options = { photos: 20, count: 6, broken: [5, 11] };
    const straight = await take(feedOf(options), 10);
    const first = feedOf(options);
    const before = await take(first, 4);
    const after = await take(feedOf({ ...options, given: first.given }), 6);
    expect([...before, ...after]).toEqual(straight);
    expect(straight).not.toContain(5);
  });

  it('gives each photo that can be read its group, in the order it is told', async () => {
    const feed = feedOf({ photos: 6, count: 3, broken: [4], order: (ids, seed) => (seed === 3 ? ids : ids.toReversed()), groupOf: (id) => id % 2 });
    const batches = [await feed.next(), await feed.next(), await feed.next()];
    expect(batches.map(({ pixels }) => [...pixels])).toEqual([[0, 1, 2], [3, 5, 5], [3, 2, 1]]);
    expect(batches.map(({ groups }) => [...groups!])).toEqual([[0, 1, 0], [1, 1, 1], [1, 0, 1]]);
    expect(await feedOf().next()).not.toHaveProperty('groups');
  });

  it('counts skipped photos as given, and photos read ahead not', async () => {
    const feed = feedOf({ broken: naivelyShuffled([...all(12)], 3).slice(0, 2) });
    expect(feed.given).toBe(0);
    await feed.next();
    await Promise.resolve();
    expect(feed.given).toBe(6);
  });

  it('reads the next batch while the current one is in use', async () => {
    const read: number[] = [];
    const feed = feedOf({ read: async (id) => (read.push(id), Uint8Array.of(id)) });
    const { pixels } = await feed.next();
    expect(read).toEqual(naivelyShuffled([...all(12)], 3).slice(0, 8));
    expect([...pixels]).toEqual(read.slice(0, 4));
  });

  it('gives up if no photo can be read, but not before it has tried them all', async () => {
    await expect(feedOf({ photos: 3, broken: [0, 1, 2], count: 2 }).next()).rejects.toThrow('none');
    const [last] = naivelyShuffled([...all(12)], 3).slice(-1);
    expect(await take(feedOf({ broken: [...all(12)].filter((id) => id !== last), count: 2 }), 1)).toEqual([last, last]);
  });

  it('reports a failed read when its batch is requested, and goes on after it', async () => {
    let reads = 0;
    const feed = feedOf({ read: async (id) => {
      if (++reads === 6) throw new Error('the disk was away');
      return Uint8Array.of(id);
    } });
    await feed.next();
    await expect(feed.next()).rejects.toThrow('away');
    expect((await feed.next()).count).toBe(4);
  });

  it('refuses to be made of nothing', () => {
    expect(() => feedOf({ photos: 0 })).toThrow(RangeError);
    expect(() => feedOf({ count: 0 })).toThrow(RangeError);
  });
});

describe('reading photos', () => {
  it('gives those that can be read, in their order', async () => {
    const ids = Uint32Array.from({ length: 70 }, (_, i) => 99 - i);
    const rows = await readPhotos(async (id) => (id % 7 === 0 ? null : Uint8Array.of(id)), ids);
    expect(rows.map(([id]) => id)).toEqual([...ids].filter((id) => id % 7 !== 0));
  });
});
