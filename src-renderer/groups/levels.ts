// The named levels of the slider, in the order and at the positions given by the scale (learning/groups/granularity).

import type { MessageKey } from '../messages/messages.svelte.ts';

export interface Level {
  /** Slider position, 0 … 1. */
  readonly at: number;
  readonly label: MessageKey;
}

export const levels: readonly Level[] = [
  { at: 0, label: 'granularity.finest' },
  { at: 0.25, label: 'granularity.sameShot' },
  { at: 0.5, label: 'granularity.sameMoment' },
  { at: 0.75, label: 'granularity.related' },
  { at: 1, label: 'granularity.coarsest' }
];

/** The level nearest to a position. */
export function levelAt(position: number): Level {
  return levels.reduce((nearest, level) => (Math.abs(level.at - position) < Math.abs(nearest.at - position) ? level : nearest));
}
