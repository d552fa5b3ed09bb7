// Formats a duration in its most suitable unit: "4 seconds", "3 days".

import { messages } from '../messages/messages.svelte.ts';

const units = [['second', 1000, 90], ['minute', 60_000, 90], ['hour', 3_600_000, 36], ['day', 86_400_000, 60], ['month', 30.44 * 86_400_000, 18], ['year', 365.25 * 86_400_000, Infinity]] as const;

/** `milliseconds` 0 or more. */
export function apartInTime(milliseconds: number): string {
  const [unit, length] = units.find(([, each, most]) => milliseconds < each * most) ?? units[5];
  return messages.number(Math.max(1, Math.round(milliseconds / length)), { style: 'unit', unit, unitDisplay: 'long' });
}
