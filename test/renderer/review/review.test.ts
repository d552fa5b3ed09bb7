// The session of questions, with the real groups desk and a fake bridge.

import { describe, expect, it } from 'vitest';
import { Review, statementOf } from '../../../src-renderer/review/review.svelte.ts';
import { Kindred } from '../../../src-renderer/state/kindred.svelte.ts';
import { keyOf } from '../../../src-shared/learning/questions/ask.ts';
import { volunteered } from '../../origins.ts';
import { FakeBridge, forgetful, lensId } from '../fake-bridge.ts';
import { ids } from '../workers/made-space.ts';

const until = async (done: () => boolean): Promise<void> => {
  for (let turn = 0; !done(); turn++) {
    if (turn > 500) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

async function madeReview(): Promise<{ bridge: FakeBridge; review: Review }> {
  const bridge = new FakeBridge({ photos: 60, calibrated: true });
  const kindred = new Kindred(bridge, {
    ...forgetful,
    openPort: () => bridge.port()
  });
  await kindred.start();
  const library = kindred.library!;
  await until(() => library.groups.status === 'ready');
  const review = new Review(kindred, library);
  await review.start();
  return { bridge, review };
}

describe('a session', () => {
  it('has the next question ready before the answer, and records each answer once', async () => {
    const { bridge, review } = await madeReview();
    const first = review.question!;
    const { next } = review;
    review.answer('similar');
    expect(review.question).toBe(next);
    await until(() => bridge.judgments.length === 1);
    expect(bridge.judgments[0]!.statement).toEqual({ kind: 'similar', photos: first.photos });
    await until(() => review.settled === 1);
    expect(review.answered).toBe(1);
    expect(review.improvement!.now).toBeGreaterThan(0);
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
    await until(() => review.standing !== null);
    review.undo();
    await until(() => bridge.judgments.length === 1);
    expect(bridge.judgments[0]!.statement.photos).toEqual([59, 60]);
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
