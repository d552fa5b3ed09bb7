import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CodedError } from '../../src-main/failure.ts';
import { WorkerPool } from '../../src-main/workers/worker-pool.ts';
import { startProcessesBy } from '../../src-main/workers/worker-start.ts';

vi.mock('electron', () => import('../hosts/desktop/made-electron.ts'));

interface Echo { readonly value: unknown; readonly thread: number }

const file = new URL('fixtures/moody-worker.ts', import.meta.url);
let pool: WorkerPool<Echo> | undefined;

let apart = false;

async function open(size: number, data: object = {}, signal?: AbortSignal): Promise<WorkerPool<Echo>> {
  return (pool = await WorkerPool.open<Echo>(file, data, size, { apart, ...(signal && { signal }) }));
}

afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

describe.each(['threads', 'processes', "Electron's utility processes"] as const)('the worker pool, of %s', (kind) => {
  beforeAll(async () => {
    apart = kind !== 'threads';
    if (kind === "Electron's utility processes") startProcessesBy((await import('../../src-main/hosts/desktop/utility-process.ts')).startUtilityProcess);
  });

  it('answers every request of a long queue, each with its own answer', async () => {
    const { run } = bound(await open(2));
    const answers = await Promise.all(Array.from({ length: 40 }, (_, value) => run({ kind: 'echo', value, wait: value % 3 })));
    expect(answers.map(({ value }) => value)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(new Set(answers.map(({ thread }) => thread)).size).toBe(2);
  });

  it('passes on what a worker throws, and keeps that worker', async () => {
    const { run } = bound(await open(1));
    const before = await run({ kind: 'echo' });
    await expect(run({ kind: 'throw' })).rejects.toThrow(new RangeError('bad wish'));
    expect((await run({ kind: 'echo' })).thread).toBe(before.thread);
  });

  it('fails only the request during which a worker dies, and replaces the worker', async () => {
    const { run } = bound(await open(1));
    const before = await run({ kind: 'echo' });
    const results = await Promise.allSettled([run({ kind: 'exit' }), run({ kind: 'echo', value: 1 }), run({ kind: 'crash' }), run({ kind: 'echo', value: 2 })]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(results[0]).toMatchObject({ reason: { code: 'crash', message: 'A worker stopped in the middle of a batch: exit code 3' } });
    expect(results[2]).toMatchObject({ reason: { code: 'crash', message: 'A worker stopped in the middle of a batch: out of memory' } });
    expect((await run({ kind: 'echo' })).thread).not.toBe(before.thread);
  });

  it('refuses a request that cannot be sent, and continues', async () => {
    const { run } = bound(await open(1));
    await expect(run({ kind: 'echo', value: () => 1 })).rejects.toThrow(/could not be cloned/);
    expect((await run({ kind: 'echo', value: 5 })).value).toBe(5);
  });

  it('does not open if a worker does not start, and says why', async () => {
    await expect(open(2, { broken: true })).rejects.toMatchObject({ code: 'start', message: 'A worker did not start: no engine here' });
  });

  it('rejects pending requests when it is closed, and everything after', async () => {
    const opened = await open(1);
    const { run } = bound(opened);
    const unanswered = [run({ kind: 'echo', wait: 10_000 }), run({ kind: 'echo' })].map((answer) => answer.catch((error: unknown) => error));
    await opened.close();
    for (const error of await Promise.all(unanswered)) expect(error).toMatchObject({ name: 'CodedError', code: 'closed' });
    await expect(run({ kind: 'echo' })).rejects.toBeInstanceOf(CodedError);
  });

  it('gives up on a request that is not answered by its deadline, and answers the next with another worker', async () => {
    const opened = await open(1);
    const { run } = bound(opened);
    const before = await run({ kind: 'echo' });
    await expect(opened.run({ message: { kind: 'hang' }, deadlineMs: 200 })).rejects.toMatchObject({ code: 'timeout', message: 'A worker did not answer within 0.2 seconds' });
    expect((await opened.run({ message: { kind: 'echo' }, deadlineMs: 20_000 })).thread).not.toBe(before.thread);
  });

  it('closes while a worker hangs', async () => {
    const opened = await open(1);
    const unanswered = opened.run({ message: { kind: 'hang' } });
    unanswered.catch(() => undefined); // looked at below
    await opened.close();
    await expect(unanswered).rejects.toMatchObject({ code: 'closed' });
  });

  it('starts workers with the first request if it is lazy, and ends them when they are idle', async () => {
    const lazy = (pool = WorkerPool.lazy<Echo>(file, {}, 1, { apart, idleMs: 100 }));
    const first = await lazy.run({ message: { kind: 'echo' } });
    expect((await lazy.run({ message: { kind: 'echo' } })).thread).toBe(first.thread);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await lazy.run({ message: { kind: 'echo' } })).thread).not.toBe(first.thread);
  });

  it('replaces a worker after an answer by which it is spent', async () => {
    pool = WorkerPool.lazy<Echo>(file, {}, 1, { apart, isSpent: (answer) => (answer as Echo).value === 'large' });
    const { run } = bound(pool);
    const threads: number[] = [];
    for (const value of ['small', 'large', 'small', 'small']) threads.push((await run({ kind: 'echo', value })).thread);
    expect(threads.map((thread) => thread === threads[0])).toEqual([true, true, false, false]);
    expect(threads[3]).toBe(threads[2]);
  });

  it('fails each request of a lazy pool whose worker does not start', async () => {
    const lazy = (pool = WorkerPool.lazy<Echo>(file, { broken: true }, 1, { apart }));
    for (let i = 0; i < 2; i++) await expect(lazy.run({ message: { kind: 'echo' } })).rejects.toMatchObject({ code: 'start' });
  });

  it('gives up on a worker that hangs while starting, when aborted', async () => {
    await expect(open(1, { stuck: true }, AbortSignal.timeout(300))).rejects.toMatchObject({ code: 'start' });
  });
});

function bound(opened: WorkerPool<Echo>): { run: (message: unknown) => Promise<Echo> } {
  return { run: (message) => opened.run({ message }) };
}

it('closes in bounded time even if a worker cannot be ended', async () => {
  const started = { post: () => undefined, end: () => new Promise(() => undefined) };
  const stuck = WorkerPool.lazy<Echo>(file, {}, 1, { start: () => started });
  const unanswered = stuck.run({ message: {} });
  unanswered.catch(() => undefined); // looked at below
  vi.useFakeTimers();
  try {
    const closed = stuck.close();
    await expect(unanswered).rejects.toMatchObject({ code: 'closed' });
    await vi.advanceTimersByTimeAsync(5000);
    await closed;
  } finally {
    vi.useRealTimers();
  }
});
