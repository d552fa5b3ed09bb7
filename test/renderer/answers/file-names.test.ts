import { expect, it } from 'vitest';
import { FileNames } from '../../../src-renderer/answers/file-names.svelte.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { FakeBridge } from '../fake-bridge.ts';

it('reads the files of many photos in slices, each photo once', async () => {
  const bridge = new FakeBridge({ photos: 1200 });
  const names = new FileNames(bridge);
  const ids = Array.from({ length: 1201 }, (_, at) => (at + 1) as PhotoId);
  expect(names.of(ids[0]!)).toBeUndefined();
  await Promise.all([names.read([...ids, ...ids]), names.read(ids.slice(0, 3))]);
  const sizes = bridge.asked.filter(({ name }) => name === 'photos.files').map(({ input }) => (input as { ids: unknown[] }).ids.length);
  expect(sizes).toEqual([500, 500, 201]);
  expect(names.of(ids[999]!)?.path).toBe('Norway/DSCF1000.jpg');
  expect(names.of(ids[1200]!)).toBeNull();
  expect(names.known).toBe(1201);
});

it('tells of more a few times, not for each slice, and of what was read before a failure', async () => {
  const slices = 60;
  const told: number[] = [];
  const names = new FileNames({
    request: async (_name: string, input: unknown) => {
      told.push(names.known);
      if (told.length > slices) throw new Error('gone');
      return (input as { ids: readonly PhotoId[] }).ids.map((id) => ({ path: `${id}.jpg` })) as never; // all that is asked for
    }
  });
  await expect(names.read(Array.from({ length: 500 * slices + 1 }, (_, at) => at as PhotoId))).rejects.toThrow('gone');
  expect(new Set(told).size).toBeLessThanOrEqual(Math.ceil(Math.log2(slices)) + 1);
  expect(names.known).toBe(500 * slices);
  expect(names.of(7 as PhotoId)?.path).toBe('7.jpg');
});
