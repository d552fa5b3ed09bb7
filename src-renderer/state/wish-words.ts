// What a smart album holds, in words.

import type { AlbumRule } from '../../src-shared/albums/album.ts';
import { asksForMarks, type MarkWish } from '../../src-shared/marks/wish.ts';
import { t } from '../messages/messages.svelte.ts';

/** The marks that are wanted, as the name of an album: "Picked, 3 stars or more". '' where any are. */
export function marksInWords({ flags, stars, labels, favourite }: MarkWish): string {
  return [
    flags.map((flag) => t(`marks.flag.${flag}`)).join(' / '), stars > 0 ? t('marks.stars.atLeast', { count: stars }) : '',
    labels.map((label) => t(`marks.label.${label}`)).join(' / '), favourite ? t('marks.favourite') : ''
  ].filter((part) => part !== '').join(', ');
}

/** @param group the name of its group, where it has one */
export function ruleInWords(rule: AlbumRule, group: string | null): string {
  if (rule.kind === 'group') return group === null ? t('albums.rule.group') : t('albums.rule.group.named', { name: group });
  return asksForMarks(rule.wish) ? t('albums.rule.marks', { marks: marksInWords(rule.wish) }) : t('albums.rule.any');
}
