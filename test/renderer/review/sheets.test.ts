// A session of sheets, with the real groups desk and a fake bridge; and the marks on one sheet.

import { describe, expect, it } from 'vitest';
import { SheetMarks } from '../../../src-renderer/review/marks.svelte.ts';
import type { Review } from '../../../src-renderer/review/review.svelte.ts';
import { asksTheSame } from '../../../src-renderer/review/statement.ts';
import { keyOf } from '../../../src-shared/learning/questions/ask.ts';
import { statementsOf } from '../../../src-shared/learning/questions/sheet-answer.ts';
import type { Sheet } from '../../../src-shared/contract.ts';
import { FakeBridge } from '../fake-bridge.ts';
import { ids } from '../../desk/made-space.ts';
import { madeReview, until } from './made-review.ts';

const sheetReview = () => madeReview(new FakeBridge({ photos: 60, calibrated: true, settings: { theme: 'system', language: 'system', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'sheets', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} } }));

const sheetOf = (review: Review): Sheet => {
  const { question } = review;
  if (question?.kind !== 'sheet') throw new Error(`expected a sheet, got ${question?.kind}`);
  return question;
};

describe('a session of sheets', () => {
  it('records an answer as one step that one undo takes back, and shows the sheet again', async () => {
    const { bridge, review } = await sheetReview();
    const sheet = sheetOf(review);
    const [, odd] = sheet.photos;
    review.answer({ odd: new Set([odd!]), line: null });
    await until(() => bridge.judgments.length > 0);
    const rest = sheet.photos.filter((photo) => photo !== odd);
    expect(bridge.judgments.map(({ statement }) => statement)).toEqual([...(rest.length > 1 ? [{ kind: 'together', photos: rest }] : []), { kind: 'apart', photos: rest, others: [odd] }]);
    expect(new Set(bridge.judgments.map(({ origin }) => origin))).toEqual(new Set([{ kind: 'asked', probability: sheet.probability }]));
    await until(() => review.outcome.settled > 0);
    expect(review.outcome.settled).toBe((rest.length * (rest.length - 1)) / 2 + rest.length);
    expect(review.answered).toBe(1);
    review.undo();
    expect(review.question).toBe(sheet);
    await until(() => bridge.judgments.length === 0);
    expect(review.answered).toBe(0);
  });

  it('refuses a change by dropping every statement of the sheet that it came from, and still counts what is left of it', async () => {
    const { bridge, library, review } = await sheetReview();
    const [first, odd, ...others] = sheetOf(review).photos;
    review.answer({ odd: new Set([odd!]), line: null });
    await until(() => review.outcome.settled > 0);
    const [, parted] = bridge.judgments;
    expect(parted!.statement).toEqual({ kind: 'apart', photos: [first, ...others], others: [odd] });
    await review.refuse({ kind: 'split', moved: 1, before: [], after: [], key: '', refusal: () => [{ kind: 'similar', photos: [first!, odd!] }], isBecauseOf: ({ kind }) => kind === 'apart' });
    expect(library.judgments.contradiction).toBeNull();
    expect(bridge.judgments.map(({ statement: { kind } }) => kind)).toEqual(['together', 'similar']);
    expect(review.answered).toBe(1);
    const [together, similar] = bridge.judgments;
    await library.judgments.say({ kind: 'different', photos: [first!, ids(60)[0]] }, { drop: [together!.id] });
    expect(bridge.judgments.map(({ id }) => id)).toContain(similar!.id);
    expect(review.answered).toBe(0);
  });

  it('says nothing where all are odd', async () => {
    const { bridge, review } = await sheetReview();
    const sheet = sheetOf(review);
    review.answer({ odd: new Set(sheet.photos), line: null });
    expect(review.question).toBe(sheet);
    expect(bridge.judgments).toEqual([]);
  });

  it('keeps what was skipped, and asks by pairs once it is switched', async () => {
    const { bridge, kindred, review } = await sheetReview();
    const sheet = sheetOf(review);
    review.skip();
    await until(() => bridge.skipped.size === 1);
    expect([...bridge.skipped]).toEqual([keyOf(sheet.standing)]);
    expect(sheet.standing[0]).toBe(sheet.photos[0]);
    expect(review.question).not.toBe(sheet);
    await review.askBy('pairs');
    await until(() => review.phase === 'asking');
    expect(review.question!.kind).not.toBe('sheet');
    expect([kindred.settings.reviewBy, bridge.settings.reviewBy]).toEqual(['pairs', 'pairs']);
    await review.askBy('sheets');
    await until(() => review.phase !== 'thinking');
    expect(review.question?.photos).not.toEqual(sheet.photos);
    review.undo();
    await until(() => bridge.skipped.size === 0);
  });
});

it('asks the same on a sheet with the photo that stands for the group of another, even after a fit', () => {
  const sheet = (...photos: number[]): Sheet => ({ kind: 'sheet', photos: ids(...photos), own: 2, merge: false, standing: ids(photos[0]!), probability: 0.5 });
  const pair = (a: number, b: number) => ({ kind: 'pair', photos: [ids(a)[0], ids(b)[0]], probability: 0.5 } as const);
  expect(asksTheSame(sheet(1, 3, 4), sheet(1, 2))).toBe(true);
  expect(asksTheSame(sheet(2, 3, 1), sheet(1, 4))).toBe(true);
  expect(asksTheSame(sheet(2, 3), sheet(1, 3))).toBe(false);
  expect(asksTheSame(sheet(1, 2), pair(3, 1))).toBe(false);
  expect([asksTheSame(pair(2, 1), pair(1, 2)), asksTheSame(pair(2, 1), pair(2, 3))]).toEqual([true, false]);
});

describe('the marks on a sheet', () => {
  const photos = ids(1, 2, 3, 4, 5);
  const sheet = (merge: boolean): Sheet => ({ kind: 'sheet', photos, own: 2, merge, standing: ids(1), probability: 0.5 });

  it('are put and taken away, and the keys go where the last one is', () => {
    const marks = new SheetMarks(sheet(false));
    marks.toggle(photos[2]);
    marks.toggle(photos[1]);
    marks.toggle(photos[2]);
    expect([[...marks.odd], marks.at]).toEqual([[2], 2]);
    marks.goTo(9);
    expect(marks.at).toBe(4);
    for (const photo of photos) if (!marks.odd.has(photo)) marks.toggle(photo);
    expect(marks.says).toBe(false);
  });

  it('say something exactly where they leave a statement', () => {
    for (const merge of [false, true]) for (let odd = 0; odd < 2 ** photos.length; odd++) for (const line of merge ? [null, 1, 2, 3, 4] : [null]) {
      const marks = new SheetMarks(sheet(merge));
      photos.forEach((photo, at) => { if ((odd >> at) & 1) marks.toggle(photo); });
      if (line !== null) marks.moveLine(line);
      expect(marks.says).toBe(statementsOf(marks.sheet, marks).length > 0);
    }
  });

  it('have a line between two groups alone, with a photo on either side of it', () => {
    const one = new SheetMarks(sheet(false));
    one.toggleLine();
    one.moveLine(3);
    expect(one.line).toBeNull();
    const two = new SheetMarks(sheet(true));
    two.toggleLine();
    expect(two.line).toBe(2);
    two.moveLine(99);
    expect(two.line).toBe(4);
    two.moveLine(-1);
    expect(two.line).toBe(1);
    two.toggleLine();
    expect(two.line).toBeNull();
  });
});
