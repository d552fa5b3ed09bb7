// Everything the judgments in force imply, of every kind: whether a new one may join them. Bonds of groups are the learning
// code's (linkage/constraints), comparisons and degrees are rankings. Keeps no log; what is revoked makes a new closure.
// A statement can be tried before it is recorded: it counts under a stand-in, below every id of the log, until its id is known.

import type { JudgmentId, Statement } from '../../../src-shared/contract.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { Rankings, type RankingVerdict } from './rankings.ts';

export interface Stated {
  readonly id: JudgmentId;
  readonly statement: Statement;
}

export class Closure {
  readonly #constraints = new Constraints();
  readonly #rankings = new Rankings();
  /** The ids of what was tried and recorded, by stand-in. */
  readonly #recorded = new Map<JudgmentId, JudgmentId>();
  #tried = 0;

  static of(judgments: Iterable<Stated>): Closure {
    const closure = new Closure();
    for (const { id, statement } of judgments) closure.add(id, statement);
    return closure;
  }

  check(statement: Statement): RankingVerdict {
    return this.#named(isRanking(statement) ? this.#rankings.check(statement) : this.#constraints.check(statement));
  }

  add(id: JudgmentId, statement: Statement): void {
    if (isRanking(statement)) this.#rankings.add(id, statement);
    else this.#constraints.add(id, statement);
  }

  /** Adds what is not recorded yet: its stand-in. */
  try(statement: Statement): JudgmentId {
    const standIn = (-1 - this.#tried++) as JudgmentId; // leaves this class in verdicts alone
    this.add(standIn, statement);
    return standIn;
  }

  /** What was tried is recorded now. */
  record(standIn: JudgmentId, id: JudgmentId): void {
    this.#recorded.set(standIn, id);
  }

  /** Whether the judgments put two photos together, hold them apart, or say nothing. */
  relation(...pair: Parameters<Constraints['relation']>): ReturnType<Constraints['relation']> {
    return this.#constraints.relation(...pair);
  }

  /** The judgments by which the two are together, or apart; none where nothing is said. */
  reasons(a: Parameters<Constraints['relation']>[0], b: Parameters<Constraints['relation']>[1]): readonly JudgmentId[] {
    const relation = this.relation(a, b);
    if (relation === 'open') return [];
    // what would contradict is what binds
    const verdict = this.check({ kind: relation === 'together' ? 'different' : 'similar', photos: [a, b] });
    return verdict.status === 'contradiction' ? verdict.chain : [];
  }

  #named(verdict: RankingVerdict): RankingVerdict {
    const named = (id: JudgmentId): JudgmentId => this.#recorded.get(id) ?? id;
    if (verdict.status === 'contradiction') return { ...verdict, chain: verdict.chain.map(named) };
    return verdict.status === 'replaces' ? { ...verdict, judgment: named(verdict.judgment) } : verdict;
  }
}

function isRanking(statement: Statement): statement is Extract<Statement, { kind: 'degree' | 'closer' }> {
  return statement.kind === 'degree' || statement.kind === 'closer';
}
