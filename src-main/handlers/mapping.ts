// Requests about maps.

import type { LibraryHandlers } from '../../src-shared/contract.ts';
import type { Library } from '../library/library.ts';
import { readMapFacts } from '../store/map-facts.ts';

type Handlers = LibraryHandlers<Pick<Library, 'maps' | 'store'>>;

export const mapHandlers: { readonly [N in keyof Handlers as N extends `map.${string}` ? N : never]: Handlers[N] } = {
  'map.read': ({ maps }, { lensId, method }) => maps.read(lensId, method),
  'map.start': async ({ maps }, { lensId, method }) => maps.start(lensId, method),
  'map.cancel': async ({ maps }) => (maps.cancel(), null),
  'map.facts': ({ store }) => readMapFacts(store)
};
