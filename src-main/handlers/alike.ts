// Requests about what is like what.

import type { LibraryHandlers } from '../../src-shared/contract.ts';
import type { AlikeRequests } from '../../src-shared/contract/alike.ts';
import type { Library } from '../library/library.ts';

export const alikeHandlers: Pick<LibraryHandlers<Pick<Library, 'alike'>>, keyof AlikeRequests | 'photo.neighbours'> = {
  'photo.neighbours': ({ alike }, { lensId, id, count }) => alike.neighbours(id, count, lensId),
  'alike.see': ({ alike }, source) => alike.see(source),
  'alike.words': ({ alike }, { words }) => alike.understand(words),
  'photos.like': ({ alike }, { lensId, like, filter, count }) => alike.like(lensId, like, { filter, count })
};
