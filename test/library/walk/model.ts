// What a library must know after each step, by photo numbers rather than ids: what was acknowledged, and nothing else.

import type { Statement } from '../../../src-shared/contract.ts';

/** The statements in force, as text by the numbers of their photos. */
type State = readonly string[];

export class LibraryModel {
  /** The photos it holds, by number; no other library has them. */
  readonly numbers: readonly number[];
  /** Where its folder is now (absolute). */
  folder: string;
  /** Named groups. */
  names: ReadonlyMap<string, readonly number[]> = new Map();
  #now: State = [];
  readonly #before: State[] = [];
  #undone: State[] = [];
  /** Said, but not acknowledged before the app was killed: it may stand or not. */
  #unsure: string | null = null;

  constructor(folder: string, numbers: readonly number[]) {
    this.folder = folder;
    this.numbers = numbers;
  }

  get count(): number {
    return this.#now.length;
  }

  say(statement: string): void {
    this.#before.push(this.#now);
    this.#undone = [];
    this.#now = [...this.#now, statement];
  }

  undo(): void {
    const before = this.#before.pop();
    if (!before) return;
    this.#undone.push(this.#now);
    this.#now = before;
  }

  redo(): void {
    const after = this.#undone.pop();
    if (!after) return;
    this.#before.push(this.#now);
    this.#now = after;
  }

  /** Nobody was told whether this was recorded. */
  mayHaveSaid(statement: string): void {
    this.#unsure = statement;
  }

  /** Throws where what the library says is not what it must say. */
  checkStatements(said: State): void {
    const unsure = this.#unsure;
    this.#unsure = null;
    if (unsure !== null && isSame(said, [...this.#now, unsure])) this.say(unsure);
    if (!isSame(said, this.#now)) throw new Error(`${this.folder}: expected ${JSON.stringify(this.#now)} in force, got ${JSON.stringify(said)}`);
  }

  checkNames(names: ReadonlyMap<string, readonly number[]>): void {
    const text = (of: ReadonlyMap<string, readonly number[]>): string => JSON.stringify([...of].sort(([a], [b]) => (a < b ? -1 : 1)));
    if (text(names) !== text(this.names)) throw new Error(`${this.folder}: expected the names ${text(this.names)}, got ${text(names)}`);
  }
}

/** A statement by the numbers of its photos. */
export function textOf(statement: Statement, numberOf: (id: number) => number): string {
  return `${statement.kind} ${statement.photos.map(numberOf).join(' ')}`;
}

function isSame(a: State, b: State): boolean {
  return a.length === b.length && a.every((statement, at) => statement === b[at]);
}
