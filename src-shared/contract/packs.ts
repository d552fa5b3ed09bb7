// Encoders from outside, which all libraries share. Trying one on a library and using it: training.ts.

/** A pack that was added. */
export interface PackState {
  /** As in `EncoderVersion.pack`. */
  readonly id: string;
  readonly name: string;
  /** Where it comes from, for people. */
  readonly source: string;
  readonly licence: string;
  /** Pixels that it takes of a photo, and numbers that it gives. */
  readonly side: number;
  readonly dimensions: number;
  /** Whether photos can be searched by words with it. */
  readonly words: boolean;
  /** Of its files. */
  readonly bytes: number;
}

/** Files of a pack being sent are in parts of at most so many bytes. */
export const MOST_PART_BYTES = 4_000_000;

/** Requests about packs. A page sends the files of one, then has it added. */
export interface PackRequests {
  'packs.list': { input: null; output: readonly PackState[] };
  /** Takes the next bytes of a file, of those of one `upload` that the page named. */
  'packs.receive': { input: { readonly upload: string; readonly file: string; readonly bytes: Uint8Array }; output: null };
  /** Checks, tries and adds what was received. Refuses (`pack-refused`) what is no pack that can be used; either way what was received is gone. */
  'packs.add': { input: { readonly upload: string }; output: PackState };
  /** Stops adding, or forgets what was received. */
  'packs.cancel': { input: { readonly upload: string }; output: null };
  /** Refuses (`bad-request`) one that a library uses. */
  'packs.remove': { input: { readonly id: string }; output: null };
}
