// Photos, and files that are none.

import type { LensId, PhotoId } from '../ids.ts';
import type { PhotoFile } from '../photo.ts';
import type { IndexProgress } from './indexing.ts';

/** All photos in the library now, as parallel columns (60,000 rows cross in one message). */
export interface PhotoTable {
  readonly ids: Uint32Array;
  readonly widths: Uint32Array;
  readonly heights: Uint32Array;
  /** Capture time, milliseconds since 1970 in the camera's local time; NaN where unknown. */
  readonly takenAt: Float64Array;
  /** Ids of photos that are there as a raw file and as a picture; left out where there are none. */
  readonly paired?: Uint32Array;
}

/** What a date was found in, best first: metadata of the file, a sidecar, the names of the file or of its folders. */
export type DateSource = 'exif' | 'xmp' | 'iptc' | 'sidecar' | 'name' | 'folder';

/** A file, and whether it is a raw file for which the picture of the same shot stands. */
export interface FileOfPhoto extends PhotoFile {
  readonly raw?: true;
}

export interface PhotoDetails {
  readonly id: PhotoId;
  /** SHA-256 of the content of the file whose facts these are, lower-case hex. */
  readonly hash: string;
  /** SHA-256 of the encoded picture data without metadata; `null` until computed. */
  readonly picture: string | null;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly bytes: number;
  readonly takenAt: number | null;
  /** What says so. */
  readonly takenFrom: DateSource | null;
  /** Whether only the day is known: the time is noon. */
  readonly takenDay: boolean;
  /** Whether the picture ends before it should: the rest of it is grey. */
  readonly incomplete: boolean;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly camera: string | null;
  /** Model of the camera's lens. */
  readonly optics: string | null;
  /** Several if there are copies or a raw file; those in offline folders come last, raw files after the picture that stands for them. */
  readonly files: readonly FileOfPhoto[];
}

export interface Neighbour {
  readonly id: PhotoId;
  readonly distance: number;
}

export type ProblemCode =
  | 'empty' | 'not-a-photo' | 'unsupported' | 'damaged' | 'truncated' | 'too-large' | 'unreadable' | 'vanished' | 'timeout';

export interface Problem extends PhotoFile {
  readonly code: ProblemCode;
  /** The decoder's or system's own message, in English. */
  readonly detail: string;
  readonly attempts: number;
}

/** Requests about photos. */
export interface PhotoRequests {
  'photos.list': { input: null; output: PhotoTable };
  /** The listed photos that were first seen at or after that time (milliseconds since 1970). */
  'photos.added': { input: { since: number }; output: Uint32Array };
  /** Where each of these photos is, the first of its files; `null` for a photo that is not here now. At most a thousand. */
  'photos.files': { input: { readonly ids: readonly PhotoId[] }; output: readonly (PhotoFile | null)[] };
  /** Where each of these photos was taken: latitude and longitude in degrees one after the other, NaN where unknown. At most a thousand. */
  'photos.places': { input: { readonly ids: readonly PhotoId[] }; output: Float64Array };
  'photo.details': { input: { readonly id: PhotoId }; output: PhotoDetails };
  /** Nearest photos by the lens's metric, nearest first. */
  'photo.neighbours': { input: { readonly lensId: LensId; readonly id: PhotoId; readonly count: number }; output: readonly Neighbour[] };
  'problems.list': { input: null; output: readonly Problem[] };
  /** Reads every problem file again. */
  'problems.retry': { input: null; output: IndexProgress };
}
