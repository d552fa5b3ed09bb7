// Requests about albums.

import type { LibraryHandlers } from '../../src-shared/contract.ts';
import type { Library } from '../library/library.ts';

type Handlers = LibraryHandlers<Pick<Library, 'albums'>>;

export const albumHandlers: { readonly [N in keyof Handlers as N extends `albums.${string}` ? N : never]: Handlers[N] } = {
  'albums.list': ({ albums }) => albums.list(),
  'albums.create': ({ albums }, { name, rule, photos }) => albums.create(name, rule, photos),
  'albums.change': ({ albums }, { id, change }) => albums.change(id, change),
  'albums.arrange': async ({ albums }, { ids }) => (albums.arrange(ids), null),
  'albums.delete': async ({ albums }, { id }) => (albums.delete(id), null),
  'albums.restore': async ({ albums }, { id }) => (albums.restore(id), null),
  'albums.photos': ({ albums }, { id }) => albums.photos(id),
  'albums.add': ({ albums }, { id, photos, before }) => albums.add(id, photos, before),
  'albums.remove': ({ albums }, { id, photos }) => albums.remove(id, photos),
  'albums.fill': ({ albums }, { id, photos }) => albums.fill(id, photos),
  'albums.of': async ({ albums }, { photo }) => albums.of(photo)
};
