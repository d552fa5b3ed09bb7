// What was found of other programs' albums, keywords and marks, before anything is taken over, and what became of it.
import type { AlbumId } from '../albums/album.ts';
import type { JudgmentId, LensId, PhotoId } from '../ids.ts';

/**
 * Where photos that belong together were found: an album of another program, a keyword, a group that Kindred wrote, a folder with the photos
 * directly in it, or a folder of one level with all below it.
 */
export type FoundKind = 'album' | 'keyword' | 'group' | 'folder' | 'level';

/** Photos that some program, or the folders, keep together: each could become an album. */
export interface FoundSet {
  /** Its place in the list. */
  readonly at: number;
  readonly kind: FoundKind;
  readonly name: string;
  /** What it is part of: the keywords above it, or the path of a folder. */
  readonly path: string;
  /** Of a `level`: how deep, from 1. */
  readonly level: number;
  readonly photos: number;
  /** A few of them. */
  readonly some: readonly PhotoId[];
  /** An album of that name that is there already, which would get the photos. */
  readonly album: AlbumId | null;
}

/** How many photos bear which marks; a photo may count in each. */
export interface FoundMarks {
  readonly photos: number;
  readonly stars: number;
  readonly labels: number;
  readonly flags: number;
  readonly favourites: number;
  /** Photos whose own mark the user has given here: they keep it. */
  readonly left: number;
}

export interface Found {
  /** Names this look, for `import.take`. */
  readonly look: string;
  readonly sets: readonly FoundSet[];
  readonly marks: FoundMarks;
  /** Photo files that were looked at, and those elsewhere whose photo is not in the library. */
  readonly files: number;
  readonly strangers: number;
  /** Sidecars that could not be read. */
  readonly unreadable: number;
  /** Photos without a date or a place here for which Google knows one: there is no room for it yet. */
  readonly dates: number;
  readonly places: number;
}

export interface Choice {
  readonly look: string;
  /** Places of sets in the list. */
  readonly sets: readonly number[];
  readonly marks: boolean;
  /** The lens in which each chosen set is also said to be one group, of groups that Kindred wrote only they; `null`: nothing is said. */
  readonly lensId: LensId | null;
}

/** What is needed to take everything back, and to say what was done. */
export interface Taken {
  readonly made: readonly AlbumId[];
  /** Albums that were there, with the photos they had. */
  readonly filled: readonly { readonly id: AlbumId; readonly before: Uint32Array }[];
  /** The marks of before, as `marks.restore` takes them; `left`: photos whose own mark the user has given here. */
  readonly marks: { readonly earlier: { readonly ids: Uint32Array; readonly marks: Uint16Array }; readonly left: number } | null;
  readonly groups: {
    readonly lensId: LensId;
    /** `null` where nothing new was said. */
    readonly step: JudgmentId | null;
    readonly said: number;
    readonly known: number;
    /** Names of the sets that contradict what was said before: they were left out. */
    readonly contradicting: readonly string[];
  } | null;
}
