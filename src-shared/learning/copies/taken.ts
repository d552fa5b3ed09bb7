// How far apart in time two photos were taken.

export interface Taken {
  /** Milliseconds since 1970 in local time; `null` where unknown. */
  readonly takenAt: number | null;
  /** Minutes that the local time is ahead of UTC; `null` or left out where unknown. */
  readonly offset?: number | null;
}

/**
 * How much later than the first the second was taken, in milliseconds; `null` where one of the times is unknown. Where both know their time zone, the
 * instants are compared: a phone that follows the zone and a camera that stays at home.
 */
export function timeBetween(first: Taken, second: Taken): number | null {
  if (first.takenAt === null || second.takenAt === null) return null;
  const zones = first.offset == null || second.offset == null ? 0 : second.offset - first.offset;
  return second.takenAt - first.takenAt - 60_000 * zones;
}
