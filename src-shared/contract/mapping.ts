// Maps of a library. The shapes are in mapping/map.

import type { LensId } from '../ids.ts';
import type { MapFacts, MapMethod, MapProgress, PhotoMap } from '../mapping/map.ts';

/** Requests about maps. */
export interface MapRequests {
  /** The map of a lens as it was last made, `null` before the first; `current`: of the photos and the metric as they are now. */
  'map.read': { input: { readonly lensId: LensId; readonly method: MapMethod }; output: { readonly map: PhotoMap | null; readonly current: boolean; readonly progress: MapProgress | null } };
  /** Makes the map again, or places what is new on it; nothing where it is current. One is made at a time: another that is being made is cancelled. */
  'map.start': { input: { readonly lensId: LensId; readonly method: MapMethod }; output: MapProgress };
  'map.cancel': { input: null; output: null };
  'map.facts': { input: null; output: MapFacts };
}
