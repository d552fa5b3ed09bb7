// What a page asks of the groups desk, and what it answers: the types alone.

import type { GroupId, Judgment, PhotoId, PhotoSpace, SavedColumns } from '../../src-shared/contract.ts';
import type { Question } from '../../src-shared/learning/questions/ask.ts';
import type { Sheet } from '../../src-shared/learning/questions/sheets.ts';
import type { Distances } from './distances.ts';
import type { Explanation } from './explain.ts';
import type { GroupColumns } from './group-table.ts';
import type { Standing } from './standing.ts';

export type GroupsMessage =
  /** Another library or its first space: earlier groups come from the store. What was learned since is left to `learn`. */
  | { readonly kind: 'start'; readonly space: PhotoSpace; readonly judgments: readonly Judgment[]; readonly saved: SavedColumns }
  /** Compares what was learned with the groups that were stored: opening moves nothing. */
  | { readonly kind: 'learn' }
  /** The points changed. */
  | { readonly kind: 'space'; readonly space: PhotoSpace }
  | { readonly kind: 'judgments'; readonly judgments: readonly Judgment[] }
  /** Cuts there; what is offered is counted anew by `compare`. */
  | { readonly kind: 'height'; readonly height: number }
  /** The slider came to rest: what was learned is compared with the groups that it left. */
  | { readonly kind: 'compare' }
  | { readonly kind: 'rename'; readonly group: GroupId; readonly name: string | null }
  /** What another page stored: its names, and its height unless that was changed here. Names given here go before its own. */
  | { readonly kind: 'merge'; readonly saved: SavedColumns; readonly renamed: readonly Renamed[]; readonly keepHeight: boolean }
  /** Applies what was learned and is offered. */
  | { readonly kind: 'accept' }
  /** Leaves the groups as they are, and does not offer the like again. */
  | { readonly kind: 'decline' }
  /** Takes back what was learned and applied last. */
  | { readonly kind: 'revert' }
  /** Cuts where the groups have the best expected score, now and from now on. */
  | { readonly kind: 'follow' }
  /** Asks for what is to be stored; `stored`: the name of the tree that is stored by now, which is left out. */
  | { readonly kind: 'save'; readonly stored?: string }
  /** Asks what to ask the user next: questions, or sheets; `skipped` by `keyOf`; `among`: about these photos alone, `null` for all. */
  | { readonly kind: 'ask' | 'sheets'; readonly count: number; readonly skipped: readonly string[]; readonly among: Uint32Array | null }
  /** Asks why photos are together or not. */
  | { readonly kind: 'explain'; readonly photos: readonly PhotoId[] }
  /** Asks which groups merge and split by what is offered, or did by what was applied last. */
  | { readonly kind: 'changes' }
  /** Asks for the height that is suggested. */
  | { readonly kind: 'suggest' }
  /** Asks how things stand. */
  | { readonly kind: 'standing' }
  /** Asks how far photos are apart. */
  | { readonly kind: 'distances' };

/** The group of that photo was given a name, or lost it. */
export interface Renamed {
  readonly photo: PhotoId;
  readonly name: string | null;
}

export interface Grouped {
  /** Of the newest space that is known. */
  readonly revision: number;
  readonly columns: GroupColumns;
  readonly height: number;
  /** Slider positions to heights, see `heightAt`. */
  readonly scale: Float64Array;
  /** Estimated share of pairs within groups that are alike; `null` where there is nothing to tell by. */
  readonly precision: number | null;
  /** What was learned and waits for the user's word. */
  readonly offer: Offer | null;
  /** Whether they are cut at the usual level, which takes no looking at answers: `learn` looks at them. */
  readonly usual: boolean;
  /** Photos that moved because of what was learned, unasked because they are few. */
  readonly followed: number;
  /** Whether what was learned and applied last was taken back, as `revert` asks for. */
  readonly reverted: boolean;
}

/** Groups of two or more now, and as they would be. */
export interface Offer {
  readonly before: number;
  readonly after: number;
  /** Photos that would change groups. */
  readonly moved: number;
}

/** A group in a change: how many photos, and a few of them. */
export interface ChangedGroup {
  readonly photos: number;
  readonly covers: readonly PhotoId[];
}

/** Groups that merge, split, or exchange photos. */
export interface ShownChange {
  readonly kind: 'merge' | 'split' | 'move';
  readonly before: readonly ChangedGroup[];
  readonly after: readonly ChangedGroup[];
  readonly moved: number;
}

/** The changes that move most photos, and how many there are in all. */
export interface ShownChanges {
  readonly changes: readonly ShownChange[];
  readonly count: number;
}

/** What each message is answered with. */
export type GroupsAnswer = Grouped | SavedColumns | readonly Question[] | readonly Sheet[] | { readonly explanation: Explanation | null } | Standing | Distances | ShownChanges | { readonly suggested: number };
