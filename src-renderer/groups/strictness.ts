// How strict groups are, in words: by the estimated share of their pairs that are alike.

import type { MessageKey } from '../messages/messages.svelte.ts';

/** From the strictest, each with the least share it takes, 0 … 1. */
const words: readonly { readonly least: number; readonly label: MessageKey }[] = [
  { least: 0.9, label: 'granularity.strict' },
  { least: 0.6, label: 'granularity.balanced' },
  { least: 0, label: 'granularity.generous' }
];

/** The word for groups of which that share of pairs is alike. */
export function strictness(precision: number): MessageKey {
  return words.find(({ least }) => precision >= least)?.label ?? 'granularity.generous';
}
