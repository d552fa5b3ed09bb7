// All sets of duplicates of a store, with what was decided and learned. Reads, and writes nothing.
import type { Decision, DuplicateSet, KeeperHabits } from '../../../src-shared/duplicates/duplicate-set.ts';
import { findSets, type FoundFile } from '../../../src-shared/duplicates/find-sets.ts';
import { settleWithin } from '../../../src-shared/duplicates/settle.ts';
import { type KeeperChoice, learnKeepers } from '../../../src-shared/keepers/learn.ts';
import { type KeeperOrder, USUAL_ORDER } from '../../../src-shared/keepers/rules.ts';
import type { Store } from '../../store/database.ts';
import { readDuplicateFiles } from '../../store/duplicate-files.ts';
import { readFact, writeFact } from '../../store/facts.ts';
import { readChoices, type StoredChoice } from '../../store/keeper-choices.ts';
import { notTheSame, type StoredDecision } from './not-the-same.ts';
import { readJudged } from './read-copies.ts';

const ORDER_FACT = 'keeper order';
/** Choices up to this id no longer teach: the user started over. */
const RESET_FACT = 'keeper choices forgotten';

export interface FoundSets {
  readonly sets: readonly DuplicateSet[];
  readonly habits: KeeperHabits;
}

/** @param order instead of the user's */
export function readSets(store: Store, order: KeeperOrder = readOrder(store)): FoundSets {
  const choices = readChoices(store);
  const files = readDuplicateFiles(store).map(({ latitude, ...row }): FoundFile => ({ ...row, hasPlace: latitude !== null }));
  const taught = choices.filter(({ id }) => id > Number(readFact(store, RESET_FACT) ?? 0)).flatMap(({ choice }) => (choice === null ? [] : [JSON.parse(choice) as KeeperChoice]));
  const learned = learnKeepers(taught, order);
  const sets = findSets({ files, judged: readJudged(store), apart: notTheSame(choices, files), order, learned });
  return {
    sets: settleWithin(sets.map((set) => ({ ...set, decision: decisionOn(set, choices) }))),
    habits: { order, choices: taught.length, learned: learned && { right: learned.right, byOrder: learned.byOrder, of: learned.of } }
  };
}

/** What was decided last about a set, while it has no file that was not in it then. */
function decisionOn(set: DuplicateSet, choices: readonly StoredChoice[]): Decision | null {
  const last = choices.findLast((choice) => choice.set === set.id);
  if (!last || set.files.some(({ content }) => !last.contents.includes(content))) return null;
  const said = JSON.parse(last.decision) as StoredDecision; // only written by duplicates.ts
  return said.kind === 'keep' ? said : { kind: said.kind };
}

export function readOrder(store: Store): KeeperOrder {
  return (readFact(store, ORDER_FACT) as KeeperOrder | null) ?? USUAL_ORDER; // only written below
}

export function writeOrder(store: Store, order: KeeperOrder): void {
  writeFact(store, ORDER_FACT, order);
}

/** What was chosen so far no longer teaches; the decisions themselves stay. */
export function forgetHabits(store: Store): void {
  writeFact(store, RESET_FACT, readChoices(store).at(-1)?.id ?? 0);
}
