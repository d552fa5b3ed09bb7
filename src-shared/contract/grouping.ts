// Photos as points, and groups as stored.

import type { GroupId, JudgmentId, LensId, PhotoId } from '../ids.ts';

/**
 * What photos are grouped by: every photo as a point, such that Euclidean distance is the lens's metric,
 * and each point's nearest neighbours. `revision` changes whenever the points do.
 */
export interface PhotoSpace {
  readonly revision: number;
  readonly ids: Uint32Array;
  readonly dims: number;
  /** ids.length × dims, row-major. */
  readonly points: Float32Array;
  readonly k: number;
  /** ids.length × k rows of the neighbours (indices into `ids`), nearest first. */
  readonly neighbours: Uint32Array;
  /** ids.length × k Euclidean distances. */
  readonly distances: Float32Array;
  /** Tree heights (distances) of the granularity levels. */
  readonly levels: GranularityLevels;
  /** What the coordinates mean; without it distances cannot be explained. */
  readonly metric?: SpaceMetric;
  /** Photos that are copies of one picture, as sets: together at every height, as far as no judgment keeps them apart. */
  readonly copies?: readonly (readonly PhotoId[])[];
  /** The same for the same of all of this but the revision and copies; without it nothing that was made from another opening's space is taken for one of this. */
  readonly digest?: string;
  /** Whether it is of some photos of a library alone, and that of all is on its way. */
  readonly sketch?: true;
}

/** A kind of description of a photo (learning/metric/features). */
export type FeatureName = 'encoder' | 'colour' | 'layout' | 'texture' | 'time' | 'place';

/** How a point is composed, and what a distance means to the user. */
export interface SpaceMetric {
  /** Coordinates start … start + dims − 1 belong to one feature group; `share`: its part of the squared distance of unrelated photos; all add up to 1. */
  readonly sections: readonly { readonly name: FeatureName; readonly start: number; readonly dims: number; readonly share: number }[];
  /** P(similar | d) = 1 / (1 + exp(slope · (d − middle))). */
  readonly calibration: { readonly middle: number; readonly slope: number };
  /** Judged pairs and rankings that the metric was fitted to; left out if nothing was judged. */
  readonly answers?: number;
}

/** Tree heights, ascending: below `finest` only equal-looking photos are together, above `coarsest` the slider ends. */
export interface GranularityLevels {
  readonly finest: number;
  readonly sameShot: number;
  readonly sameMoment: number;
  readonly related: number;
  readonly coarsest: number;
  /** The slider's position until the user moves it. */
  readonly default: number;
}

/** A group as last shown, kept so that its id, name and cover survive a new grouping. */
export interface SavedGroup {
  readonly id: GroupId;
  /** The name given by the user; `null` for the automatic name. */
  readonly name: string | null;
  /** `null` where nobody has looked at it yet. */
  readonly cover: PhotoId | null;
  readonly photos: Uint32Array;
}

export interface SavedGrouping {
  /** Height the tree was cut at; `null` for the default. */
  readonly height: number | null;
  readonly groups: readonly SavedGroup[];
}

/** The same as parallel columns: tens of thousands of groups cross as a few buffers. */
export interface SavedColumns extends Pick<SavedGrouping, 'height'> {
  /** What was last offered and declined; left out where nothing was, or something was accepted since. */
  readonly declined?: Declined;
  /** What was known when they were stored; left out where something that was learned still waited. */
  readonly settled?: Settled;
  /** Of the last steps, oldest first; left out where there are none. */
  readonly before?: readonly GroupsBefore[];
  /** One per group. */
  readonly ids: Uint32Array;
  /** 0 where nobody has looked at the group yet. */
  readonly covers: Uint32Array;
  /** Where each group's photos end in `photos`. */
  readonly ends: Uint32Array;
  readonly photos: Uint32Array;
  /** Given by the user; the other groups have their automatic name. */
  readonly names: readonly { readonly group: GroupId; readonly name: string }[];
}

/** Where the slider was suggested to stand, and of what: photos, metric and judgments in one name. */
export interface Settled {
  readonly of: string;
  /** A height. */
  readonly suggested: number;
  /** The tree of the same photos, metric and judgments; left out where it is stored already. */
  readonly tree?: SettledTree;
}

/** As `linkage/tree` has it. */
export interface SettledTree {
  readonly children: Uint32Array;
  readonly heights: Float64Array;
}

/** An offer that was declined. */
export interface Declined {
  /** Photos that it would have moved. */
  readonly moved: number;
  /** What had been learned by then, as `learnedBy` names it. */
  readonly learned: string;
}

/** The groups that judgments made together changed, as they were before: undo brings them back. */
export interface GroupsBefore {
  readonly made: readonly JudgmentId[];
  /** Photos of each. */
  readonly groups: readonly (readonly PhotoId[])[];
}

/** A grouping as stored; `revision` changes with each write. */
export interface StoredGrouping extends SavedColumns {
  readonly revision: number;
}

/** Requests about stored groups. */
export interface GroupRequests {
  'groups.read': { input: { readonly lensId: LensId }; output: StoredGrouping };
  /** Writes a grouping based on `revision` and returns the new revision; `null`, without writing, if another page wrote since. */
  'groups.write': { input: { readonly lensId: LensId; readonly grouping: SavedColumns; readonly revision: number }; output: number | null };
}
