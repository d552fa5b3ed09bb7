// Albums; what other programs say of the photos. The shapes are in albums/ and exchange/.

import type { Album, AlbumChange, AlbumId, AlbumPhotos, AlbumRule } from '../albums/album.ts';
import type { Choice, Found, Taken } from '../exchange/import.ts';
import type { PhotoId } from '../ids.ts';

/** Requests about albums. */
export interface AlbumRequests {
  /** Albums that are not deleted, in their order. */
  'albums.list': { input: null; output: readonly Album[] };
  /** A new album behind the others; `rule`: a smart one, whose photos are not given. All refuse (`bad-request`) a name that is empty, and an album that is gone. */
  'albums.create': { input: { readonly name: string; readonly rule: AlbumRule | null; readonly photos: Uint32Array }; output: Album };
  'albums.change': { input: { readonly id: AlbumId; readonly change: AlbumChange }; output: Album };
  /** Puts the albums into this order. */
  'albums.arrange': { input: { readonly ids: readonly AlbumId[] }; output: null };
  /** Deletes it until it is restored; its photos stay in the library. */
  'albums.delete': { input: { readonly id: AlbumId }; output: null };
  'albums.restore': { input: { readonly id: AlbumId }; output: null };
  /** The photos that are in the library now, in the order the album shows them. */
  'albums.photos': { input: { readonly id: AlbumId }; output: Uint32Array };
  /** Puts photos behind the others, or before one of them; those it holds move there. Refuses smart albums, as do the next two. */
  'albums.add': { input: { readonly id: AlbumId; readonly photos: Uint32Array; readonly before: PhotoId | null }; output: AlbumPhotos };
  'albums.remove': { input: { readonly id: AlbumId; readonly photos: Uint32Array }; output: AlbumPhotos };
  /** Gives it exactly these, as `AlbumPhotos` has them: undo and redo. */
  'albums.fill': { input: { readonly id: AlbumId; readonly photos: Uint32Array }; output: AlbumPhotos };
  /** The albums that hold a photo. */
  'albums.of': { input: { readonly photo: PhotoId }; output: readonly AlbumId[] };
}

/** Requests about what other programs say. */
export interface ImportRequests {
  /** What other programs, or the folders, say of the photos: in this folder, or in the library's own (`null`). Changes nothing. */
  'import.look': { input: { readonly from: string | null }; output: Found };
  /** Takes over what was chosen of the last look. Refuses (`bad-request`) an earlier one. */
  'import.take': { input: Choice; output: Taken };
}
