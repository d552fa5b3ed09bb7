import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addJudgment, readJudgmentLog, redoJudgment, undoJudgment } from '../../src-main/store/judgments.ts';
import { addLens, DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import { beginScan } from '../../src-main/store/scan.ts';
import type { Judgment, LensId, PhotoId, Statement } from '../../src-shared/contract.ts';
import { madeFolder, madeHash, madeStore, writeMade } from './made-store.ts';
import { anyStatement } from './any-statement.ts';

const NAMES = Array.from({ length: 12 }, (_, i) => `${String(i + 1).padStart(2, '0')}.jpg`);
const pair = (a: number, b: number): Statement => ({ kind: 'similar', photos: [a as PhotoId, b as PhotoId] });

/** What the log must amount to: two stacks per lens. */
class Model {
  readonly done: Judgment[] = [];
  undone: Judgment[] = [];

  add(judgment: Judgment): void {
    this.done.push(judgment);
    this.undone = [];
  }
  undo(): Judgment | null {
    const judgment = this.done.pop();
    if (judgment !== undefined) this.undone.push(judgment);
    return judgment ?? null;
  }
  redo(): Judgment | null {
    const judgment = this.undone.pop();
    if (judgment !== undefined) this.done.push(judgment);
    return judgment ?? null;
  }
}

const anyStep = fc.record({
  lens: fc.constantFrom(0, 0, 1),
  step: fc.oneof({ weight: 2, arbitrary: anyStatement }, { weight: 2, arbitrary: fc.constant('undo' as const) }, { weight: 2, arbitrary: fc.constant('redo' as const) })
});

describe('the judgment log', () => {
  it('does what two stacks per lens do, whatever the order, and after reopening', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 10, maxLength: 60 }), (steps) => {
        const folder = madeFolder();
        const store = madeStore(folder);
        writeMade(store, NAMES);
        const lenses: LensId[] = [DEFAULT_LENS, addLens(store, 'other', 0).id];
        const models = lenses.map(() => new Model());
        for (const [at, { lens, step }] of steps.entries()) {
          const id = lenses[lens]!;
          const model = models[lens]!;
          if (step === 'undo') expect(undoJudgment(store, id, at)).toEqual(model.undo());
          else if (step === 'redo') expect(redoJudgment(store, id, at)).toEqual(model.redo());
          else model.add(addJudgment(store, id, step, at));
          const log = readJudgmentLog(store, id);
          expect(log).toEqual({ lensId: id, judgments: model.done, undoable: model.done.at(-1) ?? null, redoable: model.undone.at(-1) ?? null });
        }
        store.close();
        const again = madeStore(folder);
        expect(lenses.map((id) => readJudgmentLog(again, id).judgments)).toEqual(models.map(({ done }) => done));
        again.close();
      }),
      { numRuns: 12 }
    );
  });

  it('only ever grows', () => {
    const store = madeStore();
    writeMade(store, NAMES);
    addJudgment(store, DEFAULT_LENS, pair(1, 2), 1);
    undoJudgment(store, DEFAULT_LENS, 2);
    redoJudgment(store, DEFAULT_LENS, 3);
    undoJudgment(store, DEFAULT_LENS, 4);
    const rows = store.db.prepare('SELECT kind, target, made_at FROM judgments ORDER BY id').raw().all();
    expect(rows).toEqual([['similar', null, 1], ['revoke', 1, 2], ['restore', 1, 3], ['revoke', 1, 4]]);
  });

  it('keeps contents, so that a moved file keeps its judgments', () => {
    const store = madeStore();
    writeMade(store, NAMES);
    const { statement } = addJudgment(store, DEFAULT_LENS, pair(1, 2), 1);
    const payload = store.db.prepare('SELECT payload FROM judgments').pluck().get() as string; // TEXT by the schema
    expect(JSON.parse(payload)).toEqual({ photos: [madeHash('01.jpg'), madeHash('02.jpg')] });
    beginScan(store).finish(5);
    expect(readFiles(store)).toEqual([]);
    expect(readJudgmentLog(store, DEFAULT_LENS).judgments[0]?.statement).toEqual(statement);
  });

  it('keeps judgments about photos it does not know, and neither shows nor undoes them', () => {
    const store = madeStore();
    writeMade(store, NAMES);
    const seen = addJudgment(store, DEFAULT_LENS, pair(1, 2), 1);
    const payload = JSON.stringify({ photos: [madeHash('01.jpg'), madeHash('elsewhere')] });
    store.db.prepare("INSERT INTO judgments (lens_id, kind, payload, made_at) VALUES (1, 'similar', ?, 2)").run(payload);
    expect(readJudgmentLog(store, DEFAULT_LENS)).toMatchObject({ judgments: [seen], undoable: seen });
    expect(undoJudgment(store, DEFAULT_LENS, 3)).toEqual(seen);
    expect(undoJudgment(store, DEFAULT_LENS, 4)).toBeNull();

    writeMade(store, ['elsewhere']);
    expect(readJudgmentLog(store, DEFAULT_LENS).judgments.map(({ madeAt }) => madeAt)).toEqual([2]);
  });

  it('records nothing of a statement about an unknown photo or lens, or that says nothing', () => {
    const store = madeStore();
    writeMade(store, NAMES);
    expect(() => addJudgment(store, DEFAULT_LENS, pair(1, 99), 1)).toThrow(expect.objectContaining({ code: 'photo-missing' }));
    expect(() => addJudgment(store, DEFAULT_LENS, pair(1, 1), 1)).toThrow(RangeError);
    expect(() => addJudgment(store, 9 as LensId, pair(1, 2), 1)).toThrow('expected a lens, got 9');
    expect(readJudgmentLog(store, DEFAULT_LENS)).toEqual({ lensId: DEFAULT_LENS, judgments: [], undoable: null, redoable: null });
  });
});
