// What "similar" and "different" mean of one photo that is looked at alone: of it and the photo it is compared with, or of it and a group.

import type { PhotoId, Statement } from '../../src-shared/contract.ts';

export interface Beside {
  /** The photo that it is compared with. */
  readonly against: PhotoId | null;
  /** The group that is open around it, or the one that it is in; empty where it is in none. */
  readonly group: ArrayLike<number>;
  readonly covers: readonly PhotoId[];
}

export interface Relative {
  readonly to: 'photo' | 'group';
  readonly similar: Statement;
  /** `null` where nothing is left that it could be different from. */
  readonly different: Statement | null;
}

/** `null` for a photo that stands alone. Similar ties it to the few covers of a group: the user said that it belongs there, not that all of it is right. */
export function relative(photo: PhotoId, { against, group, covers }: Beside): Relative | null {
  if (against !== null && against !== photo) return { to: 'photo', similar: { kind: 'similar', photos: [photo, against] }, different: { kind: 'different', photos: [photo, against] } };
  const others = (Array.from(group) as PhotoId[]).filter((other) => other !== photo); // groups hold photo ids
  const [first] = others;
  if (first === undefined) return null;
  const shown = covers.filter((cover) => cover !== photo);
  return { to: 'group', similar: { kind: 'together', photos: [photo, ...(shown.length > 0 ? shown : [first])] }, different: { kind: 'apart', photos: [photo], others } };
}
