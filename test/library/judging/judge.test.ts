import { describe, expect, it, vi } from 'vitest';
import { Closure } from '../../../src-main/library/judging/closure.ts';
import { Judge } from '../../../src-main/library/judging/judge.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import type { Store } from '../../../src-main/store/database.ts';
import type { JudgmentId, JudgmentLog, LensId, Origin, PhotoId, Statement } from '../../../src-shared/contract.ts';
import { type IndexedFile, writeIndexed } from '../../../src-main/store/indexed.ts';
import { readFiles } from '../../../src-main/store/photos.ts';
import { madeFile, madeHash, madePhoto, madeStore, madeVersions, writeMade } from '../../store/made-store.ts';
import { asked, volunteered } from '../../origins.ts';

const names = Array.from({ length: 9 }, (_, at) => `${at + 1}.jpg`);
const ids = (...numbers: number[]) => numbers as unknown as [PhotoId, PhotoId, PhotoId]; // the brand has no other source in a test
const pair = (a: number, b: number) => ids(a, b) as unknown as [PhotoId, PhotoId];
const similar = (a: number, b: number): Statement => ({ kind: 'similar', photos: pair(a, b) });
const different = (a: number, b: number): Statement => ({ kind: 'different', photos: pair(a, b) });
const degree = (a: number, b: number, value: number): Statement => ({ kind: 'degree', photos: pair(a, b), degree: value });
const closer = (a: number, b: number, c: number): Statement => ({ kind: 'closer', photos: ids(a, b, c) });

function madeJudge(): { store: Store; judge: Judge; again: () => Judge; inForce: () => Statement[] } {
  const store = madeStore();
  writeMade(store, names);
  const judge = new Judge(store, DEFAULT_LENS);
  return { store, judge, again: () => new Judge(store, DEFAULT_LENS), inForce: () => judge.log.judgments.map(({ statement }) => statement) };
}

