// What readers.ts and the processes it starts (reader-worker.ts) tell each other.
import type { ProblemCode, Region } from '../../src-shared/contract.ts';
import type { Held, ReadOutcome } from './read.ts';
import type { ImageFrom } from './read-part.ts';

/** Resident memory above which a process is replaced once it has answered: that of WebAssembly only grows. */
export const SPENT_BYTES = 300e6;

export interface ReaderData {
  /** Resident memory at which a process ends itself. */
  readonly mostBytes: number;
}

export type ReaderRequest =
  | { readonly kind: 'read'; readonly path: string; readonly timeoutMs: number }
  | { readonly kind: 'render'; readonly path: string; readonly timeoutMs: number; readonly longerSide: number }
  | { readonly kind: 'part'; readonly from: ImageFrom; readonly region: Region; readonly timeoutMs: number };

/** What a process asks about the photo that it reads. */
export type ReaderQuestion =
  | { readonly kind: 'hold'; readonly what: Held; readonly bytes: number }
  | { readonly kind: 'known'; readonly content: string }
  | { readonly kind: 'seen'; readonly content: string; readonly picture: string };

/** What it answers, and the resident memory it is left with. */
export type ReaderAnswer = { readonly resident: number } & ReaderResult;

export type ReaderResult =
  | { readonly kind: 'read'; readonly outcome: ReadOutcome }
  | { readonly kind: 'render'; readonly jpeg: Uint8Array }
  | { readonly kind: 'part'; readonly thumbnail: Uint8Array; readonly pixels: Uint8Array }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly detail: string };
