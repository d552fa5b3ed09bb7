import { describe, expect, it } from 'vitest';
import { Budget } from '../../src-main/photos/budget.ts';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** Takes amounts under names, and logs who got theirs. */
function takers(budget: Budget, amounts: Readonly<Record<string, number>>): { readonly log: string[]; readonly end: (name: string) => void } {
  const log: string[] = [];
  const back = new Map<string, () => void>();
  for (const [name, amount] of Object.entries(amounts)) void budget.take(amount).then((giveBack) => [log.push(name), back.set(name, giveBack)]);
  return { log, end: (name) => back.get(name)!() };
}

describe('a budget', () => {
  it('lets takers hold while they fit together, and the others in the order they came', async () => {
    const { log, end } = takers(new Budget(100), { a: 60, b: 40, c: 90, d: 10 });
    await settle();
    // d would fit once b is done, but c came first
    expect(log).toEqual(['a', 'b']);
    end('b');
    await settle();
    expect(log).toEqual(['a', 'b']);
    end('a');
    await settle();
    expect(log).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets what is larger than the budget hold it alone', async () => {
    const { log, end } = takers(new Budget(100), { big: 5000, small: 1 });
    await settle();
    expect(log).toEqual(['big']);
    end('big');
    await settle();
    expect(log).toEqual(['big', 'small']);
  });

  it('lets who goes ahead take before all who only came earlier, in the order they came', async () => {
    const budget = new Budget(2);
    const { log, end } = takers(budget, { a: 1, b: 1, c: 1, d: 1 });
    const back: (() => void)[] = [];
    for (const name of ['view', 'view after it']) void budget.take(2, { ahead: true }).then((giveBack) => [log.push(name), back.push(giveBack)]);
    await settle();
    end('a');
    await settle();
    // c would fit, but then the view would wait for it too
    expect(log).toEqual(['a', 'b']);
    end('b');
    await settle();
    expect(log).toEqual(['a', 'b', 'view']);
    back[0]!();
    await settle();
    expect(log).toEqual(['a', 'b', 'view', 'view after it']);
    back[1]!();
    await settle();
    expect(log).toEqual(['a', 'b', 'view', 'view after it', 'c', 'd']);
  });

  it('lets who goes ahead take what is free past those that it does not suffice for', async () => {
    const budget = new Budget(10);
    const { log, end } = takers(budget, { a: 6, b: 6 });
    void budget.take(4, { ahead: true }).then(() => log.push('view'));
    await settle();
    expect(log).toEqual(['a', 'view']);
    end('a');
    await settle();
    expect(log).toEqual(['a', 'view', 'b']);
  });

  it('takes an amount back once, however often it is given', async () => {
    const { log, end } = takers(new Budget(10), { a: 10, b: 10, c: 10 });
    await settle();
    end('a');
    end('a');
    await settle();
    expect(log).toEqual(['a', 'b']);
  });
});