describe('saying', () => {
  it('records every kind, and each is there after reading the log again', () => {
    const { judge, again } = madeJudge();
    const said: Statement[] = [
      similar(1, 2), different(1, 3), degree(1, 4, 0.25), closer(1, 2, 5), { kind: 'together', photos: ids(4, 5, 6) }, { kind: 'apart', photos: ids(4), others: ids(7, 8) }
    ];
    for (const statement of said) expect(judge.add(statement)).toMatchObject({ status: 'recorded', judgments: [{ statement }] });
    expect(again().log).toEqual(judge.log);
    for (const statement of said) expect(judge.add(statement).status).toBe('already-known');
  });

  it('takes back any judgment, however old, without its consequences, and undo brings it back to its place', () => {
    const { judge, again, inForce } = madeJudge();
    const said = [similar(1, 2), similar(2, 3), different(3, 4), degree(5, 6, 0.5)];
    for (const statement of said) judge.add(statement);
    expect(judge.change({ drop: [1 as JudgmentId] })).toMatchObject({ status: 'recorded', log: { undoable: { made: 0, dropped: 1 } } });
    expect(inForce()).toEqual(said.slice(1));
    expect(judge.add(different(1, 2)).status).toBe('recorded'); // nothing says otherwise any more
    judge.undo();
    judge.undo();
    expect(inForce()).toEqual(said);
    expect(again().log).toEqual(judge.log);
  });

  it('keeps how each came about, also in the chain it contradicts, over undo and redo, and after reading the log again', () => {
    const { judge, again } = madeJudge();
    const origins: Origin[] = [{ kind: 'asked', probability: 0.8 }, { kind: 'volunteered', height: 1.25 }];
    judge.add(similar(1, 2), { origin: origins[0]! });
    judge.change({ statements: [similar(2, 3), similar(4, 5)], origin: origins[1]! });
    expect(judge.add(different(1, 3), { origin: asked })).toMatchObject({ status: 'contradiction', chain: origins.map((origin) => ({ origin })) });
    judge.undo();
    judge.redo();
    expect(judge.log.judgments.map(({ origin }) => origin)).toEqual([origins[0], origins[1], origins[1]]);
    judge.change({ drop: [1 as JudgmentId], statements: [different(1, 3)], origin: asked });
    judge.undo();
    expect(judge.log.judgments.map(({ origin }) => origin)).toEqual([origins[0], origins[1], origins[1]]);
    expect(again().log).toEqual(judge.log);
  });

  it('gives the log a higher revision with every entry, and the same one while nothing is recorded', () => {
    const { judge, again } = madeJudge();
    const revisions = [judge.log.revision];
    const look = (outcome: { readonly log: JudgmentLog } | JudgmentLog): number => revisions.push('log' in outcome ? outcome.log.revision : outcome.revision);
    look(judge.add(similar(1, 2)));
    look(judge.add(similar(2, 1)));
    look(judge.undo());
    look(judge.undo());
    look(judge.redo());
    expect(revisions).toEqual([0, 1, 1, 2, 2, 3]);
    expect(again().log.revision).toBe(3);
  });

  it.each<[string, Statement, string]>([
    ['a photo with itself', similar(1, 1), 'one photo twice'],
    ['a photo against itself', { kind: 'apart', photos: ids(1, 2), others: ids(2) }, 'one photo twice'],
    ['one photo together', { kind: 'together', photos: ids(1) }, '2 or more photos, got 1'],
    ['nothing apart', { kind: 'apart', photos: ids(1), others: ids() }, 'got none on the other'],
    ['a degree of 3', degree(1, 2, 3), 'from 0 to 1, got 3'],
    ['a photo closer to itself', closer(1, 1, 2), 'one photo twice'],
    ['an unknown photo', similar(1, 99), 'There is no photo 99']
  ])('refuses %s as a bad request and records nothing', (_what, statement, message) => {
    const { judge, inForce } = madeJudge();
    expect(() => judge.add(statement)).toThrow(expect.objectContaining({ code: 'bad-request', message: expect.stringContaining(message) as string }));
    expect(inForce()).toEqual([]);
    expect(judge.add(similar(1, 2)).status).toBe('recorded');
  });

  it('refuses an unknown lens as a bad request', () => {
    expect(() => new Judge(madeStore(), 7 as LensId)).toThrow(expect.objectContaining({ code: 'bad-request', message: expect.stringContaining('There is no lens 7') as string }));
  });

  it('lets a newer degree of a pair take the place of the older one, and undo bring that back', () => {
    const { judge, inForce } = madeJudge();
    judge.add(degree(1, 2, 0.25));
    expect(judge.add(degree(2, 1, 0.75))).toMatchObject({ status: 'recorded', log: { undoable: { made: 1, dropped: 1 } } });
    expect(inForce()).toEqual([degree(2, 1, 0.75)]);
    judge.undo();
    expect(inForce()).toEqual([degree(1, 2, 0.25)]);
  });

  it('shows comparisons that run in a circle as the chain that closes it', () => {
    const { judge } = madeJudge();
    judge.add(closer(1, 2, 3));
    judge.add(closer(3, 1, 2)); // so 1–2 < 1–3 < 2–3
    expect(judge.add(closer(2, 1, 3)).status).toBe('already-known');
    expect(judge.add(closer(2, 3, 1))).toMatchObject({ status: 'contradiction', chain: [{ id: 1 }, { id: 2 }] });
    expect(judge.add(closer(1, 3, 2))).toMatchObject({ status: 'contradiction', chain: [{ id: 1 }] });
  });
});

