// A decision about a set is one about the sets within it, too: nobody is asked again about identical files of a picture that is settled.
import { DUPLICATE_KINDS, type DuplicateSet } from './duplicate-set.ts';

/** The sets, those without a decision that lie within a set of which files are kept with its decision. */
export function settleWithin(sets: readonly DuplicateSet[]): DuplicateSet[] {
  const width = ({ kind }: DuplicateSet): number => DUPLICATE_KINDS.indexOf(kind);
  const around = new Map<number, DuplicateSet[]>();
  for (const set of sets) if (set.decision?.kind === 'keep') for (const { id } of set.files) around.set(id, [...(around.get(id) ?? []), set]);
  return sets.map((set) => {
    if (set.decision !== null) return set;
    const wider = (around.get(set.files[0]!.id) ?? []).find((other) => width(other) > width(set) && set.files.every(({ id }) => other.files.some((file) => file.id === id)));
    return wider ? { ...set, decision: wider.decision } : set;
  });
}
