// Finding photos: by a filter; what there is to choose from; what titles and orders need to know of each photo.

import type { Filter } from '../finding/filter.ts';
import type { LensId } from '../ids.ts';

/** What can be chosen, each with the photos that have it. */
export interface FindingChoices {
  /** Every folder with photos in it or below, each behind the one it lies in; a photo in several counts in each. */
  readonly folders: readonly { readonly folder: string; readonly path: string; readonly photos: number }[];
  readonly cameras: readonly { readonly name: string; readonly photos: number }[];
  /** Lenses of cameras. */
  readonly optics: readonly { readonly name: string; readonly photos: number }[];
  readonly formats: readonly { readonly name: string; readonly photos: number }[];
  /** Most photos first; `country`: its ISO 3166 code. */
  readonly towns: readonly { readonly key: string; readonly name: string; readonly country: string; readonly photos: number }[];
  /** Newest first. */
  readonly years: readonly { readonly year: number; readonly photos: number }[];
  readonly undated: number;
  readonly photos: number;
}

/** What titles and orders need of photos, as parallel columns: 100,000 cross in one message. */
export interface TitleColumns {
  readonly ids: Uint32Array;
  /** Places in `folderNames` of the folder of each photo's first file. */
  readonly folders: Uint32Array;
  /** Absolute folder of the library, and the path below it. */
  readonly folderNames: readonly { readonly folder: string; readonly path: string }[];
  /** Places in `townNames`, of which the first is '': none. */
  readonly towns: Uint32Array;
  readonly townNames: readonly string[];
  /** Places in `albumNames`, likewise: the album put together by hand, of several the one with fewest photos. */
  readonly albums: Uint32Array;
  readonly albumNames: readonly string[];
  /** The place of each photo's first file in the order of file names, in which IMG_2 comes before IMG_10. */
  readonly nameRanks: Uint32Array;
}

/** Requests about finding photos. */
export interface FindingRequests {
  /**
   * Photos that meet a filter, newest first, those without a date last; `best`: those first in which the words cover most. Groups and judgments
   * are those of the lens. Answers from what was known at the last look at the library: `finding.changed` tells of a newer one.
   */
  'photos.find': { input: { readonly filter: Filter; readonly lensId: LensId; readonly best?: boolean }; output: Uint32Array };
  'finding.choices': { input: null; output: FindingChoices };
  'photos.columns': { input: null; output: TitleColumns };
  /** How likely each photo is alike its nearest one in its group, 0 to 1; NaN where nothing is known of that. */
  'photos.certainty': { input: { readonly lensId: LensId }; output: { readonly ids: Uint32Array; readonly certainty: Float32Array } };
}
