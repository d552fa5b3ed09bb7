// Sets of duplicates for the fake bridge, with decisions that are kept like the main side keeps them. Not a test.

import type { PhotoId } from '../../src-shared/contract.ts';
import type { Decision, DuplicateFile, DuplicateKind, DuplicateSet, DuplicateSummary, KeeperHabits, Relation } from '../../src-shared/duplicates/duplicate-set.ts';
import { type KeeperOrder, USUAL_ORDER } from '../../src-shared/keepers/rules.ts';

export interface MadeSet {
  readonly id: string;
  readonly kind: DuplicateKind;
  /** Ids of its files, the proposed one first. */
  readonly files: readonly number[];
  readonly certainty?: number;
}

export function madeFile(id: number, facts: Partial<DuplicateFile> = {}): DuplicateFile {
  return {
    id, photo: id as PhotoId, content: `${id}`, folder: '/home/photos/2024 Summer', path: `Norway/DSCF${id}.jpg`, width: 4000, height: 3000, bytes: 1_000_000 + id, format: 'jpeg',
    takenAt: Date.UTC(2024, 5, 1, 9), modifiedAt: 0, camera: null, hasPlace: false, sharpness: null, clipped: null, differences: [], relations: [], only: [], ...facts
  };
}

/** Identical files have one photo; the others of a set are smaller and compressed more. */
export function madeSet({ id, kind, files, certainty = 1 }: MadeSet): DuplicateSet {
  const relations: readonly Relation[] = kind === 'identical' ? ['same-bytes'] : kind === 'same-picture' ? ['smaller'] : ['toned'];
  return {
    id, kind, certainty, decision: null, reasons: kind === 'identical' ? [] : ['pixels', 'bytes'], learned: false,
    files: files.map((file, at) => madeFile(file, at === 0 ? {} : {
      relations, path: `Backup/Norway/DSCF${file}${kind === 'identical' ? '' : '-small'}.jpg`,
      ...(kind === 'identical' ? { photo: files[0] as PhotoId } : { width: 2000, height: 1500, bytes: 400_000, takenAt: null, only: at === 1 && kind === 'same-shot' ? ['place'] : [] })
    }))
  };
}

/** So many sets of all kinds, of photos 1 to `photos`. */
export function manySets(count: number, photos: number): MadeSet[] {
  return Array.from({ length: count }, (_, at): MadeSet => {
    const kind = (['identical', 'same-picture', 'same-picture', 'same-shot'] as const)[at % 4]!;
    const first = at * 5;
    return { id: `${kind} ${first}`, kind, files: Array.from({ length: 2 + (at % 3) }, (_each, file) => 1 + ((first + file) % photos)), certainty: kind === 'identical' ? 1 : [0.99, 0.8, 0.55][at % 3]! };
  });
}

export class MadeDuplicates {
  sets: readonly DuplicateSet[];
  habits: KeeperHabits = { order: USUAL_ORDER, choices: 0, learned: null };
  left: number | null = null;
  /** Decisions in force, oldest first. */
  choices: readonly { readonly choice: number; readonly id: string; readonly decision: Decision }[] = [];
  readonly #changed: (left: number | null) => void;
  #next = 1;

  constructor(sets: readonly DuplicateSet[], changed: (left: number | null) => void) {
    this.sets = sets;
    this.#changed = changed;
  }

  list(): { sets: DuplicateSummary[]; habits: KeeperHabits; left: number | null } {
    const sets = this.read(this.sets.map(({ id }) => id)).map(({ id, kind, certainty, decision, files }): DuplicateSummary => ({
      id, kind, certainty, decision, files: files.length, photos: [...new Set(files.map(({ photo }) => photo))].slice(0, 4), spare: files.slice(1).reduce((sum, { bytes }) => sum + bytes, 0)
    }));
    return { sets, habits: this.habits, left: this.left };
  }

  read(ids: readonly string[]): DuplicateSet[] {
    const last = new Map(this.choices.map(({ id, decision }) => [id, decision]));
    const wanted = new Set(ids);
    return this.sets.filter(({ id }) => wanted.has(id)).map((set) => ({ ...set, decision: last.get(set.id) ?? null }));
  }

  decide(decided: readonly { readonly id: string; readonly decision: Decision }[]): number[] {
    const added = decided.map((each) => ({ ...each, choice: this.#next++ }));
    this.choices = [...this.choices, ...added];
    this.#changed(this.left);
    return added.map(({ choice }) => choice);
  }

  revoke(ids: readonly number[]): null {
    this.choices = this.choices.filter(({ choice }) => !ids.includes(choice));
    this.#changed(this.left);
    return null;
  }

  order(order: KeeperOrder): null {
    this.habits = { ...this.habits, order };
    this.#changed(this.left);
    return null;
  }

  forget(): null {
    this.habits = { ...this.habits, choices: 0, learned: null };
    this.#changed(this.left);
    return null;
  }
}
