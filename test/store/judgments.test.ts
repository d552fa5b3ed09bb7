import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Judge } from '../../src-main/library/judging/judge.ts';
import { appendSaid, appendTurn, identityOf, lookUpPhotos, readJudgmentLog, readLedger, readOneSaid, type Said, withPictures } from '../../src-main/store/judgments.ts';
import { addLens, DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import { beginScan } from '../../src-main/store/scan.ts';
import { connect } from '../../src-main/store/sqlite.ts';
import { toPayload } from '../../src-main/store/statement.ts';
import type { Store } from '../../src-main/store/database.ts';
import type { Step } from '../../src-main/store/ledger.ts';
import type { JudgmentId, LensId, Origin, PhotoId, Statement } from '../../src-shared/contract.ts';
import { madeFolder, madeHash, madeStore, writeMade } from './made-store.ts';
import { anyStatement } from './any-statement.ts';
import { volunteered } from '../origins.ts';

const NAMES = Array.from({ length: 12 }, (_, i) => `${String(i + 1).padStart(2, '0')}.jpg`);
const pair = (a: number, b: number): Statement => ({ kind: 'similar', photos: [a as PhotoId, b as PhotoId] });
const say = (store: Store, lensId: LensId, statements: readonly Statement[], madeAt: number, dropped: readonly JudgmentId[] = []): Step =>
  appendSaid(store, lensId, { made: statements.map((statement): Said => ({ kind: statement.kind, payload: toPayload(statement, (id) => identityOf(store, id)), origin: volunteered, madeAt })), dropped }, madeAt);

/** A store that holds one photo. */
function madeWith(name: string): Store {
  const store = madeStore();
  writeMade(store, [name]);
  return store;
}

const anyMove = fc.record({
  lens: fc.constantFrom(0, 0, 1),
  move: fc.oneof({ weight: 2, arbitrary: fc.array(anyStatement, { minLength: 1, maxLength: 3 }) }, { weight: 2, arbitrary: fc.constant('undo' as const) }, { weight: 2, arbitrary: fc.constant('redo' as const) })
});

describe('the judgment log', () => {
  it('is of photos that came while the others were looked up, too', async () => {
    const store = madeStore();
    writeMade(store, ['01.jpg', '02.jpg']);
    const hash = (name: string): string => identityOf(madeWith(name), 1 as PhotoId).hash;
    appendSaid(store, DEFAULT_LENS, { made: [['01.jpg', '03.jpg'], ['01.jpg', '02.jpg']].map((photos): Said => ({ kind: 'similar', payload: { photos: photos.map(hash) }, madeAt: 0, origin: volunteered })), dropped: [] }, 0);
    expect(readJudgmentLog(store, DEFAULT_LENS).judgments).toHaveLength(1);
    let pauses = 0;
    const pause = async (): Promise<void> => {
      if (++pauses === 3) writeMade(store, ['03.jpg']);
    };
    await lookUpPhotos(store, DEFAULT_LENS, { slice: 1, pause });
    expect(pauses).toBe(4);
    expect(readJudgmentLog(store, DEFAULT_LENS).judgments).toHaveLength(2);
    await expect(lookUpPhotos(store, DEFAULT_LENS, { pause: async () => store.close() })).rejects.toThrow('was closed');
  });

  it('does what two stacks of steps per lens do, whatever the order, and after reopening', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { minLength: 10, maxLength: 60 }), (moves) => {
        const folder = madeFolder();
        const store = madeStore(folder);
        writeMade(store, NAMES);
        const lenses: LensId[] = [DEFAULT_LENS, addLens(store, 'other', 0).id];
        const stacks = lenses.map(() => ({ done: [] as { step: Step; statements: readonly Statement[] }[], undone: [] as { step: Step; statements: readonly Statement[] }[] }));
        for (const [at, { lens, move }] of moves.entries()) {
          const id = lenses[lens]!;
          const { done, undone } = stacks[lens]!;
          if (typeof move === 'string') {
            const [from, to] = move === 'undo' ? [done, undone] : [undone, done];
            const turned = from.pop();
            if (turned === undefined) continue;
            appendTurn(store, id, move, turned.step, at);
            to.push(turned);
          } else {
            done.push({ step: say(store, id, move, at), statements: move });
            undone.length = 0;
          }
          const log = readJudgmentLog(store, id);
          expect(log.judgments.map(({ statement }) => statement)).toEqual(done.flatMap(({ statements }) => statements));
          expect([log.undoable?.id, log.redoable?.id]).toEqual([done.at(-1)?.step.id, undone.at(-1)?.step.id]);
        }
        store.close();
        const again = madeStore(folder);
        expect(lenses.map((id) => readLedger(again, id).inForce)).toEqual(stacks.map(({ done }) => done.flatMap(({ step }) => step.made)));
        again.close();
      }),
      { numRuns: 12 }
    );
  });

  it('only ever grows: what a step drops is revoked, and restored when the step is undone', () => {
    const store = madeStore();
    writeMade(store, NAMES);
    const first = say(store, DEFAULT_LENS, [pair(1, 2)], 1);
    const second = say(store, DEFAULT_LENS, [pair(1, 3), pair(3, 4)], 2, first.made);
    appendTurn(store, DEFAULT_LENS, 'undo', second, 3);
    appendTurn(store, DEFAULT_LENS, 'redo', second, 4);
    const rows = store.db.prepare('SELECT kind, target, step, act, of_step, made_at FROM judgments ORDER BY id').raw().all();
    expect(rows).toEqual([
      ['similar', null, null, 'say', null, 1],
      ['similar', null, null, 'say', null, 2], ['similar', null, 2, 'say', null, 2], ['revoke', 1, 2, 'say', null, 2],
      ['revoke', 2, null, 'undo', 2, 3], ['revoke', 3, 5, 'undo', 2, 3], ['restore', 1, 5, 'undo', 2, 3],
      ['revoke', 1, null, 'redo', 2, 4], ['restore', 2, 8, 'redo', 2, 4], ['restore', 3, 8, 'redo', 2, 4]
    ]);
    expect(readJudgmentLog(store, DEFAULT_LENS)).toMatchObject({ judgments: [{ id: 2 }, { id: 3 }], undoable: { id: 2, made: 2, dropped: 1 }, redoable: null });
  });

  it('keeps contents and pictures, so that a moved file keeps its judgments', () => {
    const store = madeStore();
    writeMade(store, NAMES);
    say(store, DEFAULT_LENS, [pair(1, 2)], 1);
    const payload = store.db.prepare('SELECT payload FROM judgments').pluck().get() as string; // TEXT by the schema
    expect(JSON.parse(payload)).toEqual({ photos: [madeHash('01.jpg'), madeHash('02.jpg')], pictures: [madeHash('picture of 01.jpg'), madeHash('picture of 02.jpg')] });
    beginScan(store).finish(5);
    expect(readFiles(store)).toEqual([]);
    expect(readJudgmentLog(store, DEFAULT_LENS).judgments[0]?.statement).toEqual(pair(1, 2));
  });

  it('keeps judgments about photos it does not know, and shows them once it does', () => {
    const store = madeStore();
    writeMade(store, NAMES);
    say(store, DEFAULT_LENS, [pair(1, 2)], 1);
    appendSaid(store, DEFAULT_LENS, { made: [{ kind: 'similar', payload: { photos: [madeHash('01.jpg'), madeHash('elsewhere')] }, origin: volunteered, madeAt: 2 }], dropped: [] }, 2);
    expect(readJudgmentLog(store, DEFAULT_LENS).judgments.map(({ madeAt }) => madeAt)).toEqual([1]);
    writeMade(store, ['elsewhere']);
    expect(readJudgmentLog(store, DEFAULT_LENS).judgments.map(({ madeAt }) => madeAt)).toEqual([1, 2]);
  });

  it('finds a photo by its picture if it does not know the content', () => {
    const store = madeStore();
    writeMade(store, NAMES);
    const [a, b] = ['01.jpg', '02.jpg'].map((name) => madeHash(`picture of ${name}`)) as [string, string];
    appendSaid(store, DEFAULT_LENS, { made: [{ kind: 'similar', payload: { photos: [madeHash('edited there'), madeHash('and there')], pictures: [a, b] }, origin: volunteered, madeAt: 1 }], dropped: [] }, 1);
    expect(readJudgmentLog(store, DEFAULT_LENS).judgments.map(({ statement }) => statement)).toEqual([pair(1, 2)]);
    const old = { photos: [madeHash('01.jpg'), madeHash('not here')], others: [madeHash('02.jpg')] };
    expect(withPictures(store, old)).toEqual({ ...old, pictures: [a, null, b] });
  });

  it('keeps how each judgment came about, over undo and redo and after reopening', () => {
    const folder = madeFolder();
    const store = madeStore(folder);
    writeMade(store, NAMES);
    const origins: Origin[] = [{ kind: 'asked', probability: 0.25 }, { kind: 'volunteered', height: 1.5 }, { kind: 'volunteered', height: null }];
    const made = origins.map((origin, at): Said => ({ kind: 'similar', payload: toPayload(pair(at + 1, at + 2), (id) => identityOf(store, id)), origin, madeAt: at }));
    const step = appendSaid(store, DEFAULT_LENS, { made, dropped: [] }, 1);
    expect(readOneSaid(store, step.made[0]!)?.origin).toEqual(origins[0]);
    appendTurn(store, DEFAULT_LENS, 'undo', step, 2);
    appendTurn(store, DEFAULT_LENS, 'redo', step, 3);
    store.close();
    const again = madeStore(folder);
    expect(readJudgmentLog(again, DEFAULT_LENS).judgments.map(({ origin }) => origin)).toEqual(origins);
    again.close();
  });

  it('has a higher revision after every change, undo and redo too, and counts its own entries alone', () => {
    const store = madeStore();
    writeMade(store, NAMES);
    const other = addLens(store, 'other', 0).id;
    const revision = (): number => readJudgmentLog(store, DEFAULT_LENS).revision;
    expect(revision()).toBe(0);
    const step = say(store, DEFAULT_LENS, [pair(1, 2), pair(2, 3)], 1);
    expect(revision()).toBe(2);
    say(store, other, [pair(1, 2)], 2);
    expect([revision(), readJudgmentLog(store, other).revision]).toEqual([2, 3]);
    appendTurn(store, DEFAULT_LENS, 'undo', step, 3);
    expect(revision()).toBe(5);
    appendTurn(store, DEFAULT_LENS, 'redo', step, 4);
    expect(revision()).toBe(7);
  });

  it('records nothing through an unknown lens', () => {
    const store = madeStore();
    writeMade(store, NAMES);
    expect(() => say(store, 9 as LensId, [pair(1, 2)], 1)).toThrow(expect.objectContaining({ code: 'bad-request', message: 'There is no lens 9 in this library. Choose another one.' }));
    expect(() => readJudgmentLog(store, 9 as LensId)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(() => readOneSaid(store, 1 as JudgmentId)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(() => identityOf(store, 99 as PhotoId)).toThrow('There is no photo 99 in this library.');
  });
});

