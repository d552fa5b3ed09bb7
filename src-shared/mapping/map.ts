// A map: every photo at its place in the plane, as a lens sees it. How maps are made: learning/projections.

import type { LensId } from '../ids.ts';

/** The ways to make a map, the usual one first. */
export const MAP_METHODS = ['umap', 'tsne', 'pca', 'autoencoder'] as const;
export type MapMethod = (typeof MAP_METHODS)[number];

export interface PhotoMap {
  readonly method: MapMethod;
  readonly ids: Uint32Array;
  /** x and y of each photo one after the other; the unit means nothing. */
  readonly positions: Float32Array;
  /** How clearly the lens tells, of each photo's nearest neighbours, whether they are alike: 0 (guesses) … 1; NaN where it cannot be said. */
  readonly certainty: Float32Array;
  /** See learning/projections/quality: 0 … 1. */
  readonly trustworthiness: number;
  readonly continuity: number;
  /** What making it took. */
  readonly seconds: number;
  /** Photos that were placed later between their neighbours. */
  readonly placed: number;
}

export interface MapProgress {
  readonly lensId: LensId;
  readonly method: MapMethod;
  readonly phase: 'running' | 'done' | 'cancelled' | 'failed';
  /** 0 … 1. */
  readonly share: number;
  /** Why it failed, in English; else `null`. */
  readonly reason: string | null;
}

/** What a map can be coloured by besides what pages know already. Parallel columns. */
export interface MapFacts {
  readonly ids: Uint32Array;
  /** Places in `folders`: the folder of the first file. */
  readonly folder: Uint32Array;
  readonly folders: readonly string[];
  /** Places in `cameras`; 0 for none, whose name is empty. */
  readonly camera: Uint32Array;
  readonly cameras: readonly string[];
  /** Degrees; NaN where unknown. */
  readonly latitudes: Float64Array;
  readonly longitudes: Float64Array;
}
