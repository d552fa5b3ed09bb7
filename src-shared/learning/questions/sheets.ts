// Chooses the next sheets. A sheet shows photos around one that stands for a group: of that group those that may not belong to it, and of
// other groups the photo that stands for each, or several where it proposes to merge two. The user marks the odd ones; the rest belong
// together. A mark costs less than the answer about a pair, and all photos are compared with the same set, which makes answers transitive:
// the neighbourhoods of Basu et al. 2004 (doi:10.1137/1.9781611972740.31), grown by many photos at once. Each sheet gets the photos that
// make its expected gain a second greatest. Nothing is shown that judgments already relate to the photo it is compared with.
import type { Judgment, PhotoId, PhotoSpace, Sheet } from '../../contract.ts';
import { Constraints } from '../linkage/constraints.ts';
import { likeness, type AskOptions } from './ask.ts';

/** Seconds that an answer takes: about a pair; to look at a sheet, for each photo on it, and for each mark. */
export const SECONDS = { pair: 2, sheet: 1.5, photo: 0.25, mark: 0.8 } as const;

/** Most photos on a sheet, and fewest, if there are as many. F1 on scenes in the time of 50 answers about pairs: .63 with eight, .74 with sixteen (two seeds). */
const MOST = 40;
const FEWEST = 16;
/** Photos that are more likely to belong with the first are not worth showing … */
const CERTAIN = 0.98;
/** … and less likely ones mostly cost a mark, which settles little: without this, 40 marks in 100 photos took as long as all looking did. */
const LEAST = 0.35;
/** Two groups that are less likely one than that are proposed as one when nothing else is left: one line says that they are two. */
const MERGE = 0.15;
/** Exponent of the product of two groups' sizes. Larger than for pairs (ask.ts): groups that sheets have gone over are purer. */
const SIZE = 0.5;
/** Weight of a photo in the wrong group, relative to two groups that belong together. */
const DOUBT = 1;
/** Photos of each of two groups that a merge shows, at most. */
const HALF = 8;

interface Candidate {
  readonly row: number;
  readonly group: number;
  readonly probability: number;
  readonly gain: number;
  readonly seconds: number;
}

interface Proposal {
  readonly sheet: Sheet;
  /** Expected gain a second. */
  readonly score: number;
  /** Others come last. */
  readonly likely: boolean;
  readonly groups: ReadonlySet<number>;
  /** The group that it is around, or the two that it proposes to merge. */
  readonly about: readonly number[];
}

/** The next sheets, best first, no group on two of them; none if nothing is left that is worth showing. Same input, same sheets. */
export function proposeSheets(space: PhotoSpace, judgments: readonly Judgment[], { members, count, skipped }: AskOptions): Sheet[] {
  if (!space.metric) return [];
  const proposer = new Proposer(space, judgments, members);
  const proposals = members.flatMap((_, group) => proposer.around(group)).sort((x, y) => Number(y.likely) - Number(x.likely) || y.score - x.score);
  const left = skippedGroups(space, members, skipped);
  const taken = new Set<number>();
  const sheets: Sheet[] = [];
  for (const { sheet, groups, about } of proposals) {
    if (sheets.length >= count) break;
    if (left.has(keyOfGroups(about)) || [...groups].some((group) => taken.has(group))) continue;
    for (const group of groups) taken.add(group);
    sheets.push(sheet);
  }
  return sheets;
}

class Proposer {
  readonly #space: PhotoSpace;
  readonly #members: AskOptions['members'];
  readonly #constraints: Constraints;
  readonly #near: readonly ReadonlySet<number>[];
  /** The must-link set of a row. */
  readonly #setOf = new Map<number, number>();
  /** The row that stands for each group. */
  readonly #first: readonly number[];

