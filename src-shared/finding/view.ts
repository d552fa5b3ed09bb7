// How groups and photos are shown: in which order, how large, with which titles. Kept for each library.

export const GROUP_SORTS = ['kept', 'size', 'newest', 'oldest', 'certainty', 'name'] as const;
export const PHOTO_SORTS = ['newest', 'oldest', 'name', 'pixels'] as const;
/** What groups without a name of the user's are called by. */
export const TITLE_SCHEMES = ['all', 'folder', 'album', 'date', 'place'] as const;
export type GroupSort = (typeof GROUP_SORTS)[number];
export type PhotoSort = (typeof PHOTO_SORTS)[number];
export type TitleScheme = (typeof TITLE_SCHEMES)[number];
export const [SMALLEST, LARGEST] = [0.5, 2];

export interface View {
  readonly groups: GroupSort;
  readonly photos: PhotoSort;
  readonly titles: TitleScheme;
  /** How large pictures are, as a factor: `SMALLEST` to `LARGEST`. */
  readonly size: number;
  /** Little space between them. */
  readonly dense: boolean;
}

export const USUAL_VIEW: View = { groups: 'kept', photos: 'newest', titles: 'all', size: 1, dense: false };
