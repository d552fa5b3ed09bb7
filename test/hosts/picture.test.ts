// Pictures by address.

import { expect, test } from 'vitest';
import { CodedError } from '../../src-main/failure.ts';
import type { Media } from '../../src-main/hosts/host.ts';
import { findPicture, readPicturePath } from '../../src-main/hosts/picture.ts';

test('reads the library, kind and id, and refuses every other path', () => {
  expect(readPicturePath('/library/sea-1/thumbnail/12')).toEqual({ library: 'sea-1', kind: 'thumbnail', id: 12 });
  expect(readPicturePath('/library/a/photo/4294967295')).toEqual({ library: 'a', kind: 'photo', id: 4294967295 });
  for (const path of ['/thumbnail/1', '/library//thumbnail/1', '/library/../thumbnail/1', '/library/a/b/thumbnail/1', ...['thumbnail/', 'thumbnail/0', 'thumbnail/01', 'photo/4294967296', 'photo/1/', 'photo/1.5', 'photo/1e1', '/photo/1', 'picture/1', 'photo/١'].map((end) => `/library/a/${end}`)]) {
    expect(readPicturePath(path), path).toBeNull();
  }
});

const failing = (error: Error): Media => ({ thumbnail: () => Promise.reject(error), photo: () => Promise.reject(error) });

test('a photo that is gone gives no picture; any other failure is reported', async () => {
  expect(await findPicture(failing(new CodedError('photo-missing', 'gone')), '/library/a/photo/1')).toBeNull();
  expect(await findPicture(failing(new CodedError('no-library', 'closed')), '/library/a/thumbnail/1')).toBeNull();
  await expect(findPicture(failing(new Error('broken')), '/library/a/photo/1')).rejects.toThrow('broken');
});
