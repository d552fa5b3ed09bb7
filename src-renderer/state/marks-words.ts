// Wishes for marks in words.

import type { MarkWish } from '../../src-shared/marks/wish.ts';
import { t } from '../messages/messages.svelte.ts';

/** The marks that are wanted, as the name of an album: "Picked, 3 stars or more". '' where any are. */
export function marksInWords({ flags, stars, labels, favourite }: MarkWish): string {
  return [
    flags.map((flag) => t(`marks.flag.${flag}`)).join(' / '), stars > 0 ? t('marks.stars.atLeast', { count: stars }) : '',
    labels.map((label) => t(`marks.label.${label}`)).join(' / '), favourite ? t('marks.favourite') : ''
  ].filter((part) => part !== '').join(', ');
}
