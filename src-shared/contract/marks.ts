// Flags, stars, labels and favourites.

import type { Mark } from '../marks/mark.ts';

/** Marks of photos as parallel columns (100,000 cross in one message): each packed into a number, and whether the user gave it (src-shared/marks/packed). */
export interface MarkTable {
  readonly ids: Uint32Array;
  readonly marks: Uint16Array;
}

/** What a change of marks came to. */
export interface MarksChange {
  /** The marks of before, for `marks.restore`. */
  readonly earlier: MarkTable;
  readonly now: MarkTable;
}

/** Requests about marks. */
export interface MarkRequests {
  /** Every mark of the library: photos that are not listed have none. */
  'marks.read': { input: null; output: MarkTable };
  /** Changes the given parts of the marks of any number of photos; unknown ids are left out. */
  'marks.write': { input: { readonly ids: Uint32Array; readonly change: Partial<Mark> }; output: MarksChange };
  /** Undoes a change: each photo gets the mark it had, and one that had none of the user's goes back to that of its file. */
  'marks.restore': { input: MarkTable; output: MarksChange };
}
