// The session of questions, with the real groups desk and a fake bridge. Long, because each way through it has its case.

import { describe, expect, it } from 'vitest';
import { sessionOf } from '../../../src-renderer/review/sessions.ts';
import { statementOf } from '../../../src-renderer/review/statement.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { keyOf } from '../../../src-shared/learning/questions/ask.ts';
import { volunteered } from '../../origins.ts';
import { FakeBridge, lensId } from '../fake-bridge.ts';
import { ids } from '../../desk/made-space.ts';
import { madeReview, until } from './made-review.ts';

describe('a session', () => {
  it('has the next question ready before the answer, and records each answer once', async () => {
    const { bridge, review } = await madeReview();
    const first = review.question!;
    const { next } = review;
    review.answer('similar');
    expect(review.question).toBe(next);
    await until(() => bridge.judgments.length === 1);
    expect(bridge.judgments[0]!.statement).toEqual({ kind: 'similar', photos: first.photos });
    await until(() => review.outcome.settled === 1);
    expect(review.answered).toBe(1);
    expect(review.outcome.standing!.placed).toBeGreaterThanOrEqual(2);
  });

  it('records answers as asked, with the probability that the question had, and ½ for a comparison', async () => {
    const { bridge, review } = await madeReview();
    const probabilities: number[] = [];
    for (let turn = 0; turn < 30 && probabilities.at(-1) !== 0.5; turn++) {
      await until(() => review.phase === 'asking');
      const { question } = review;
      probabilities.push(question!.kind === 'pair' ? question!.probability : 0.5);
      review.answer(question!.kind === 'pair' ? { degree: 0.5 } : 'second');
      await until(() => bridge.judgments.length === probabilities.length);
    }
    expect(probabilities.length).toBeGreaterThan(1);
    expect(bridge.judgments.map(({ origin }) => origin)).toEqual(probabilities.map((probability) => ({ kind: 'asked', probability })));
  });

  it('undoes the last answer and asks its question again', async () => {
    const { bridge, review } = await madeReview();
    const first = review.question!;
    review.answer('different');
    await until(() => bridge.judgments.length === 1);
    review.undo();
    expect(review.question).toBe(first);
    await until(() => bridge.judgments.length === 0);
    expect([review.answered, review.canUndo]).toEqual([0, false]);
  });

  it('goes on after redo, which brings the answer back to the session', async () => {
    const { bridge, kindred, library, review } = await madeReview();
    library.takesBack = () => review.undo();
    library.bringsBack = () => review.redo();
    const first = review.question!;
    review.answer('different');
    const second = review.question!;
    review.skip();
    await until(() => bridge.judgments.length === 1);
    const { settled } = review.outcome;
    await kindred.undo();
    expect(review.question).toBe(second);
    await kindred.undo();
    expect(review.question).toBe(first);
    await kindred.redo(); // before the undo is recorded
    expect(bridge.judgments.map(({ statement }) => statement)).toEqual([{ kind: 'different', photos: first.photos }]);
    expect(review.question && keyOf(review.question.photos)).toBe(keyOf(second.photos));
    await until(() => review.answered === 1 && review.outcome.settled === settled);
    await kindred.redo(); // the skip
    await until(() => review.phase === 'asking');
    expect([first, second].map(({ photos }) => keyOf(photos))).not.toContain(keyOf(review.question!.photos));
    expect([...bridge.skipped]).toEqual([keyOf(second.photos)]);
    await kindred.undo();
    await kindred.undo();
    expect(review.question).toBe(first);
    await until(() => bridge.judgments.length === 0);
    review.answer('similar'); // from here on there is nothing to bring back
    await until(() => bridge.judgments.length === 1);
    await kindred.redo();
    expect([bridge.judgments.length, review.answered]).toEqual([1, 1]);
  });

  it('leaves its question where redo brings back what was said elsewhere', async () => {
    const { bridge, kindred, library, review } = await madeReview();
    library.bringsBack = () => review.redo();
    review.answer('similar');
    await until(() => bridge.judgments.length === 1);
    review.undo();
    await until(() => bridge.judgments.length === 0);
    const { question } = review;
    await library.judgments.say({ kind: 'different', photos: ids(59, 60) as never });
    await library.judgments.undo();
    await kindred.redo();
    expect(bridge.judgments.map(({ statement }) => statement.photos)).toEqual([[59, 60]]);
    expect([review.question, review.answered]).toEqual([question, 0]);
  });

  it('undoes no older answer if the last one could not be recorded', async () => {
    const { bridge, review } = await madeReview();
    review.answer('similar');
    await until(() => bridge.judgments.length === 1);
    const [older] = bridge.judgments;
    const asked = review.question!;
    bridge.failing.set('judgments.add', { name: 'Error', code: 'disk-full', message: 'full' });
    review.answer('similar');
    review.undo(); // before it is known that it failed
    expect(review.question).toBe(asked);
    await until(() => bridge.asked.filter(({ name }) => name === 'judgments.add').length === 2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bridge.judgments).toEqual([older]);
    expect(bridge.asked.map(({ name }) => name)).not.toContain('judgments.undo');
    // the question stands, once
    bridge.failing.clear();
    expect(review.question).toBe(asked);
    review.answer('different');
    await until(() => bridge.judgments.length === 2);
    expect(review.question && keyOf(review.question.photos)).not.toBe(keyOf(asked.photos));
    review.undo();
    await until(() => bridge.judgments.length === 1);
    expect([bridge.judgments, review.answered]).toEqual([[older], 1]);
  });

  it('undoes its own answer, whatever was said elsewhere since', async () => {
    const { bridge, review } = await madeReview();
    review.answer('similar');
    await until(() => bridge.judgments.length === 1);
    await bridge.request('judgments.add', { lensId, statement: { kind: 'different', photos: ids(59, 60) as never }, origin: volunteered });
    await until(() => review.outcome.standing !== null);
    review.undo();
    await until(() => bridge.judgments.length === 1);
    expect(bridge.judgments[0]!.statement.photos).toEqual([59, 60]);
  });

  it('shows no question that an answer on its way settles', async () => {
    const { bridge, library, review } = await madeReview(new FakeBridge({ photos: 200, calibrated: true }));
    await library.groups.move(0.02); // so that scenes are in many groups
    await review.start();
    // all photos of a scene are joined one by one: each answer settles what was asked ahead of the same scene
    for (let turn = 0; turn < 60 && review.phase !== 'nothing-left'; turn++) {
      await until(() => review.phase !== 'thinking');
      const { question } = review;
      if (!question) continue;
      const [first, ...others] = question.photos;
      const { constraints } = Constraints.of(bridge.judgments);
      expect(others.map((other) => constraints.relation(first, other))).toEqual(others.map(() => 'open'));
      if (question.kind !== 'pair') review.skip();
      else review.answer(bridge.sceneOf(first) === bridge.sceneOf(others[0]!) ? 'similar' : 'different');
    }
    await library.flush();
    const { length } = bridge.asked.filter(({ name }) => name === 'judgments.add');
    expect(bridge.judgments.length).toBe(length); // nothing said was known already
    expect(length).toBeGreaterThan(12);
  });

  it('does not repeat a skipped question, until the skip is undone', async () => {
    const { bridge, review } = await madeReview();
    const first = review.question!;
    review.skip();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([review.question, review.next].map((question) => question && keyOf(question.photos))).not.toContain(keyOf(first.photos));
    review.undo();
    expect(review.question).toBe(first);
    expect(bridge.judgments).toEqual([]);
  });

  it('does not ask what was skipped when Review is opened again, nor when the library is', async () => {
    const { bridge, library, review } = await madeReview();
    const [first, second] = [review.question!, review.next!];
    review.skip();
    review.skip();
    review.undo(); // the second may be asked again
    await library.flush(); // closing waits for what was skipped
    expect([...bridge.skipped]).toEqual([keyOf(first.photos)]);
    await review.start();
    expect(keyOf(review.question!.photos)).toBe(keyOf(second.photos));
    const again = await madeReview(bridge);
    expect(keyOf(again.review.question!.photos)).toBe(keyOf(second.photos));
    expect([again.review.answered, again.review.canUndo]).toEqual([0, false]);
  });

  it('goes on where it was left, with its answers and the way back to them', async () => {
    const { bridge, kindred, library } = await madeReview();
    await bridge.request('judgments.add', { lensId, statement: { kind: 'different', photos: ids(59, 60) as never }, origin: volunteered });
    const review = sessionOf(kindred, library);
    await review.start();
    const first = review.question!;
    review.answer('similar');
    review.answer('different');
    await until(() => bridge.judgments.length === 3);
    await until(() => review.outcome.settled >= 2);
    expect([review.answered, review.total]).toEqual([2, 3]);
    const { settled, moved } = review.outcome;
    expect(sessionOf(kindred, library)).toBe(review);
    await review.start();
    expect([review.phase, review.answered, review.total]).toEqual(['asking', 2, 3]);
    expect([review.outcome.settled, review.outcome.moved]).toEqual([settled, moved]);
    review.undo();
    review.undo();
    expect(review.question).toBe(first);
    await until(() => bridge.judgments.length === 1);
    expect([review.answered, review.total]).toEqual([0, 1]);
  });

  it('counts no photo as moved where what moved it was refused', async () => {
    const { bridge, library, review } = await madeReview();
    await library.groups.move(0.02); // so that there are groups to join
    await review.start();
    for (let answers = 1; answers <= 4; answers++) {
      await until(() => review.phase === 'asking');
      while (review.question?.kind !== 'pair') review.skip();
      review.answer('similar');
      await until(() => bridge.judgments.length === answers);
      await until(() => review.outcome.settled >= answers);
    }
    expect(review.outcome.moved).toBeGreaterThan(0);
    expect(review.outcome.changes.reduce((sum, { moved }) => sum + moved, 0)).toBe(review.outcome.moved);
    while (review.outcome.changes.length > 0) await review.refuse(review.outcome.changes[0]!);
    expect(review.outcome.moved).toBe(0);
  });

  it('counts no answer that was taken back elsewhere', async () => {
    const { bridge, kindred, review } = await madeReview();
    review.answer('similar');
    await until(() => review.outcome.settled === 1);
    expect(review.answered).toBe(1);
    await kindred.undo();
    expect([bridge.judgments.length, review.answered, review.total]).toEqual([0, 0, 0]);
  });

  it('keeps whether the guess was the answer, of pairs that were answered and not taken back', async () => {
    const { bridge, review } = await madeReview();
    const guessed: boolean[] = [];
    for (let turn = 0; guessed.length < 6 && turn < 40; turn++) {
      await until(() => review.phase === 'asking');
      const question = review.question!;
      if (question.kind === 'ranking') {
        review.skip();
        continue;
      }
      if (guessed.length < 5) expect(review.guesses).toBeNull();
      const answer = turn % 2 === 0 ? 'similar' : 'different';
      guessed.push((answer === 'similar') === question.probability >= 0.5);
      const before = bridge.judgments.length;
      review.answer(answer);
      await until(() => bridge.judgments.length > before);
    }
    const right = (some: readonly boolean[]): number => some.filter(Boolean).length;
    expect(review.guesses).toMatchObject({ right: right(guessed), of: 6 });
    expect(review.guesses!.shares).toEqual([right(guessed.slice(0, 5)) / 5, right(guessed) / 6]);
    review.undo();
    await until(() => bridge.judgments.length === 5);
    expect(review.guesses).toMatchObject({ right: right(guessed.slice(0, 5)), of: 5 });
  });

  it('draws its questions from the photos that a filter leaves, however far down they would come', async () => {
    const { bridge, library, review } = await madeReview(new FakeBridge({ photos: 300, calibrated: true }));
    for (const [by, all] of [['pairs', await library.groups.questions(1000, [])], ['sheets', await library.groups.sheets(1000, [])]] as const) {
      const last = [...new Set(all.slice(-3).flatMap(({ photos }) => photos))];
      bridge.found = Uint32Array.from(last);
      library.filter.type(by);
      await until(() => library.filter.photos?.join() === last.join());
      await review.askBy(by);
      await review.resume();
      await until(() => review.phase !== 'thinking');
      expect(review.question?.photos.every((photo) => last.includes(photo)), by).toBe(true);
    }
  });

  it('ends with nothing left once everything is skipped, and continues after a stop', async () => {
    const { review } = await madeReview();
    review.end();
    expect([review.phase, review.question]).toEqual(['ended', null]);
    await review.resume();
    expect(review.phase).toBe('asking');
    for (let turn = 0; review.phase !== 'nothing-left' && turn < 2000; turn++) {
      if (review.phase === 'asking') review.skip();
      else await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(review.phase).toBe('nothing-left');
  });
});

it('turns answers into statements, and rejects answers that do not fit the question', () => {
  const pair = { kind: 'pair', photos: ids(1, 2).slice(0, 2) as never, probability: 0.5 } as const;
  const ranking = { kind: 'ranking', photos: ids(1, 2, 3) } as const;
  expect(statementOf(pair, 'similar')).toEqual({ kind: 'similar', photos: [1, 2] });
  expect(statementOf(pair, { degree: 0.3 })).toEqual({ kind: 'degree', photos: [1, 2], degree: 0.3 });
  expect(statementOf(pair, 'second')).toBeNull();
  expect(statementOf(ranking, 'second')).toEqual({ kind: 'closer', photos: [1, 2, 3] });
  expect(statementOf(ranking, 'third')).toEqual({ kind: 'closer', photos: [1, 3, 2] });
  expect(statementOf(ranking, 'similar')).toBeNull();
});
