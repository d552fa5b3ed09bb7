import { describe, expect, it } from 'vitest';
import { createFeed } from '../../../src-shared/learning/training/feed.ts';
import { learnFor, type LoopOptions } from '../../../src-shared/learning/training/loop.ts';

/** Runs the loop with steps of one second on two photos each, and tells what happened. */
async function run(options: Partial<LoopOptions> = {}, { fail = () => false }: { fail?: (step: number) => boolean } = {}): Promise<{ events: string[]; error: unknown }> {
  const events: string[] = [];
  let time = 0;
  let tried = 0;
  let steps = 0;
  const feed = createFeed({ read: async (id) => Uint8Array.of(id), ids: Uint32Array.of(0, 1, 2, 3, 4), count: 2, seedOf: () => 1, unreadable: () => new Error('none') });
  const error = await learnFor({
    budget: 5, seconds: 0, feed, saveEvery: 2, now: () => time,
    step: async (pixels, count, share) => {
      if (fail(tried++)) throw new TypeError('loss: expected a number, got NaN');
      expect([pixels.length, count]).toEqual([2, 2]);
      time += 1000;
      events.push(`step at ${share}`);
      return { loss: 1 / ++steps, steps };
    },
    pass: async () => {},
    onStep: ({ progress, count, took, loss, steps: done }) => void events.push(`${done}: ${count} photos in ${took} s, loss ${loss}, ${progress.seconds} s, ${progress.given} given`),
    save: async ({ seconds, given }) => void events.push(`saved ${seconds} s, ${given} given`),
    score: async ({ seconds }) => void events.push(`scored at ${seconds}`),
    ...options
  }).catch((thrown: unknown) => thrown);
  return { events, error };
}

describe('the loop', () => {
  it('steps until the time is up, saves at intervals and at the end, and may score after each step but the last', async () => {
    const { events, error } = await run({ budget: 3 });
    expect(error).toBeUndefined();
    expect(events).toEqual([
      'step at 0', '1: 2 photos in 1 s, loss 1, 1 s, 2 given', 'scored at 1',
      `step at ${1 / 3}`, '2: 2 photos in 1 s, loss 0.5, 2 s, 4 given', 'saved 2 s, 4 given', 'scored at 2',
      `step at ${2 / 3}`, `3: 2 photos in 1 s, loss ${1 / 3}, 3 s, 6 given`, 'saved 3 s, 6 given'
    ]);
  });

  it('resumes: the time spent before counts, and intervals begin anew', async () => {
    const { events } = await run({ seconds: 2.5 });
    expect(events.filter((event) => event.startsWith('step'))).toEqual(['step at 0.5', 'step at 0.7', 'step at 0.9']);
    expect(events.filter((event) => event.startsWith('saved'))).toEqual(['saved 4.5 s, 4 given', 'saved 5.5 s, 6 given']);
  });

  it('saves once more and does nothing else if the time was up before', async () => {
    expect((await run({ seconds: 5 })).events).toEqual(['saved 5 s, 0 given']);
  });

  it('stops when passing rejects, after saving what was done if asked to', async () => {
    let passes = 0;
    const { events, error } = await run({ pass: async (save) => {
      if (++passes < 3) return;
      await save();
      throw new RangeError('stopped');
    } });
    expect(error).toEqual(new RangeError('stopped'));
    expect(events.slice(-2)).toEqual(['scored at 2', 'saved 2 s, 4 given']);
  });

  it('skips batches whose loss is NaN without counting their time, five in a row at most', async () => {
    const { events, error } = await run({ budget: 2 }, { fail: (step) => step < 5 || (step > 5 && step < 11) });
    expect(error).toBeUndefined();
    expect(events.filter((event) => event.startsWith('step'))).toEqual(['step at 0', 'step at 0.5']);
    expect(events.at(-1)).toBe('saved 2 s, 24 given');
    const failed = await run({}, { fail: (step) => step > 0 });
    expect(failed.error).toBeInstanceOf(TypeError);
    expect(failed.events.filter((event) => event.startsWith('step'))).toHaveLength(1);
  });

  it.each(['onStep', 'save', 'score'] as const)('ends with the error of %s, even one like that of a NaN loss', async (name) => {
    const thrown = new TypeError('a mistake');
    expect((await run({ [name]: async () => Promise.reject(thrown) })).error).toBe(thrown);
  });
});
