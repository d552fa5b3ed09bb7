// Ids that cross between main and renderer. Branded, so that one kind is never taken for another.

/** Id of a library: stable wherever its folder is. */
export type LibraryId = string & { readonly __brand: 'LibraryId' };
/** Row id of a photo in its library. Stable for the life of the library: a photo is a picture, not a path or a file's bytes. */
export type PhotoId = number & { readonly __brand: 'PhotoId' };
/** Id of a lens: a named metric with its own judgments. */
export type LensId = number & { readonly __brand: 'LensId' };
/** Id of a judgment in the log. */
export type JudgmentId = number & { readonly __brand: 'JudgmentId' };
/** Id of a group that survives small changes of its photos. */
export type GroupId = number & { readonly __brand: 'GroupId' };
/** Id of an album in its library. */
export type AlbumId = number & { readonly __brand: 'AlbumId' };
