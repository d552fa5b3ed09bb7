// The answers to a question or a sheet, and what each says.

import type { Question, Sheet, Statement } from '../../src-shared/contract.ts';
import { keyOf } from '../../src-shared/learning/questions/ask.ts';
import { statementsOf as statementsOfSheet, type Marks } from '../../src-shared/learning/questions/sheet-answer.ts';

/** What Review asks. */
export type Asked = Question | Sheet;
export type Answer = 'similar' | 'different' | 'second' | 'third' | { readonly degree: number } | Marks;

/** Whether both ask the same: of sheets, whether the second's group is on the first, whose photos change with every fit. */
export function asksTheSame(one: Asked, other: Asked): boolean {
  return one.kind === 'sheet' && other.kind === 'sheet' ? one.photos.includes(other.photos[0]!) : keyOf(one.photos) === keyOf(other.photos);
}

/** What an answer says, all of it one step; nothing if it does not fit what was asked. */
export function statementsOf(asked: Asked, answer: Answer): readonly Statement[] {
  if (asked.kind === 'sheet') return typeof answer === 'object' && 'odd' in answer ? statementsOfSheet(asked, answer) : [];
  const statement = statementOf(asked, answer);
  return statement ? [statement] : [];
}

/** `null` if the answer does not fit the question. */
export function statementOf(question: Question, answer: Answer): Statement | null {
  if (typeof answer === 'object' && 'odd' in answer) return null;
  if (question.kind === 'ranking') {
    const [first, second, third] = question.photos;
    if (answer === 'second') return { kind: 'closer', photos: [first, second, third] };
    return answer === 'third' ? { kind: 'closer', photos: [first, third, second] } : null;
  }
  if (typeof answer === 'object') return { kind: 'degree', photos: question.photos, degree: answer.degree };
  return answer === 'similar' || answer === 'different' ? { kind: answer, photos: question.photos } : null;
}
