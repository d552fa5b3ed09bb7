// What an answer says, in words: on its row, and for finding it.

import type { Judgment, PhotoFile, PhotoId, Statement } from '../../src-shared/contract.ts';
import { messages, t, type MessageKey } from '../messages/messages.svelte.ts';

export type AnswerKind = Statement['kind'];

/** In the order they are offered. */
export const kindNames: Readonly<Record<AnswerKind, MessageKey>> = {
  similar: 'answers.kind.similar', different: 'answers.kind.different', degree: 'answers.kind.degree', closer: 'answers.kind.closer', together: 'answers.kind.together', apart: 'answers.kind.apart'
};

/** Every photo it is about, in the order given. */
export function photosOf(statement: Statement): readonly PhotoId[] {
  return statement.kind === 'apart' ? [...statement.photos, ...statement.others] : statement.photos;
}

export function sayStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'similar': return t('answers.similar');
    case 'different': return t('answers.different');
    case 'degree': return t('answers.degree', { degree: statement.degree });
    case 'closer': return t('answers.closer');
    case 'together': return t('answers.together', { count: statement.photos.length });
    case 'apart': return t('answers.apart', { count: statement.photos.length, others: statement.others.length });
  }
}

export function sayOrigin({ origin }: Pick<Judgment, 'origin'>): string {
  return t(origin.kind === 'asked' ? 'answers.asked' : 'answers.volunteered');
}

export interface Known {
  readonly fileOf: (photo: PhotoId) => PhotoFile | null | undefined;
  /** Milliseconds since 1970; NaN where unknown. */
  readonly takenAt: (photo: PhotoId) => number;
}

/** All that an answer is found by: its words and kind, when it was said and its photos were taken, their files and folders. */
export function searchText(judgment: Judgment, { fileOf, takenAt }: Known): string {
  const { statement, madeAt } = judgment;
  const parts = [sayStatement(statement), t(kindNames[statement.kind]), sayOrigin(judgment), messages.moment(madeAt), spelledOut(madeAt - new Date(madeAt).getTimezoneOffset() * 60_000)];
  const days = new Set<number>();
  for (const photo of photosOf(statement)) {
    const file = fileOf(photo);
    if (file) parts.push(`${file.folder}/${file.path}`);
    const day = Math.floor(takenAt(photo) / DAY_MS);
    if (!Number.isNaN(day)) days.add(day);
  }
  for (const day of days) parts.push(spelledOut(day * DAY_MS));
  return messages.lowerCase(parts.join('\n'));
}

const DAY_MS = 86_400_000;

/** A day as people type it: 2024-05-03 and 3 May 2024, the month also in full. */
function spelledOut(day: number): string {
  return `${new Date(day).toISOString().slice(0, 10)}\n${messages.date(day, { dateStyle: 'medium' })}\n${messages.date(day, { dateStyle: 'long' })}`;
}
