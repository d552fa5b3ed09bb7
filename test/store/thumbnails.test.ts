import { expect, it } from 'vitest';
import { readThumbnail, writeThumbnails } from '../../src-main/store/thumbnails.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { madeHash, madeStore, writeMade } from './made-store.ts';

it('returns the newest thumbnail of a photo, and none for an unknown one', () => {
  const store = madeStore();
  const id = writeMade(store, ['a.jpg']).get('a.jpg')!;
  writeThumbnails(store, [{ hash: madeHash('a.jpg'), data: Buffer.from('newer') }, { hash: madeHash('not yet a photo'), data: Buffer.from('early') }]);
  expect(readThumbnail(store, id)?.toString()).toBe('newer');
  expect(readThumbnail(store, 99 as PhotoId)).toBeNull();
});
