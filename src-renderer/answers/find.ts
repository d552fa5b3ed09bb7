// Finds answers among all that are in force: by their kind and by words, each of which must occur somewhere in what an answer is found by.

import type { Judgment, JudgmentId } from '../../src-shared/contract.ts';
import type { AnswerKind } from './words.ts';

export interface Wanted {
  /** As typed. */
  readonly words: string;
  /** `null`: any. */
  readonly kind: AnswerKind | null;
}

/** Those that fit, newest first. `textOf` gives what an answer is found by, in lower case. */
export function findAnswers(answers: readonly Judgment[], { words, kind }: Wanted, textOf: (answer: Judgment) => string): Judgment[] {
  const parts = words.toLowerCase().normalize('NFC').split(/\s+/).filter((part) => part !== '');
  return answers.filter((answer) => {
    if (kind !== null && answer.statement.kind !== kind) return false;
    if (parts.length === 0) return true;
    const text = textOf(answer);
    return parts.every((part) => occurs(part, text));
  }).reverse();
}

/** Anywhere; a day of the month only by itself, for "2" is part of every year and of many a folder's name. */
function occurs(part: string, text: string): boolean {
  return /^\d{1,2}$/.test(part) ? new RegExp(`(?<![a-z\\d])${part}(?![a-z\\d])`).test(text) : text.includes(part);
}

/**
 * Keeps each answer's text: while somebody types, all answers are searched with every letter. Texts are made again once `version` gives
 * something else.
 */
export function remembering(textOf: (answer: Judgment) => string, version: () => string = () => ''): (answer: Judgment) => string {
  const texts = new Map<JudgmentId, string>();
  let last = version();
  return (answer) => {
    const now = version();
    if (now !== last) texts.clear();
    last = now;
    let text = texts.get(answer.id);
    if (text === undefined) texts.set(answer.id, (text = textOf(answer).normalize('NFC')));
    return text;
  };
}
