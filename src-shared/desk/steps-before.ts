// The groups that each of the last steps changed, as they were before it. Stored with the groups, so that undo brings them back after a
// restart too, whatever the tree has become.

import type { GroupsBefore, Judgment, JudgmentId, PhotoId } from '../contract.ts';
import type { Rows } from './rows.ts';

/** Steps kept, and photos of all of them. */
const [STEPS, PHOTOS] = [30, 20_000];

export class StepsBefore {
  #steps: readonly GroupsBefore[] = [];

  /** What is to be stored, oldest first. */
  get kept(): readonly GroupsBefore[] {
    return this.#steps;
  }

  recall(steps: readonly GroupsBefore[]): void {
    this.#steps = steps;
  }

  /** `groups`: photos of each that the step changed. */
  note(made: readonly Judgment[], groups: readonly (readonly PhotoId[])[]): void {
    const ids = made.map(({ id }) => id);
    const others = this.#steps.filter((step) => step.made.join() !== ids.join());
    const steps = [...others, { made: ids, groups }].slice(-STEPS);
    let photos = 0;
    const first = 1 + steps.findLastIndex((step) => (photos += step.groups.reduce((sum, { length }) => sum + length, 0)) > PHOTOS);
    this.#steps = steps.slice(first);
  }

  /** `groups` (rows of each) as they were before the steps that made `dropped`, as far as that is known; and those of which it is not. */
  takeBack(groups: readonly Uint32Array[], dropped: readonly Judgment[], rows: Rows): { readonly groups: readonly Uint32Array[]; readonly unknown: readonly Judgment[] } {
    const gone = new Set<JudgmentId>(dropped.map(({ id }) => id));
    const left = new Set(gone);
    let now = groups;
    for (const step of this.#steps.toReversed()) {
      if (!step.made.every((id) => left.has(id))) continue;
      const back = putBack(now, step.groups.map((photos) => Uint32Array.from(photos.flatMap((photo) => rows.of(photo) ?? [])).sort()));
      if (!back) continue;
      now = back;
      for (const id of step.made) left.delete(id);
      const at = this.#steps.indexOf(step);
      const builtOn = (other: GroupsBefore, place: number): boolean => place > at && !other.made.every((id) => gone.has(id)) && isWithin(other.groups, step.groups);
      this.#steps = this.#steps.map((other, place) => (builtOn(other, place) ? { ...other, groups: step.groups } : other));
    }
    return { groups: now, unknown: dropped.filter(({ id }) => left.has(id)) };
  }
}

/** Whether what one step changed came of what the other did: without the other, it would have changed what that did. */
function isWithin(some: GroupsBefore['groups'], others: GroupsBefore['groups']): boolean {
  const photos = new Set(others.flat());
  return some.length > 0 && some.every((group) => group.every((photo) => photos.has(photo)));
}

/** `null` where other photos came into these groups since. */
function putBack(groups: readonly Uint32Array[], before: readonly Uint32Array[]): readonly Uint32Array[] | null {
  const back = new Set(before.flatMap((rows) => Array.from(rows)));
  const touched = new Set(groups.filter((rows) => rows.some((row) => back.has(row))));
  for (const rows of touched) if (!rows.every((row) => back.has(row))) return null;
  return [...groups.filter((rows) => !touched.has(rows)), ...before.filter(({ length }) => length > 0)];
}