describe('changing', () => {
  it('drops the answer chosen from the chain and says the new one, as one step', () => {
    const { judge, inForce, again } = madeJudge();
    judge.add(similar(1, 2));
    judge.add(similar(2, 3));
    const outcome = judge.add(different(1, 3));
    expect(outcome).toMatchObject({ status: 'contradiction', chain: [{ id: 1 }, { id: 2 }] });
    expect(judge.change({ drop: [2 as JudgmentId], statements: [different(1, 3)] })).toMatchObject({ status: 'recorded' });
    expect(inForce()).toEqual([similar(1, 2), different(1, 3)]);
    expect(judge.undo().judgments.map(({ statement }) => statement)).toEqual([similar(1, 2), similar(2, 3)]);
    expect(judge.redo().judgments.map(({ statement }) => statement)).toEqual([similar(1, 2), different(1, 3)]);
    expect(again().log).toEqual(judge.log);
  });

  it('tries several statements on the closure that is there, and knows them by their ids afterwards', () => {
    const { judge, inForce } = madeJudge();
    judge.add(similar(1, 2));
    const { closure } = judge;
    const built = vi.spyOn(Closure, 'of');
    expect(judge.change({ statements: [similar(2, 3), similar(1, 3), different(3, 4), degree(5, 6, 0.5)] })).toMatchObject({ status: 'recorded', judgments: [{ id: 2 }, { id: 3 }, { id: 4 }] });
    expect(judge.closure).toBe(closure);
    expect(judge.add(different(1, 3))).toMatchObject({ status: 'contradiction', chain: [{ id: 1 }, { id: 2 }] });
    expect([closure.reasons(ids(2)[0], ids(4)[0]), closure.reasons(ids(1)[0], ids(3)[0])]).toEqual([[2, 3], [1, 2]]);
    expect(judge.change({ statements: [similar(7, 8), similar(1, 3)] }).status).toBe('recorded');
    expect(judge.change({ statements: [similar(8, 7), similar(3, 1)] }).status).toBe('already-known');
    expect(judge.closure).toBe(closure);
    expect(built).not.toHaveBeenCalled();
    built.mockRestore();
    expect(judge.change({ statements: [degree(6, 5, 0.75)] })).toMatchObject({ status: 'recorded', log: { undoable: { made: 1, dropped: 1 } } });
    expect(inForce()).toEqual([similar(1, 2), similar(2, 3), different(3, 4), similar(7, 8), degree(6, 5, 0.75)]);
  });

  it('keeps nothing of several statements if a later one contradicts, or if they cannot be recorded', () => {
    const { store, judge, inForce } = madeJudge();
    judge.add(similar(1, 2));
    const { closure } = judge;
    expect(judge.change({ statements: [different(1, 2), similar(5, 6)] }).status).toBe('contradiction');
    expect(judge.closure).toBe(closure); // nothing had been tried
    expect(judge.change({ statements: [similar(5, 6), different(1, 2)] })).toMatchObject({ status: 'contradiction', chain: [{ id: 1 }] });
    expect(judge.add(different(5, 6)).status).toBe('recorded');
    store.db.pragma('query_only = on');
    expect(() => judge.change({ statements: [similar(7, 8), similar(8, 9)] })).toThrow('readonly');
    store.db.pragma('query_only = off');
    expect(judge.change({ statements: [different(7, 8), different(8, 9)] }).status).toBe('recorded');
    expect(inForce()).toEqual([similar(1, 2), different(5, 6), different(7, 8), different(8, 9)]);
  });

  it('changes nothing where it still contradicts', () => {
    const { judge, inForce } = madeJudge();
    for (const statement of [similar(1, 2), similar(2, 3), { kind: 'together', photos: ids(1, 3) } as const]) judge.add(statement);
    judge.add(similar(3, 4));
    const before = inForce();
    expect(judge.change({ drop: [1 as JudgmentId], statements: [similar(5, 6), different(2, 4)] }).status).toBe('contradiction');
    expect(inForce()).toEqual(before);
    expect(judge.add(similar(1, 4)).status).toBe('already-known');
    expect(judge.add(similar(5, 6)).status).toBe('recorded');
  });

  it('says several things at once, all or nothing, without what is known already', () => {
    const { judge, inForce } = madeJudge();
    judge.add(similar(1, 2));
    const outcome = judge.change({ statements: [similar(2, 1), { kind: 'apart', photos: ids(1), others: ids(3, 4) }, similar(3, 4)] });
    expect(outcome).toMatchObject({ status: 'recorded', log: { undoable: { made: 2, dropped: 0 } } });
    judge.undo();
    expect(inForce()).toEqual([similar(1, 2)]);
    expect(judge.change({ statements: [similar(1, 2)] }).status).toBe('already-known');
    expect(() => judge.change({ statements: [similar(5, 6), different(5, 6)] })).toThrow('contradict each other');
    expect(judge.add(different(5, 6)).status).toBe('recorded');
  });

  it('refuses to drop what is not in force, and a change of nothing', () => {
    const { judge } = madeJudge();
    judge.add(similar(1, 2));
    judge.undo();
    for (const drop of [1, 8]) expect(() => judge.change({ drop: [drop as JudgmentId], statements: [similar(3, 4)] })).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(() => judge.change({})).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });

  it('takes back the step that is named and no other, and brings back that one only', () => {
    const { judge, inForce } = madeJudge();
    const stepOf = (statement: Statement) => judge.add(statement).log.undoable!.id;
    const [first, second] = [stepOf(similar(1, 2)), stepOf(similar(3, 4))];
    expect(judge.undo({ step: first }).judgments.map(({ statement }) => statement)).toEqual([similar(3, 4)]);
    judge.undo({ step: first });
    judge.redo({ step: second });
    expect(inForce()).toEqual([similar(3, 4)]);
    judge.redo({ step: first });
    expect(inForce()).toEqual([similar(1, 2), similar(3, 4)]);
    // an answer that gave another up stays while something later rests on it
    const third = stepOf(similar(5, 6));
    judge.change({ drop: [judge.log.judgments.at(-1)!.id], statements: [different(5, 6)] });
    judge.undo({ step: third });
    expect(inForce()).toEqual([similar(1, 2), similar(3, 4), different(5, 6)]);
  });

  it('takes back a dropped answer without a new one', () => {
    const { judge, inForce } = madeJudge();
    judge.add(similar(1, 2));
    judge.change({ drop: [1 as JudgmentId] });
    expect(inForce()).toEqual([]);
    judge.undo();
    expect(inForce()).toEqual([similar(1, 2)]);
  });
});

