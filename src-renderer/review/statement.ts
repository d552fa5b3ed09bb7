// The answers to a question, and what each says.

import type { Statement } from '../../src-shared/contract.ts';
import type { Question } from '../../src-shared/learning/questions/ask.ts';

export type Answer = 'similar' | 'different' | 'second' | 'third' | { readonly degree: number };

/** `null` if the answer does not fit the question. */
export function statementOf(question: Question, answer: Answer): Statement | null {
  if (question.kind === 'ranking') {
    const [first, second, third] = question.photos;
    if (answer === 'second') return { kind: 'closer', photos: [first, second, third] };
    return answer === 'third' ? { kind: 'closer', photos: [first, third, second] } : null;
  }
  if (typeof answer === 'object') return { kind: 'degree', photos: question.photos, degree: answer.degree };
  return answer === 'similar' || answer === 'different' ? { kind: answer, photos: question.photos } : null;
}