  constructor(space: PhotoSpace, judgments: readonly Judgment[], members: AskOptions['members']) {
    this.#space = space;
    this.#members = members;
    this.#constraints = Constraints.of(judgments).constraints;
    this.#near = neighbouring(space, members);
    const { together } = this.#constraints.toBonds(space.ids);
    together.forEach((rows, set) => { for (const row of rows) this.#setOf.set(row, set); });
    this.#first = members.map((rows) => this.#standsFor(rows, together));
  }

  /** The first photo of the largest must-link set of a group: what is related to it is related to the whole set. Its first photo if nothing is bound. */
  #standsFor(rows: ArrayLike<number>, together: readonly { readonly length: number }[]): number {
    let best = rows[0]!;
    const sizeOf = (row: number): number => together[this.#setOf.get(row) ?? -1]?.length ?? 1;
    for (let at = 1; at < rows.length; at++) if (sizeOf(rows[at]!) > sizeOf(best)) best = rows[at]!;
    return best;
  }

  /** The best sheet around a group. */
  around(group: number): Proposal[] {
    const inside = this.#inside(group);
    const across = [...this.#near[group]!].flatMap((other) => this.#standing(group, other));
    const sheets = [this.#proposal(group, greatest([...inside, ...across.filter(({ probability }) => probability >= LEAST)]), false)];
    for (const { group: other, probability } of across) {
      if (this.#members[group]!.length < 2 || this.#members[other]!.length < 2 || group > other) continue;
      const [one, two] = [inside.slice(0, HALF - 1), this.#half(group, other)];
      if (one.length > 0 && two.length > 1) sheets.push(this.#proposal(group, [...one, ...two], true, probability >= LEAST));
    }
    return sheets.filter((proposal) => proposal !== null);
  }

  /** Photos of a group that may not belong to it, the best to show first; one of each must-link set. */
  #inside(group: number): Candidate[] {
    const rows = this.#members[group]!;
    const first = this.#first[group]!;
    const found: Candidate[] = [];
    for (const row of this.#distinct(rows)) {
      if (!this.#open(first, row)) continue;
      const probability = likeness(this.#space, first, row);
      if (probability > CERTAIN || probability < LEAST) continue;
      found.push(candidate(row, group, probability, DOUBT * (1 - probability) * Math.sqrt(rows.length)));
    }
    return found.sort(byRate);
  }

  /** The photo that stands for another group, if it may belong with the one that stands for this. */
  #standing(group: number, other: number): Candidate[] {
    const [rows, others] = [this.#members[group]!, this.#members[other]!];
    const [first, row] = [this.#first[group]!, this.#first[other]!];
    const probability = likeness(this.#space, first, row);
    if (probability < MERGE || !this.#open(first, row)) return [];
    return [candidate(row, other, probability, probability * (rows.length * others.length) ** SIZE)];
  }

  /** Of another group the photo that stands for it and those least like it: should the two be one, they are settled too. */
  #half(group: number, other: number): Candidate[] {
    const first = this.#first[group]!;
    const inside = this.#inside(other).filter(({ row }) => this.#open(first, row)).slice(0, HALF - 1);
    const [standing] = this.#standing(group, other);
    if (!standing) return [];
    // its group is marked with one stroke: what it costs is counted with the photo that stands for it
    return [standing, ...inside.map(({ row, probability, gain }): Candidate => candidate(row, other, standing.probability * probability, gain, probability))];
  }

  #open(a: number, b: number): boolean {
    const { ids } = this.#space;
    return a !== b && this.#constraints.relation(ids[a] as PhotoId, ids[b] as PhotoId) === 'open'; // the space holds photo ids
  }

  /** One row of each must-link set. */
  *#distinct(rows: ArrayLike<number>): Generator<number> {
    const seen = new Set<number>();
    for (let at = 0; at < rows.length; at++) {
      const set = this.#setOf.get(rows[at]!);
      if (set !== undefined && seen.has(set)) continue;
      if (set !== undefined) seen.add(set);
      yield rows[at]!;
    }
  }

  #proposal(group: number, shown: readonly Candidate[], merge: boolean, likely = true): Proposal | null {
    if (shown.length === 0) return null;
    const { ids } = this.#space;
    const idOf = (row: number): PhotoId => ids[row] as PhotoId; // as above
    const doubtful = [...shown].sort((x, y) => x.probability - y.probability);
    const own = doubtful.filter((each) => each.group === group);
    const others = doubtful.filter((each) => each.group !== group);
    const about = merge ? [group, ...new Set(others.map((each) => each.group))] : [group];
    const photos = [this.#first[group]!, ...own.map(({ row }) => row), ...others.map(({ row }) => row)].map(idOf);
    const probability = shown.reduce((sum, each) => sum + each.probability, 0) / shown.length;
    const seconds = shown.reduce((sum, each) => sum + each.seconds, SECONDS.sheet + SECONDS.photo);
    const score = shown.reduce((sum, { gain }) => sum + gain, 0) / seconds;
    const standing = about.map((each) => idOf(this.#first[each]!));
    const sheet: Sheet = { kind: 'sheet', photos, own: own.length + 1, merge: merge && others.length > 0, standing, probability };
    return { sheet, score, likely, groups: new Set([group, ...others.map((each) => each.group)]), about };
  }
}

function candidate(row: number, group: number, probability: number, gain: number, unmarked = probability): Candidate {
  return { row, group, probability, gain, seconds: SECONDS.photo + SECONDS.mark * (1 - unmarked) };
}

function byRate(x: Candidate, y: Candidate): number {
  return y.gain / y.seconds - x.gain / x.seconds;
}

/** Those that make the gain a second greatest: in order of their own, as long as each raises it (a fractional programme, Dinkelbach 1967). */
function greatest(candidates: readonly Candidate[]): Candidate[] {
  let [gain, seconds] = [0, SECONDS.sheet + SECONDS.photo];
  const shown: Candidate[] = [];
  for (const each of [...candidates].sort(byRate)) {
    if (shown.length >= MOST - 1) break;
    if (shown.length >= FEWEST - 1 && each.gain / each.seconds < gain / seconds) break;
    shown.push(each);
    gain += each.gain;
    seconds += each.seconds;
  }
  return shown;
}

/**
 * Groups, and pairs of them, whose sheets were skipped: those that hold the photos that stood for them then. What stands for a group now, and
 * what is doubtful in it, changes with every fit. A skipped pair counts too, which asked the same of two groups.
 */
function skippedGroups(space: PhotoSpace, members: AskOptions['members'], skipped: AskOptions['skipped']): Set<string> {
  const groupOf = groupsOfRows(space, members);
  const rowOf = new Map(Array.from(space.ids, (id, row) => [id, row]));
  return new Set([...skipped].map((key) => key.split(' ')).filter(({ length }) => length <= 2).map((photos) => {
    const rows = photos.map((photo) => rowOf.get(Number(photo)));
    return keyOfGroups(rows.map((row) => (row === undefined ? -1 : groupOf[row]!)));
  }));
}

function keyOfGroups(groups: readonly number[]): string {
  return [...groups].sort((a, b) => a - b).join(' ');
}

function groupsOfRows({ ids }: PhotoSpace, members: AskOptions['members']): Int32Array {
  const groups = new Int32Array(ids.length).fill(-1);
  members.forEach((rows, group) => { for (let at = 0; at < rows.length; at++) groups[rows[at]!] = group; });
  return groups;
}

/** For each group, those that hold a neighbour of one of its photos. */
function neighbouring(space: PhotoSpace, members: AskOptions['members']): Set<number>[] {
  const { k, neighbours, ids } = space;
  const group = groupsOfRows(space, members);
  const near = members.map(() => new Set<number>());
  for (let row = 0; row < ids.length; row++) {
    for (let at = row * k; at < (row + 1) * k; at++) {
      const [p, q] = [group[row]!, group[neighbours[at]!]!];
      if (p === q || p < 0 || q < 0) continue;
      near[p]!.add(q);
      near[q]!.add(p);
    }
  }
  return near;
}
