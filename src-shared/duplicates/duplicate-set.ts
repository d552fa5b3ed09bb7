// What the Duplicates screen and `kindred duplicates` are about: files of one picture, or of one shot, of which some need not be kept.
import type { PhotoId } from '../ids.ts';
import type { Difference } from '../learning/copies/likeness.ts';
import type { KeeperFile, KeeperOrder, KeeperRule } from '../keepers/rules.ts';

/**
 * Files with the same bytes; files of the same picture, whatever their metadata, format, size and quality; photos of the same shot: bursts, brackets,
 * edits, turned and mirrored copies. A later kind includes what the earlier ones join.
 */
export type DuplicateKind = 'identical' | 'same-picture' | 'same-shot';
export const DUPLICATE_KINDS: readonly DuplicateKind[] = ['identical', 'same-picture', 'same-shot'];

/** How a file relates to the keeper of its set. */
export type Relation =
  | 'same-bytes'
  /** The same picture data; only metadata differ. */
  | 'other-metadata'
  | 'smaller' | 'larger' | 'other-format' | 'compressed'
  | Difference;

export interface DuplicateFile extends KeeperFile {
  /** Row of the file, stable while it stays where it is. */
  readonly id: number;
  readonly photo: PhotoId;
  /** SHA-256 of its bytes, lower-case hex. */
  readonly content: string;
  /** None for the keeper. */
  readonly relations: readonly Relation[];
  /** What of time, place and camera it has and the keeper lacks. */
  readonly only: readonly ('time' | 'place' | 'camera')[];
}

/** What the user decided about a set: keep these files of it, whose ids are given, or that it is none. */
export type Decision = { readonly kind: 'keep'; readonly files: readonly number[] } | { readonly kind: 'not-the-same' };

export interface DuplicateSet {
  /** Of its kind and first file: the same while that is in it. */
  readonly id: string;
  readonly kind: DuplicateKind;
  /** Two and more; the proposed keeper first, then those most like it. */
  readonly files: readonly DuplicateFile[];
  /** What spoke for the keeper. */
  readonly reasons: readonly KeeperRule[];
  /** Whether that was learned from earlier choices. */
  readonly learned: boolean;
  /** How sure it is that they are one, 0 … 1. */
  readonly certainty: number;
  /** `null` until the user decided. */
  readonly decision: Decision | null;
}

/** A line about a set in a list. */
export interface DuplicateSummary extends Pick<DuplicateSet, 'id' | 'kind' | 'certainty' | 'decision'> {
  readonly files: number;
  /** Its first photos, the keeper's first. */
  readonly photos: readonly PhotoId[];
  /** Bytes of all files but the proposed keeper. */
  readonly spare: number;
}

/** What is known of choosing keepers. */
export interface KeeperHabits {
  readonly order: KeeperOrder;
  /** Choices so far. */
  readonly choices: number;
  /** How many of the last choices what was learned predicts unseen, and how many the order does; `null` while the order is used. */
  readonly learned: { readonly right: number; readonly byOrder: number; readonly of: number } | null;
}
