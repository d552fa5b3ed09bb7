import { describe, expect, it } from 'vitest';
import { Budget } from '../../src-main/photos/budget.ts';

/** A task that ends when told to. */
function task(log: string[], name: string): { run: () => Promise<string>; end: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { run: async () => { log.push(name); await promise; return name; }, end: resolve };
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('a budget', () => {
  it('lets tasks run while they fit together, and the others in the order they came', async () => {
    const log: string[] = [];
    const budget = new Budget(100);
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => task(log, name)) as [ReturnType<typeof task>, ReturnType<typeof task>, ReturnType<typeof task>, ReturnType<typeof task>];
    const all = [budget.hold(60, 1000, a.run), budget.hold(40, 1000, b.run), budget.hold(90, 1000, c.run), budget.hold(10, 1000, d.run)];
    await settle();
    // d would fit once b is done, but c came first
    expect(log).toEqual(['a', 'b']);
    b.end();
    await settle();
    expect(log).toEqual(['a', 'b']);
    a.end();
    await settle();
    expect(log).toEqual(['a', 'b', 'c', 'd']);
    c.end();
    d.end();
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets a task larger than the budget run alone', async () => {
    const log: string[] = [];
    const budget = new Budget(100);
    const big = task(log, 'big');
    const small = task(log, 'small');
    const all = [budget.hold(5000, 1000, big.run), budget.hold(1, 1000, small.run)];
    await settle();
    expect(log).toEqual(['big']);
    big.end();
    small.end();
    await Promise.all(all);
  });

  it('gives its bytes back after a failure', async () => {
    const budget = new Budget(10);
    await expect(budget.hold(10, 1000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await budget.hold(10, 1000, () => Promise.resolve(1))).toBe(1);
  });

  it('rejects in time, but keeps the bytes until a late task has ended', async () => {
    const log: string[] = [];
    const budget = new Budget(10);
    const late = task(log, 'late');
    await expect(budget.hold(10, 20, late.run)).rejects.toMatchObject({ code: 'timeout' });
    const next = budget.hold(1, 1000, async () => log.push('next'));
    await settle();
    expect(log).toEqual(['late']);
    late.end();
    await next;
    expect(log).toEqual(['late', 'next']);
  });
});
