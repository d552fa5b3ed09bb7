// A seeded random walk over a library's judgments: says, changes, undoes, redoes, moves files, indexes again, opens again, fits the
// metric again and groups. Throws where a judgment is lost, broken or forgotten. For the test, and for the bench with a million steps.

import { Judge } from '../../../src-main/library/judging/judge.ts';
import { openStore, type Store } from '../../../src-main/store/database.ts';
import { writeIndexed } from '../../../src-main/store/indexed.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { beginScan } from '../../../src-main/store/scan.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import type { JudgmentId, PhotoId, Statement } from '../../../src-shared/contract.ts';
import { seeded } from '../../made-library.ts';
import { madeFile, madeVersions } from '../../store/made-store.ts';
import { WalkedGroups } from './walked-groups.ts';

export interface Walk {
  readonly steps: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly inForce: number;
}

export interface WalkOptions {
  readonly folder: string;
  readonly steps: number;
  readonly seed: number;
  readonly photos?: number;
  /** Stops before the next step after that long. */
  readonly milliseconds?: number;
  /** How often everything is compared with what the log should amount to. */
  readonly checkEvery?: number;
  /** How often photos are grouped at every granularity, in steps. */
  readonly groupEvery?: number;
  /** How often the metric is fitted to what is in force, in steps. */
  readonly fitEvery?: number;
}

/** Judgments by their text: what must be in force, as two stacks of whole states. */
type State = ReadonlyMap<JudgmentId, string>;

export function walk({ folder, steps, seed, photos = 40, milliseconds = Infinity, checkEvery = 50, groupEvery = 40, fitEvery = 500 }: WalkOptions): Walk {
  const random = seeded(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const counts: Record<string, number> = {};
  const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
  const contents = Array.from({ length: photos }, (_, at) => `content ${at}`);
  let paths = contents.map((content) => `${content}.jpg`);
  let store = openStore(folder);
  index(store, paths, contents);
  let judge = new Judge(store, DEFAULT_LENS);
  const groups = new WalkedGroups(photos, seed);
  let now: State = new Map();
  const done: State[] = [];
  let undone: State[] = [];

  const end = performance.now() + milliseconds;
  let step = 0;
  for (; step < steps && performance.now() < end; step++) {
    const what = random();
    if (what < 0.55 || (what < 0.65 && now.size === 0)) {
      const statement = anyStatement(pick, photos);
      const outcome = judge.add(statement, { now: step });
      count(outcome.status);
      if (outcome.status === 'recorded') said(outcome.log.undoable?.id === outcome.judgments[0]?.id, outcome.judgments);
      else if (outcome.status === 'contradiction') {
        if (outcome.chain.length === 0 || outcome.chain.some(({ id }) => !now.has(id))) throw new Error(`step ${step}: a chain of judgments that are not in force`);
        // as the user would: drop one link, say the new one
        const drop = outcome.chain[pick(outcome.chain.length)]!.id;
        if (random() < 0.7) {
          const changed = judge.change({ drop: [drop], statements: [statement] }, step);
          count(`change ${changed.status}`);
          if (changed.status === 'recorded') said(true, changed.judgments);
        }
      }
    } else if (what < 0.78) {
      count('undo');
      judge.undo({ now: step });
      const before = done.pop();
      if (before) {
        undone.push(now);
        now = before;
      }
    } else if (what < 0.9) {
      count('redo');
      judge.redo({ now: step });
      const after = undone.pop();
      if (after) {
        done.push(now);
        now = after;
      }
    } else if (what < 0.985) {
      count('move');
      const at = pick(photos);
      paths = paths.with(at, `moved ${step}/${at}.jpg`);
    } else if (what < 0.997) {
      count('index');
      index(store, paths, contents);
    } else {
      count('open');
      store.close();
      store = openStore(folder);
      judge = new Judge(store, DEFAULT_LENS);
    }
    if (done.length > 2000) done.splice(0, 1000); // the walk never undoes that far
    if (step % checkEvery === 0) check(step);
    if (step % fitEvery === fitEvery - 1) {
      count('fit');
      groups.fit(judge.log.judgments);
    }
    if (step % groupEvery === groupEvery - 1) {
      count('group');
      groups.group(judge.log.judgments);
    }
  }
  check(step);
  groups.group(judge.log.judgments);
  store.close();
  return { steps: step, counts, inForce: now.size };

  function said(whole: boolean, made: readonly { readonly id: JudgmentId; readonly statement: Statement }[]): void {
    if (!whole) throw new Error(`step ${step}: what was said is not what undo would take back`);
    done.push(now);
    undone = [];
    // a degree or a change drops others: the log says which; that it dropped no more is checked below
    const inForce = new Set(judge.log.judgments.map(({ id }) => id));
    const dropped = [...now.keys()].filter((id) => !inForce.has(id));
    if (dropped.length > 1) throw new Error(`step ${step}: one answer dropped ${dropped.length} others`);
    const next = new Map(now);
    for (const id of dropped) next.delete(id);
    for (const { id, statement } of made) next.set(id, JSON.stringify(statement));
    now = next;
  }

  function check(at: number): void {
    const log = judge.log.judgments;
    if (log.length !== now.size) throw new Error(`step ${at}: expected ${now.size} judgments in force, got ${log.length}`);
    for (const { id, statement } of log) if (now.get(id) !== JSON.stringify(statement)) throw new Error(`step ${at}: judgment ${id} is lost or changed`);
    const { contradictions } = Constraints.of(log);
    if (contradictions.length > 0) throw new Error(`step ${at}: judgments ${contradictions.join(', ')} contradict others in force`);
  }
}

/** As an index run does: everything is scanned, what is new at its path is read. */
function index(store: Store, paths: readonly string[], contents: readonly string[]): void {
  const scan = beginScan(store);
  const { toRead } = scan.compare(paths.map((path) => ({ path, size: 10, modifiedMs: 1000.25 })));
  const content = new Map(paths.map((path, at) => [path, contents[at]!]));
  scan.finish(1);
  if (toRead.length > 0) writeIndexed(store, madeVersions(store), toRead.map(({ path }) => madeFile(path, content.get(path))), 0);
}

function anyStatement(pick: (count: number) => number, photos: number): Statement {
  const all = new Set<PhotoId>();
  while (all.size < 5) all.add((1 + pick(photos)) as PhotoId); // ids are given from 1
  const [a, b, c, d, e] = [...all] as [PhotoId, PhotoId, PhotoId, PhotoId, PhotoId]; // five by construction
  switch (pick(8)) {
    case 0: case 1: return { kind: 'similar', photos: [a, b] };
    case 2: case 3: return { kind: 'different', photos: [a, b] };
    case 4: return { kind: 'degree', photos: [a, b], degree: pick(11) / 10 };
    case 5: return { kind: 'closer', photos: [a, b, c] };
    case 6: return { kind: 'together', photos: [a, b, c] };
    default: return { kind: 'apart', photos: [a, b], others: [c, d, e] };
  }
}
