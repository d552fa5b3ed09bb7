// Says judgments, undoes and redoes them, and tells what came of it in a line with a way back. The way back is of the library it was said
// of, whichever is open by then.

import type { JudgmentId, Statement, StepId } from '../../src-shared/contract.ts';
import { t } from '../messages/messages.svelte.ts';
import type { SayOutcome } from './judgments.svelte.ts';
import { effectOf } from './effect.ts';
import type { OpenLibrary } from './open-library.svelte.ts';
import type { Places } from './places.svelte.ts';
import { redoStep, type Telling as TellingSteps, undoStep } from './stepping.ts';

/** What tells of it: the app's state. */
interface Telling extends TellingSteps {
  readonly places: Pick<Places, 'now' | 'openGroup' | 'openPhoto'>;
}

export interface SayOptions {
  /** What is told where it neither joins groups nor parts one. */
  readonly words?: string;
  /** Earlier judgments that are given up for it. */
  readonly drop?: readonly JudgmentId[];
}

/** Says what is volunteered. A contradiction opens its dialog instead. */
export async function say(kindred: Telling, library: OpenLibrary, said: Statement | readonly Statement[], { words, drop = [] }: SayOptions = {}): Promise<SayOutcome | undefined> {
  const before = library.groups.table;
  const outcome = await kindred.attempt(library.judgments.say(said, { drop }));
  if (outcome?.status === 'contradiction') kindred.toasts.dismiss();
  if (outcome?.status === 'already-known') kindred.toasts.say(t('say.known'));
  if (outcome?.status === 'recorded') {
    const { step } = outcome;
    library.selection.clear();
    const effect = effectOf(before, library.groups.table, kindred.places);
    const told = effect?.words ?? words ?? describeStatements('kind' in said ? [said] : said);
    kindred.toasts.say(told, { label: t('nav.undo'), run: () => void takeBack(kindred, library, step) }, effect?.show ?? null);
  }
  return outcome;
}

/** Undoes what was last done, on the screen that is up or anywhere: a judgment, or another step. */
export async function undo(kindred: Telling, library: OpenLibrary): Promise<void> {
  await library.steps.settled(); // what is on its way was done later
  const doneHere = kindred.places.now.photo !== null && library.steps.undoable; // to the open photo, not on the screen behind it
  if (!doneHere && library.takesBack?.()) return;
  if (library.steps.undoable) await library.judgments.settled(); // as above
  await (library.steps.undoable ? undoStep(kindred, library) : takeBack(kindred, library));
}

/** Redoes what was last undone, on the screen that is up or anywhere. */
export async function redo(kindred: Telling, library: OpenLibrary): Promise<void> {
  if (await library.bringsBack?.()) return;
  await library.steps.settled();
  if (library.steps.redoable) await redoStep(kindred, library);
  else if (library.steps.outdates(library.judgments.undoneAt)) kindred.toasts.say(t('say.nothingToRedo'));
  else await bringBack(kindred, library);
}

/** Redoes what was last undone, or that step. */
async function bringBack(kindred: Telling, library: OpenLibrary, step?: StepId): Promise<void> {
  const outcome = await kindred.attempt(library.judgments.redo(step));
  if (outcome?.status === 'nothing') kindred.toasts.say(t('say.nothingToRedo'));
  if (outcome?.status === 'done') kindred.toasts.say(t('say.redone'), { label: t('nav.undo'), run: () => void takeBack(kindred, library, outcome.step) });
}

/** Undoes what was last said, or that step. */
async function takeBack(kindred: Telling, library: OpenLibrary, step?: StepId): Promise<void> {
  const outcome = await kindred.attempt(library.judgments.undo(step));
  if (outcome?.status === 'nothing') kindred.toasts.say(t('say.nothingToUndo'));
  if (outcome?.status === 'done') kindred.toasts.say(t('say.undone'), { label: t('nav.redo'), run: () => void bringBack(kindred, library, outcome.step) });
}

function describeStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'similar': return t('say.similar.pair');
    case 'different': return t('say.different.pair');
    case 'together': return t('say.together', { count: statement.photos.length });
    case 'apart': return t('say.apart', { count: statement.photos.length, others: statement.others.length });
    case 'degree': return t('say.degree', { degree: statement.degree });
    case 'closer': return t('say.closer');
  }
}

/** The one; of several that were said at once, only that they are. */
function describeStatements(statements: readonly Statement[]): string {
  const [only] = statements;
  return only && statements.length === 1 ? describeStatement(only) : t('say.several');
}