describe('damaged entries', () => {
  it.each<[string, string]>([
    ['an unknown kind', "kind = 'simi|ar'"],
    ['an unknown act', "act = 'sax'"],
    ['a payload that is no JSON', "payload = '{&' || substr(payload, 3)"],
    ['a payload without photos', "payload = '{\"photoz\":[]}'"],
    ['a payload with one photo', "payload = json_remove(payload, '$.photos[1]')"],
    ['a target that it cannot have', 'target = 1']
  ])('with %s are left out and counted, and take no other with them', (_what, damage) => {
    const folder = madeFolder();
    const store = madeStore(folder);
    const ids = [...writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']).values()];
    const judge = new Judge(store, DEFAULT_LENS);
    for (let at = 1; at < ids.length; at++) judge.add({ kind: 'similar', photos: [ids[0], ids[at]] as [PhotoId, PhotoId] });
    store.close();
    const db = connect(join(folder, 'library.db'), {});
    db.exec(`PRAGMA ignore_check_constraints = ON; DROP TRIGGER judgments_are_never_changed; UPDATE judgments SET ${damage} WHERE id = 2`);
    db.close();

    const damaged = madeStore(folder);
    for (const log of [readJudgmentLog(damaged, DEFAULT_LENS), new Judge(damaged, DEFAULT_LENS).log]) {
      expect(log.judgments.map(({ id }) => id)).toEqual([1, 3]);
      expect(log.unreadable).toBe(1);
    }
    const again = new Judge(damaged, DEFAULT_LENS);
    again.undo();
    again.undo();
    expect(again.log.judgments.length).toBeLessThan(2);
    expect(again.add({ kind: 'different', photos: [ids[1], ids[2]] as [PhotoId, PhotoId] }).status).toBe('recorded');
  });

  it.each<[string, string]>([
    ['no JSON', '{"kind":"as'],
    ['no object', '7'],
    ['an unknown kind', '{"kind":"guessed","probability":0.5}'],
    ['a probability of 2', '{"kind":"asked","probability":2}'],
    ['no probability', '{"kind":"asked","probability":null}'],
    ['a negative height', '{"kind":"volunteered","height":-1}'],
    ['no height', '{"kind":"volunteered"}']
  ])('whose origin is %s count, as volunteered of unknown groups', (_what, origin) => {
    const folder = madeFolder();
    const store = madeStore(folder);
    const [a, b] = [...writeMade(store, ['a.jpg', 'b.jpg']).values()] as [PhotoId, PhotoId];
    new Judge(store, DEFAULT_LENS).add({ kind: 'similar', photos: [a, b] }, { origin: { kind: 'asked', probability: 0.5 } });
    store.close();
    const db = connect(join(folder, 'library.db'), {});
    db.exec('DROP TRIGGER judgments_are_never_changed');
    db.prepare('UPDATE judgments SET origin = ?').run(origin);
    db.close();

    const { judgments, unreadable } = readJudgmentLog(madeStore(folder), DEFAULT_LENS);
    expect(judgments).toMatchObject([{ statement: { photos: [a, b] }, origin: volunteered }]);
    expect(unreadable).toBeUndefined();
  });
});
