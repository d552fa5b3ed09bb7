// Albums: photos that the user put together by hand, or that a rule puts together. They say nothing about likeness: nothing learns from them.
import type { Filter } from '../finding/filter.ts';
import type { AlbumId, GroupId, LensId, PhotoId } from '../ids.ts';
import type { MarkWish } from '../marks/wish.ts';

export type { AlbumId } from '../ids.ts';

/**
 * What a smart album holds: the photos with certain marks, those of a group, however it changes, or what a filter finds. A group that was
 * dissolved is the one now that has most of its photos.
 */
export type AlbumRule =
  | { readonly kind: 'marks'; readonly wish: MarkWish }
  | { readonly kind: 'group'; readonly lensId: LensId; readonly group: GroupId }
  /** Groups and judgments that it asks for are those of the lens. */
  | { readonly kind: 'filter'; readonly lensId: LensId; readonly filter: Filter };

/** In which order an album shows its photos: as arranged by hand, or by when they were taken. */
export type AlbumSort = 'own' | 'oldest' | 'newest';

export interface Album {
  readonly id: AlbumId;
  readonly name: string;
  /** `null`: put together by hand. */
  readonly rule: AlbumRule | null;
  /** Chosen, else the first; `null` if it is empty. */
  readonly cover: PhotoId | null;
  /** Photos that are in the library now. */
  readonly photos: number;
  readonly sort: AlbumSort;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

export interface AlbumChange {
  readonly name?: string;
  /** `null`: the first again. */
  readonly cover?: PhotoId | null;
  readonly sort?: AlbumSort;
  readonly rule?: AlbumRule;
}

/** All photos of an album in their own order, before and after a change; `before` brings it back. */
export interface AlbumPhotos {
  readonly before: Uint32Array;
  readonly now: Uint32Array;
}
