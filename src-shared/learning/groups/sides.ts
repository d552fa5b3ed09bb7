// Which photos may not be in one group, by the sides of what is kept apart. For clusters that merge see linkage/bonds (`Vetoes`).
import type { Bonds } from '../linkage/bonds.ts';

export class Sides {
  /** Marks of photos: two for each `apart`, which differ in the lowest bit. */
  readonly #marks = new Map<number, number[]>();

  constructor({ together, apart }: Bonds) {
    const setOf = new Map(together.flatMap((set) => set.map((row) => [row, set] as const)));
    apart.forEach(({ left, right }, index) => {
      [left, right].forEach((side, which) => {
        for (const named of side) for (const row of setOf.get(named) ?? [named]) this.#mark(row, 2 * index + which);
      });
    });
  }

  /** The marks of these rows. */
  of(rows: Iterable<number>): Set<number> {
    const marks = new Set<number>();
    for (const row of rows) for (const mark of this.#marks.get(row) ?? []) marks.add(mark);
    return marks;
  }

  /** Whether any two of these rows are kept apart. */
  clash(rows: Iterable<number>): boolean {
    return forbids(this.of(rows));
  }

  #mark(row: number, mark: number): void {
    const marks = this.#marks.get(row);
    if (marks) marks.push(mark);
    else this.#marks.set(row, [mark]);
  }
}

/** Whether marks forbid photos to be together: those of one group, or of two. */
export function forbids(marks: ReadonlySet<number>, others: ReadonlySet<number> = marks): boolean {
  const [fewer, more] = marks.size <= others.size ? [marks, others] : [others, marks];
  for (const mark of fewer) if (more.has(mark ^ 1)) return true;
  return false;
}
