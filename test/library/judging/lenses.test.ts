import { describe, expect, it } from 'vitest';
import { Lenses } from '../../../src-main/library/judging/lenses.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import type { Store } from '../../../src-main/store/database.ts';
import type { GroupId, LensId, PhotoId, Statement } from '../../../src-shared/contract.ts';
import { asked, volunteered } from '../../origins.ts';
import { madeHash, madeStore, writeMade } from '../../store/made-store.ts';
import { readGroups, writeGroups } from '../../store/made-grouping.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const pair = (a: number, b: number) => [a, b] as unknown as [PhotoId, PhotoId]; // the brand has no other source in a test
const similar = (a: number, b: number): Statement => ({ kind: 'similar', photos: pair(a, b) });
const different = (a: number, b: number): Statement => ({ kind: 'different', photos: pair(a, b) });

function madeLenses(photos: readonly string[] = names): { store: Store; lenses: Lenses; statements: (id: LensId) => Statement[] } {
  const store = madeStore();
  writeMade(store, photos);
  const lenses = new Lenses(store);
  return { store, lenses, statements: (id) => lenses.judge(id).log.judgments.map(({ statement }) => statement) };
}

describe('lenses', () => {
  it('keep judgments and groups apart', () => {
    const { lenses, statements } = madeLenses();
    const place = lenses.create('place').id;
    lenses.judge(DEFAULT_LENS).add(similar(1, 2));
    expect(lenses.judge(place).add(different(1, 2)).status).toBe('recorded');
    expect([statements(DEFAULT_LENS), statements(place)]).toEqual([[similar(1, 2)], [different(1, 2)]]);
  });

  it('open their judges some photos at a time, whatever is written in between', async () => {
    const { store, lenses, statements } = madeLenses();
    for (const statement of [similar(1, 2), different(1, 3), similar(4, 5)]) lenses.judge(DEFAULT_LENS).add(statement);
    const others = new Lenses(store);
    const opened = others.openJudge(DEFAULT_LENS);
    lenses.judge(DEFAULT_LENS).add(similar(2, 1));
    lenses.judge(DEFAULT_LENS).add(different(1, 5));
    expect((await opened).log.judgments.map(({ statement }) => statement)).toEqual(statements(DEFAULT_LENS));
    expect(await others.openJudge(DEFAULT_LENS)).toBe(await opened);
    await expect(others.openJudge(9 as LensId)).rejects.toThrow('There is no lens 9');
  });

  it('are copied with what is in force, their groups and the place of the slider, then go their own way', () => {
    const { store, lenses, statements } = madeLenses();
    const judge = lenses.judge(DEFAULT_LENS);
    for (const statement of [similar(1, 2), different(1, 3), similar(4, 5)]) judge.add(statement, { origin: asked });
    judge.undo();
    writeGroups(store, DEFAULT_LENS, { height: 1.5, groups: [{ id: 3 as GroupId, name: 'Sea', cover: 1 as PhotoId, photos: Uint32Array.of(1, 2) }] });
    const { id } = lenses.duplicate(DEFAULT_LENS, 'copy');
    expect(statements(id)).toEqual([similar(1, 2), different(1, 3)]);
    expect(lenses.judge(id).log.judgments.map(({ origin }) => origin), 'asked of the same groups').toEqual([asked, asked]);
    expect(readGroups(store, id)).toEqual(readGroups(store, DEFAULT_LENS));
    lenses.judge(id).add(similar(3, 4));
    expect(statements(DEFAULT_LENS)).toEqual([similar(1, 2), different(1, 3)]);
    expect(() => lenses.duplicate(DEFAULT_LENS, 'COPY')).toThrow('already a lens');
  });

  it('are chosen for good; where the chosen one is deleted, the oldest takes its place until it is back', () => {
    const { store, lenses } = madeLenses();
    expect(lenses.current).toBe(DEFAULT_LENS);
    const { id } = lenses.create('place');
    lenses.choose(id);
    expect(new Lenses(store).current).toBe(id);
    lenses.judge(id).add(similar(1, 2));
    lenses.delete(id);
    expect(lenses.current).toBe(DEFAULT_LENS);
    expect(() => lenses.judge(id)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(() => lenses.choose(id)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    lenses.restore(id);
    expect(lenses.current).toBe(id);
    expect(lenses.judge(id).log.judgments).toHaveLength(1);
  });
});

describe('a file of judgments', () => {
  it('rebuilds every lens in another library, and says so', () => {
    const { lenses } = madeLenses();
    const place = lenses.create('Same place').id;
    const said: Statement[] = [
      similar(1, 2), { kind: 'degree', photos: pair(1, 3), degree: 0.3 }, { kind: 'closer', photos: [1, 2, 3] as unknown as [PhotoId, PhotoId, PhotoId] },
      { kind: 'apart', photos: pair(1, 2), others: pair(3, 4) }
    ];
    for (const statement of said) lenses.judge(DEFAULT_LENS).add(statement);
    lenses.judge(place).add({ kind: 'together', photos: pair(3, 4) });
    const text = lenses.export(null);

    const other = madeLenses(names.toReversed()); // other ids for the same photos
    expect(other.lenses.import(text, null)).toMatchObject({ added: 5, known: 0, waiting: 0, lenses: ['Same place'], contradictions: [], damaged: [] });
    const withoutTimes = (lines: string) => lines.split('\n').sort();
    expect(withoutTimes(other.lenses.export(null))).toEqual(withoutTimes(text));
    expect(other.lenses.import(text, null)).toMatchObject({ added: 0, known: 5, lenses: [] });
    other.lenses.judge(DEFAULT_LENS).undo();
    expect(other.lenses.judge(DEFAULT_LENS).log.judgments).toEqual([]);
  });

  it('keeps what is about unknown photos, also on the way through this library', () => {
    const { lenses } = madeLenses(['a', 'b']);
    const line = { lens: null, kind: 'similar', photos: [madeHash('a'), madeHash('z')], madeAt: 3 };
    expect(lenses.import(JSON.stringify(line), null)).toMatchObject({ added: 1, waiting: 1 });
    expect(lenses.export(null).trim().split('\n').map((text): unknown => JSON.parse(text))[1], 'with the pictures that are known by now').toEqual({ ...line, pictures: [madeHash('picture of a'), null], origin: volunteered });
  });

  it('says how each judgment came about, but here all count as volunteered: they were asked of the groups of another library', () => {
    const { lenses } = madeLenses();
    const origins = [{ kind: 'asked', probability: 0.75 }, { kind: 'volunteered', height: 1.5 }] as const;
    lenses.judge(DEFAULT_LENS).add(similar(1, 2), { origin: origins[0] });
    lenses.judge(DEFAULT_LENS).add(different(1, 3), { origin: origins[1] });
    const text = lenses.export(null);
    expect(text.trim().split('\n').slice(1).map((line): unknown => (JSON.parse(line) as { origin: unknown }).origin)).toEqual(origins);

    const other = madeLenses();
    other.lenses.import(text, null);
    expect(other.lenses.judge(DEFAULT_LENS).log.judgments.map(({ origin }) => origin)).toEqual([volunteered, volunteered]);
    // what this library knows already keeps its own
    lenses.import(text, null);
    expect(lenses.judge(DEFAULT_LENS).log.judgments.map(({ origin }) => origin)).toEqual(origins);
  });

  it('reports contradictions and damaged lines by number, and takes over the rest', () => {
    const { lenses, statements } = madeLenses();
    lenses.judge(DEFAULT_LENS).add(similar(1, 2));
    const line = (kind: string, a: string, b: string, lens: string | null = null) => JSON.stringify({ lens, kind, photos: [madeHash(a), madeHash(b)], madeAt: 1 });
    const text = [line('different', 'a', 'b'), 'oops', line('similar', 'c', 'd'), line('different', 'd', 'c'), line('similar', 'a', 'b', ' '.repeat(3))].join('\n');
    const report = lenses.import(text, null);
    expect(report).toMatchObject({ added: 1, contradictions: [{ line: 1 }, { line: 4 }], damaged: [{ line: 2 }, { line: 5 }] });
    expect(report.damaged[1]?.reason).toContain('needs a name');
    expect(statements(DEFAULT_LENS)).toEqual([similar(1, 2), similar(3, 4)]);
  });

  it('goes into one lens where that is asked for', () => {
    const { lenses, statements } = madeLenses();
    lenses.judge(DEFAULT_LENS).add(similar(1, 2));
    const { id } = lenses.create('into');
    expect(lenses.import(lenses.export(DEFAULT_LENS), id)).toMatchObject({ added: 1, lenses: [] });
    expect(statements(id)).toEqual([similar(1, 2)]);
    expect(() => lenses.import('', 9 as LensId)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(() => lenses.export(9 as LensId)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});
