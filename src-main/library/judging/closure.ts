// Everything the judgments in force imply, of every kind: whether a new one may join them. Bonds of groups are the learning
// code's (linkage/constraints), comparisons and degrees are rankings. Keeps no log; what is revoked makes a new closure.

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

  static of(judgments: Iterable<Stated>): Closure {
    const closure = new Closure();
    for (const { id, statement } of judgments) closure.add(id, statement);
    return closure;
  }

  check(statement: Statement): RankingVerdict {
    return isRanking(statement) ? this.#rankings.check(statement) : this.#constraints.check(statement);
  }

  add(id: JudgmentId, statement: Statement): void {
    if (isRanking(statement)) this.#rankings.add(id, statement);
    else this.#constraints.add(id, statement);
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
    const verdict = this.#constraints.check({ kind: relation === 'together' ? 'different' : 'similar', photos: [a, b] });
    return verdict.status === 'contradiction' ? verdict.chain : [];
  }
}

function isRanking(statement: Statement): statement is Extract<Statement, { kind: 'degree' | 'closer' }> {
  return statement.kind === 'degree' || statement.kind === 'closer';
}
