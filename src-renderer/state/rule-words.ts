// What a smart album holds, in words.

import type { AlbumRule } from '../../src-shared/albums/album.ts';
import { asksForMarks } from '../../src-shared/marks/wish.ts';
import { t } from '../messages/messages.svelte.ts';
import { filterInWords } from './filter-words.ts';
import { marksInWords } from './marks-words.ts';

/**
 * @param group the name of its group, where it has one
 * @param albumName the name of an album by its id
 */
export function ruleInWords(rule: AlbumRule, group: string | null, albumName: (id: number) => string | undefined): string {
  if (rule.kind === 'group') return group === null ? t('albums.rule.group') : t('albums.rule.group.named', { name: group });
  if (rule.kind === 'filter') return t('albums.rule.marks', { marks: filterInWords(rule.filter, albumName) });
  return asksForMarks(rule.wish) ? t('albums.rule.marks', { marks: marksInWords(rule.wish) }) : t('albums.rule.any');
}
