// Finding photos like any image: one of the library, a file from elsewhere, or a part of either.

import type { Filter } from '../finding/filter.ts';
import type { LensId, PhotoId } from '../ids.ts';
import type { ProblemCode } from './photos.ts';

/** Largest file that can be searched by, in bytes: larger ones are not sent. */
export const MOST_IMAGE_BYTES = 50_000_000;
/** Most images that are searched by at once. */
export const MOST_IMAGES = 12;
/** Of a part's sides, as a fraction of the picture's. */
export const SMALLEST_PART = 0.01;

/** A part of an upright picture: fractions of its width and height. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What the encoder and the features say of an image. Its time and place are not known. */
export interface ImageLook {
  /** Name of the encoder: looks of another one cannot be compared. */
  readonly encoder: string;
  readonly embedding: Float32Array;
  readonly colour: Float32Array;
  readonly layout: Float32Array;
  readonly texture: Float32Array;
}

/** An image that is not of the library, or a part of one that is. */
export type ImageSource =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'part'; readonly photo: PhotoId; readonly region: Region };

export type SeenImage =
  | { readonly status: 'seen'; readonly look: ImageLook; /** JPEG. */ readonly thumbnail: Uint8Array }
  | { readonly status: 'problem'; readonly code: ProblemCode };

/** What the encoder understands of words. */
export interface WordsLook {
  /** As in `ImageLook`. */
  readonly encoder: string;
  readonly embedding: Float32Array;
}

/** Longest words that are searched by, in characters. */
export const MOST_WORDS = 300;

/** What photos are to be like. Words stand alone: how near they are to a photo is not comparable with how near an image is. */
export type LikeWhat =
  | { readonly kind: 'words'; readonly look: WordsLook }
  | { readonly kind: 'photo'; readonly photo: PhotoId }
  | { readonly kind: 'image'; readonly look: ImageLook };

/** Photos, nearest first, and how far each is. */
export interface LikePhotos {
  readonly ids: Uint32Array;
  readonly distances: Float32Array;
}

/** Requests about what is like what. */
export interface AlikeRequests {
  /** Looks at an image without adding it to the library; stores nothing. */
  'alike.see': { input: ImageSource; output: SeenImage };
  /** What words mean to the encoder in use. Refuses (`bad-request`) where that understands none. */
  'alike.words': { input: { readonly words: string }; output: WordsLook };
  /**
   * The photos nearest to any of `like` by the lens's metric, of those that the filter leaves; photos of `like` are among them, at distance 0. Rejects with
   * `bad-request` where an image was seen by another encoder than the one in use.
   */
  'photos.like': { input: { readonly lensId: LensId; readonly like: readonly LikeWhat[]; readonly filter: Filter | null; readonly count: number }; output: LikePhotos };
}
