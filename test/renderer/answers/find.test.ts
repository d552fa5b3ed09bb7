// Finding an answer among all, by words and by kind.

import { describe, expect, it } from 'vitest';
import { findAnswers, remembering } from '../../../src-renderer/answers/find.ts';
import { searchText } from '../../../src-renderer/answers/words.ts';
import type { Judgment, JudgmentId, Origin, PhotoFile, PhotoId, Statement } from '../../../src-shared/contract.ts';
import { lensId } from '../fake-bridge.ts';

const [a, b, c] = [1, 2, 3] as readonly number[] as readonly [PhotoId, PhotoId, PhotoId];
const asked: Origin = { kind: 'asked', probability: 0.4 };
const volunteered: Origin = { kind: 'volunteered', height: null };
const said = (id: number, statement: Statement, origin: Origin, madeAt: number): Judgment => ({ id: id as JudgmentId, lensId, statement, origin, madeAt });
const noon = Date.UTC(2026, 10, 3, 12);
const answers = [
  said(1, { kind: 'similar', photos: [a, b] }, asked, noon),
  said(2, { kind: 'different', photos: [b, c] }, volunteered, noon + 86_400_000),
  said(5, { kind: 'apart', photos: [a], others: [b, c] }, volunteered, noon + 2 * 86_400_000)
];
const files: Readonly<Record<number, PhotoFile>> = { 1: { folder: '/home/photos', path: 'Italy/IMG_0001.jpg' }, 2: { folder: '/home/photos', path: 'Norway/Fjörd.jpg' }, 3: { folder: '/home/old', path: 'scan.tif' } };
const taken: Readonly<Record<number, number>> = { 1: Date.UTC(2019, 7, 14, 23), 2: NaN, 3: NaN };
const textOf = (answer: Judgment): string => searchText(answer, { fileOf: (photo) => files[photo], takenAt: (photo) => taken[photo]! });
const found = (words: string, kind: Statement['kind'] | null = null): number[] => findAnswers(answers, { words, kind }, textOf).map(({ id }) => id);

describe('answers', () => {
  it('come newest first, all of them where nothing is typed', () => {
    expect(found('')).toEqual([5, 2, 1]);
    expect(found('  ')).toEqual([5, 2, 1]);
  });

  it('are found by file, by folder, and in whatever case and composition they are typed', () => {
    expect(found('img_0001')).toEqual([5, 1]);
    expect(found('/old')).toEqual([5, 2]);
    expect(found('fjo\u0308rd')).toEqual([5, 2, 1]);
  });

  it('are found by when they were said and by when their photos were taken', () => {
    expect(found('2026-11-03')).toEqual([1]);
    expect(found('august 2019')).toEqual([5, 1]);
    expect(found('aug 14')).toEqual([5, 1]);
    expect(found('aug 1')).toEqual([]); // neither 14 nor 2019
    const inside = (text: string) => findAnswers(answers, { words: '2', kind: null }, () => text).length > 0;
    expect(['2 may 2024', 'may 2, 2024', '2024년 5월 2일', 'trip-2/a.jpg'].map(inside)).toEqual([true, true, true, true]);
    expect(['12 may 2024', 'kindred-k2tx9q/a.jpg', 'a2.jpg', '2b.jpg'].map(inside)).toEqual([false, false, false, false]);
  });

  it('are found by what was said and who began, each word on its own', () => {
    expect(found('yourself')).toEqual([5, 2]);
    expect(found('norway asked')).toEqual([1]);
    expect(found('norway nonsense')).toEqual([]);
    expect(found('', 'different')).toEqual([2]);
    expect(found('italy', 'apart')).toEqual([5]);
  });

  it('have their texts made once, however often something is typed', () => {
    let made = 0;
    let language = 'en';
    const once = remembering((answer) => {
      made++;
      return textOf(answer);
    }, () => language);
    for (const words of ['i', 'it', 'ita']) findAnswers(answers, { words, kind: null }, once);
    expect(made).toBe(answers.length);
    language = 'ko';
    findAnswers(answers, { words: 'i', kind: null }, once);
    expect(made).toBe(2 * answers.length);
  });
});
