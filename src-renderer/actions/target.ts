// What an action is about: some photos, or whole groups, and what one photo is compared with. Pure; the page is looked at by under.ts.

import type { GroupId, PhotoId } from '../../src-shared/contract.ts';

export interface Target {
  /** In the order they were selected; of groups, all of theirs. */
  readonly photos: readonly PhotoId[];
  /** Whole groups, where they and not single photos are meant; else empty. */
  readonly groups: readonly GroupId[];
  /** What one photo is said to be like or unlike: the photo that it is looked at beside. `null`: its group. */
  readonly against: PhotoId | null;
  /** The photo that is open large is meant. */
  readonly viewed: boolean;
  /** The set of duplicates that it stands for, on their screen. */
  readonly set?: string;
}

export const nothing: Target = { photos: [], groups: [], against: null, viewed: false };

export function photosTarget(photos: readonly PhotoId[]): Target {
  return { ...nothing, photos };
}

/** A photo in a grid: with the selection that it is part of, else alone. */
export function tileTarget(photo: PhotoId, selection: { has(photo: PhotoId): boolean; readonly photos: readonly PhotoId[] }): Target {
  return photosTarget(selection.has(photo) ? selection.photos : [photo]);
}

/** A group: with the picked ones that it is one of, else alone. */
export function groupTarget(group: GroupId, picked: readonly GroupId[], photosOf: (group: GroupId) => ArrayLike<number>): Target {
  const groups = picked.includes(group) ? picked : [group];
  return { ...nothing, groups, photos: groups.flatMap((each) => Array.from(photosOf(each)) as PhotoId[]) }; // groups hold photo ids
}

/** The open photo, which may have been reached from another one as like it. */
export function viewedTarget(photo: PhotoId, comparedWith: PhotoId | undefined): Target {
  return { photos: [photo], groups: [], against: comparedWith ?? null, viewed: true };
}
