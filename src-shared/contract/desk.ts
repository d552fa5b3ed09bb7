// What a page asks of its desk, which makes the groups that it shows (src-shared/desk), and what it is answered.

import type { GroupId, JudgmentId, LensId, PhotoId } from '../ids.ts';
import type { FeatureName, SavedColumns } from './grouping.ts';
import type { Judgment } from './judgments.ts';

/** The host adds the space and what is stored to those that need them. */
export type GroupsRequest =
  /** Another library or its first space: earlier groups come from the store. What was learned since is left to `learn`. */
  | { readonly kind: 'start'; readonly judgments: readonly Judgment[] }
  /** Compares what was learned with the groups that were stored: opening moves nothing. */
  | { readonly kind: 'learn' }
  /** The points changed. */
  | { readonly kind: 'space' }
  | { readonly kind: 'judgments'; readonly judgments: readonly Judgment[] }
  /** Cuts there; what is offered is counted anew by `compare`. */
  | { readonly kind: 'height'; readonly height: number }
  /** The slider came to rest: what was learned is compared with the groups that it left. */
  | { readonly kind: 'compare' }
  | { readonly kind: 'rename'; readonly group: GroupId; readonly name: string | null }
  /** What another page stored: its names, and its height unless that was changed here. Names given here go before its own. */
  | { readonly kind: 'merge'; readonly renamed: readonly Renamed[]; readonly keepHeight: boolean }
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
  | { readonly kind: 'distances' }
  /** Asks for the covers of groups at places of an edition. */
  | { readonly kind: 'covers'; readonly edition: number; readonly places: Uint32Array };

/** The group of that photo was given a name, or lost it. */
export interface Renamed {
  readonly photo: PhotoId;
  readonly name: string | null;
}

export interface Grouped {
  /** Of the newest space that is known. */
  readonly revision: number;
  /** Of the columns: another one whenever the groups are. */
  readonly edition: number;
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

/** Groups as parallel columns: thousands of groups cross in a few buffers, and nothing is made for a group until it is drawn. */
export interface GroupColumns {
  /** One per group of two or more photos, in the order to show them. */
  readonly ids: Uint32Array;
  /** Where each group's photos end in `photos`. */
  readonly ends: Uint32Array;
  readonly photos: Uint32Array;
  /** Four per group, best first; 0 where there are fewer, and four times where they have to be asked for. */
  readonly covers: Uint32Array;
  /** Given by the user. */
  readonly names: SavedColumns['names'];
  /** Photos that are alone. */
  readonly singles: Uint32Array;
}

/** How far near photos are apart. */
export interface Distances {
  /** Pairs of near photos, each once, in bins of equal width from 0 to `range`. */
  readonly counts: Uint32Array;
  /** The height at which the slider ends; pairs farther apart are left out of `counts`. */
  readonly range: number;
  /** Distances of judged pairs, ascending, none above `range`: a pair that is farther apart stands at its end. */
  readonly similar: Float32Array;
  readonly different: Float32Array;
}

/** Why photos are together or not. */
export interface Explanation {
  /** Between 0 and 1; the mean over all pairs of a group, or over `sample` of them. Judgments play no part in it. */
  readonly probability: number;
  /** Pairs that were drawn to stand for all; `null` where all were measured. */
  readonly sample: number | null;
  /**
   * Largest first. `share` of the squared distance, adding up to 1; `likeness`: 1 where they do not differ in it, 0 where unrelated photos differ
   * no more; `alike`: by how much they are nearer in it than unrelated photos, as a part of the squared distance of those.
   */
  readonly features: readonly { readonly name: FeatureName; readonly share: number; readonly likeness: number; readonly alike: number }[];
  readonly relation: 'together' | 'apart' | 'open';
  /** Those that put the photos together or hold them apart, oldest first. */
  readonly judgments: readonly JudgmentId[];
}

/** How things stand. */
export interface Standing {
  /** Pairs of photos that judgments put together or hold apart, said or implied. */
  readonly settled: number;
  /** Photos of groups, or alone, about which there is at least one judgment. Merging groups never makes it smaller. */
  readonly placed: number;
}

export type Question =
  /** Are these two alike? `probability`: the predicted one, 0 … 1. */
  | { readonly kind: 'pair'; readonly photos: readonly [PhotoId, PhotoId]; readonly probability: number }
  /** Is the second or the third closer to the first? */
  | { readonly kind: 'ranking'; readonly photos: readonly [PhotoId, PhotoId, PhotoId] };

/** Which of these are odd? */
export interface Sheet {
  readonly kind: 'sheet';
  /** The one that the others are compared with, the rest of its group, then photos of other groups; in both parts the most doubtful first. */
  readonly photos: readonly PhotoId[];
  /** How many are of the group that the first stands for, 1 or more. */
  readonly own: number;
  /** The others are of one group: the sheet proposes to merge two. */
  readonly merge: boolean;
  /** The photo that stands for its group, or those for the two that it proposes to merge: by their key it is skipped. */
  readonly standing: readonly PhotoId[];
  /** How likely the others belong with the first, on average, 0 … 1. */
  readonly probability: number;
}

/** What each is answered with; `drawn`: as the column of covers, `null` where the groups are of another edition by now. */
export type GroupsAnswer = Grouped | SavedColumns | readonly Question[] | readonly Sheet[] | { readonly explanation: Explanation | null } | Standing | Distances | ShownChanges | { readonly suggested: number } | { readonly drawn: Uint32Array | null };

/** Requests to a desk. */
export interface DeskRequests {
  /**
   * `desk`: a name that the page made up, a new one for each desk; `turn`: 1 for its first message, and so on: messages are taken in this order, however they
   * arrive. `null` where there is nothing to group. Fails with `desk-gone` where the desk is not there any more: a page that was away begins another.
   */
  'groups.ask': { input: { readonly page: string; readonly desk: string; readonly turn: number; readonly lensId: LensId; readonly message: GroupsRequest }; output: GroupsAnswer | null };
  /** The page needs it no longer. */
  'groups.leave': { input: { readonly desk: string }; output: null };
}
