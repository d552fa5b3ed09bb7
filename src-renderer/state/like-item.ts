// What photos are searched by: photos of the library, images from elsewhere, parts of photos, words. Plain data, which rides on the browser's history.

import type { ImageLook, LikeWhat, PhotoId, WordsLook } from '../../src-shared/contract.ts';

export type LikeItem =
  | { readonly kind: 'words'; readonly words: string; readonly look: WordsLook }
  | { readonly kind: 'photo'; readonly photo: PhotoId }
  | { readonly kind: 'image'; readonly name: string; /** It is a part of that photo. */ readonly partOf: PhotoId | null; readonly look: ImageLook; readonly thumbnail: Uint8Array };

/** What the main side is asked. */
export function whatOf(item: LikeItem): LikeWhat {
  if (item.kind === 'words') return { kind: 'words', look: item.look };
  return item.kind === 'photo' ? item : { kind: 'image', look: item.look };
}

/** What the screen of alike photos is about, wherever the user came from. */
export function itemsOf({ like, images = [] }: { readonly like?: PhotoId | undefined; readonly images?: readonly LikeItem[] | undefined }): readonly LikeItem[] {
  return like === undefined ? images : [{ kind: 'photo', photo: like }];
}

/** Whether a history that may be of an earlier version holds items. */
export function areItems(value: unknown): value is readonly LikeItem[] {
  return Array.isArray(value) && value.length > 0 && value.every((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('kind' in item)) return false;
    if (item.kind === 'photo') return 'photo' in item && typeof item.photo === 'number';
    if (item.kind === 'words') return value.length === 1 && 'words' in item && typeof item.words === 'string' && 'look' in item;
    return item.kind === 'image' && 'look' in item && 'thumbnail' in item && item.thumbnail instanceof Uint8Array;
  });
}
