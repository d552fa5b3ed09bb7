// Requests about actions on files: previewed, performed and taken back as plans.

import type { LibraryHandlers } from '../../src-shared/contract.ts';
import type { Library } from '../library/library.ts';

type Handlers = LibraryHandlers<Library>;

export const planHandlers: { readonly [N in keyof Handlers as N extends `plans.${string}` ? N : never]: Handlers[N] } = {
  'plans.preview': ({ filing }, request) => filing.preview(request),
  'plans.start': async ({ filing }, { draft, heirs }) => filing.start(draft, heirs),
  'plans.cancel': async ({ filing }) => (filing.cancel(), filing.progress),
  'plans.resume': async ({ filing }, { id }) => filing.resume(id),
  'plans.undo': async ({ filing }, { id }) => filing.undo(id),
  'plans.list': async ({ filing }) => filing.list(),
  'plans.read': async ({ filing }, { id }) => filing.read(id)
};