describe('photos that were never seen', () => {
  const said = (a: string, b: string) => ({ kind: 'similar', payload: { photos: [madeHash(a), madeHash(b)] }, origin: volunteered, madeAt: 5 }) as const;

  it('count in the closure, and are shown once they are indexed', () => {
    const { store, judge, inForce } = madeJudge();
    expect(judge.takeOver([said('1.jpg', 'new.jpg'), said('new.jpg', '2.jpg'), said('1.jpg', '2.jpg')])).toEqual([
      { status: 'recorded', waiting: true }, { status: 'recorded', waiting: true }, { status: 'already-known', waiting: false }
    ]);
    expect(inForce()).toEqual([]);
    expect(judge.add(different(1, 2)).status).toBe('contradiction');
    expect(judge.refresh()).toBe(false);
    writeMade(store, ['new.jpg']);
    expect(judge.refresh()).toBe(true);
    expect(inForce()).toEqual([similar(1, 10), similar(10, 2)]);
    expect(judge.add(different(1, 10)).status).toBe('contradiction');
  });

  it('are known at once where they are judged before anybody looked again', () => {
    const { store, judge } = madeJudge();
    judge.takeOver([said('1.jpg', 'new.jpg')]);
    writeMade(store, ['new.jpg']);
    expect(judge.add(different(10, 1)).status).toBe('contradiction');
  });
});

describe('photos that turn out to be one picture', () => {
  const old = (path: string): IndexedFile => ({ ...madeFile(path), outcome: { ...madePhoto(path), picture: null, look: null } });
  const as = (path: string, picture: string): IndexedFile => ({ ...madeFile(path), outcome: { ...madePhoto(path), picture: madeHash(picture), thumbnail: null } });

  it('are one in every judgment: what was said of both holds, what was said between them says nothing', () => {
    const made = madeStore();
    const versions = madeVersions(made);
    writeIndexed(made, versions, ['a', 'b', 'c', 'd'].map(old), 0);
    const [a, b, c, d] = readFiles(made).map(({ id }) => id) as [PhotoId, PhotoId, PhotoId, PhotoId];
    const judge = new Judge(made, DEFAULT_LENS);
    judge.change({ statements: [
      { kind: 'different', photos: [a, b] }, { kind: 'similar', photos: [b, c] }, { kind: 'apart', photos: [a, c], others: [d] }, { kind: 'degree', photos: [a, b], degree: 0.3 }
    ] });
    writeIndexed(made, versions, [as('a', 'x'), as('b', 'x'), as('c', 'y'), as('d', 'z')], 1);
    expect(judge.refresh()).toBe(true);
    expect(judge.refresh()).toBe(false);
    const left = [{ kind: 'similar', photos: [a, c] }, { kind: 'apart', photos: [a, c], others: [d] }];
    expect(judge.log.judgments.map(({ statement }) => statement)).toEqual(left);
    expect(judge.closure.relation(a, c)).toBe('together');
    expect(judge.add({ kind: 'similar', photos: [b, c] }), 'by a page that has not heard').toMatchObject({ status: 'already-known' });
    expect(() => judge.add({ kind: 'similar', photos: [a, b] })).toThrow(expect.objectContaining({ code: 'bad-request' }));
    judge.undo();
    judge.redo();
    expect(judge.log.judgments.map(({ statement }) => statement)).toEqual(left);
    expect(judge.takeOver([{ kind: 'similar', payload: { photos: [madeHash('a'), madeHash('b')] }, origin: volunteered, madeAt: 1 }])).toEqual([{ status: 'already-known', waiting: false }]);
  });

  it('are one where neither was seen here yet', () => {
    const made = madeStore();
    writeMade(made, ['a']);
    const judge = new Judge(made, DEFAULT_LENS);
    const pictures = [madeHash('x'), madeHash('y')];
    const said = (...contents: string[]) => ({ kind: 'similar' as const, payload: { photos: contents.map(madeHash), pictures }, origin: volunteered, madeAt: 1 });
    expect(judge.takeOver([said('p', 'q'), said('p edited', 'q edited')]).map(({ status }) => status)).toEqual(['recorded', 'already-known']);
  });
});
