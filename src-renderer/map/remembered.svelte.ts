// How the map was last looked at, while the app runs.

import type { MapMethod } from '../../src-shared/mapping/map.ts';
import type { Colouring } from './colouring.ts';
import type { Tool } from './plane-gestures.svelte.ts';

class Remembered {
  tab = $state<'alike' | 'places'>('alike');
  method = $state<MapMethod>('umap');
  colouring = $state<Colouring>('group');
  tool = $state<Tool>('move');
  /** Whether the list is shown beside. */
  list = $state(false);
}

export type Look = Remembered;
export const remembered = new Remembered();
