// Sets of duplicates in words: why a file is proposed, how the others differ, what was decided.

import type { Decision, DuplicateFile, DuplicateSet, KeeperHabits } from '../../src-shared/duplicates/duplicate-set.ts';
import { messages, t } from '../messages/messages.svelte.ts';
import { outcomeOf } from './reviewing.ts';

/** Why the first file of a set is proposed: "most pixels, in a preferred folder, as in 31 of your last 35 choices". */
export function reasonsInWords({ reasons, learned }: Pick<DuplicateSet, 'reasons' | 'learned'>, habits: KeeperHabits | null): string {
  const words = reasons.map((reason) => t(`duplicates.reason.${reason}`));
  if (learned && habits?.learned) words.push(t('duplicates.reason.learned', { right: habits.learned.right, of: habits.learned.of }));
  return words.length === 0 ? t('duplicates.reason.none') : words.join(', ');
}

/** How a file differs from the keeper; empty for the keeper. */
export function relationsInWords({ relations }: Pick<DuplicateFile, 'relations'>): string {
  return relations.map((relation) => t(`duplicates.relation.${relation}`)).join(', ');
}

/** What it has and the keeper lacks; `null` where that is nothing. */
export function onlyInWords({ only }: Pick<DuplicateFile, 'only'>): string | null {
  return only.length === 0 ? null : t('duplicates.only', { what: messages.list(only.map((what) => t(`duplicates.only.${what}`))) });
}

/** What was decided about a set of so many files. */
export function decisionInWords(decision: Decision, files: number): string {
  if (decision.kind === 'not-the-same') return t('duplicates.decided.notTheSame');
  const { going } = outcomeOf({ files, decision });
  return going === 0 ? t('duplicates.decided.keepAll') : t('duplicates.decided.keep', { going });
}

export function pixelsInWords({ width, height }: Pick<DuplicateFile, 'width' | 'height'>): string {
  return t('duplicates.pixels', { width, height });
}

/** As file names end: `jpeg` is JPEG. */
export function formatInWords({ format }: Pick<DuplicateFile, 'format'>): string {
  return format.toUpperCase();
}

/** When it was taken, or that this is not known. */
export function takenInWords({ takenAt }: Pick<DuplicateFile, 'takenAt'>): string {
  return takenAt === null ? t('duplicates.undated') : messages.date(takenAt, { dateStyle: 'medium', timeStyle: 'short' });
}
