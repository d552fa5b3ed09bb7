// Identifies a folder of a library in its database.

/** Row id of a folder in its library. */
export type FolderId = number & { readonly __brand: 'FolderId' };
/** The folder that every library starts with. */
export const FIRST_FOLDER = 1 as FolderId; // the id given by the migration
