// Why photos are together, and what happens where an answer says the opposite of earlier ones.

import { expect, it } from 'vitest';
import { volunteered } from '../../origins.ts';
import { app, ask, lens, said, undo, select, fitsSmall } from './setting.ts';

export function contradicting(): void {
  it('shows why photos are together: chance, shares, and the answers that bind them', async () => {
    await select(0, 2);
    await app.page.keyboard.press('w');
    await app.id('why-sum').waitFor();
    await expect.poll(() => app.id('why-sum').textContent()).toMatch(/\d+%/);
    const shares = await app.id('why-feature').evaluateAll((rows) => rows.map((row) => Number(/(\d+)%/.exec(row.textContent)?.[1])));
    expect(shares.length).toBeGreaterThan(1);
    expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThanOrEqual(shares.length); // each rounded
    await app.page.keyboard.press('Escape');
    await app.page.keyboard.press('s');
    await expect.poll(said).toHaveLength(1);
    await app.id('group-why').click();
    await app.id('why-sum').waitFor();
    await expect.poll(() => app.id('why').textContent()).toContain('Your answer that binds them');
    expect(await app.pictures('why-group')).toEqual([]);
    await app.page.keyboard.press('Escape');
    await undo();
  });

  it('shows the whole chain that a new answer contradicts, and drops the one chosen', async () => {
    const [a, b, c] = await select(0, 3) as [number, number, number];
    const lensId = await lens();
    const together = (one: number, other: number) => ask('judgments.add', { lensId, statement: { kind: 'similar', photos: [one, other] as never }, origin: volunteered });
    await together(a, b);
    await together(b, c);
    await app.page.keyboard.press('Escape');
    await app.photo(a).click();
    await app.photo(c).click({ modifiers: ['Control'] });
    await app.page.keyboard.press('d');
    await app.id('contradiction').waitFor();
    await expect.poll(() => app.id('contradiction-step').count()).toBe(2);
    expect(await app.pictures('contradiction-chain')).toEqual([]);
    expect(await fitsSmall()).toBe(true);
    await app.id('contradiction-step').first().click();
    await app.id('contradiction-drop').click();
    await expect.poll(said).toEqual([{ kind: 'similar', photos: [b, c] }, { kind: 'different', photos: [a, c] }]);
    await app.undo();
    await expect.poll(said).toEqual([{ kind: 'similar', photos: [a, b] }, { kind: 'similar', photos: [b, c] }]);
    await app.undo();
    await app.undo();
    await expect.poll(said).toEqual([]);
  });

  it('offers plainly to drop what was said where photos that were taken out are put back', async () => {
    const taken = (await select(0, 2)).toSorted();
    await app.page.keyboard.press('x');
    await app.id('toast-show').click();
    await expect.poll(async () => (await app.photoIds()).toSorted()).toEqual(taken);
    for (const [at, id] of taken.entries()) await app.photo(id).click(at > 0 ? { modifiers: ['Control'] } : {});
    await app.page.keyboard.press('m');
    await app.id('move-group').first().waitFor();
    const sizes = await app.id('move-group').evaluateAll((groups) => groups.map((group) => group.textContent));
    await app.id('move-group').nth(sizes.findIndex((text) => /\b4\b/.test(text))).click();
    await app.id('contradiction').waitFor();
    expect(await app.pictures('contradiction-back')).toEqual([]);
    expect(await fitsSmall()).toBe(true);
    await expect.poll(() => app.page.getByRole('radio').count()).toBe(0); // there is nothing to choose from
    await expect.poll(() => app.id('contradiction').textContent()).toMatch(/Earlier you said.*Take back the earlier answer/);
    await app.id('contradiction-drop').click();
    await app.id('contradiction').waitFor({ state: 'detached' });
    await expect.poll(async () => (await said()).map(({ kind }) => kind)).toEqual(['together', 'together']);
    await app.undo();
    await undo();
  });
}
