// Which judgments are one answer. No pairs here.
import type { Judgment, PhotoId, Statement } from '../../contract.ts';

type Answered = Pick<Judgment, 'statement' | 'origin'>;

/** The judgments of each answer, in order. What a sheet was answered with is one answer; any other judgment is by itself. */
export function answersIn<J extends Answered>(judgments: readonly J[]): J[][] {
  const answers: J[][] = [];
  for (const judgment of judgments) {
    const last = answers.at(-1);
    if (last && continues(last.at(-1)!, judgment)) last.push(judgment);
    else answers.push([judgment]);
  }
  return answers;
}

/** Whether an answer is to a sheet: of the app's own questions, only those are answered with gestures. */
export function isOfSheet({ statement: { kind }, origin }: Answered): boolean {
  return origin.kind === 'asked' && (kind === 'together' || kind === 'apart');
}

/** Whether both are of the answer to one sheet: then they share a side (see questions/sheet-answer.ts). */
function continues(before: Answered, after: Answered): boolean {
  if (!isOfSheet(before) || !isOfSheet(after)) return false;
  return sidesOf(before.statement).some((side) => sidesOf(after.statement).some((other) => side.length === other.length && side.every((photo, at) => photo === other[at])));
}

function sidesOf(statement: Statement): (readonly PhotoId[])[] {
  return statement.kind === 'apart' ? [statement.photos, statement.others] : [statement.photos];
}
