// What methods and colourings of maps are called.

import type { MapMethod } from '../../src-shared/mapping/map.ts';
import type { MessageKey } from '../messages/messages.svelte.ts';
import type { Colouring } from './colouring.ts';

export const methodNames: Readonly<Record<MapMethod, { readonly name: MessageKey; readonly what: MessageKey }>> = {
  umap: { name: 'map.method.umap', what: 'map.method.umap.what' },
  tsne: { name: 'map.method.tsne', what: 'map.method.tsne.what' },
  pca: { name: 'map.method.pca', what: 'map.method.pca.what' },
  autoencoder: { name: 'map.method.autoencoder', what: 'map.method.autoencoder.what' }
};

export const colouringNames: Readonly<Record<Colouring, MessageKey>> = {
  group: 'map.by.group', date: 'map.by.date', folder: 'map.by.folder', camera: 'map.by.camera', certainty: 'map.by.certainty', stars: 'map.by.stars'
};
