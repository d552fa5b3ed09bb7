// What readers.ts and the processes it starts (reader-worker.ts) tell each other.
import type { ProblemCode, Region } from '../../src-shared/contract.ts';
import type { Held, ReadOutcome } from './read.ts';
import type { ImageFrom } from './read-part.ts';

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

export type ReaderAnswer =
  | { readonly kind: 'read'; readonly outcome: ReadOutcome }
  | { readonly kind: 'render'; readonly jpeg: Uint8Array }
  | { readonly kind: 'part'; readonly thumbnail: Uint8Array; readonly pixels: Uint8Array }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly detail: string };
