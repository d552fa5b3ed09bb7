// Rubber bands, ranges, and the keys that move and open.

import { expect, it } from 'vitest';
import { app, known, press, drag, boxOf, openGroup, picked } from './setting.ts';

export function picking(): void {
  it('a rubber band picks groups, Ctrl A all of them, Shift a range', async () => {
    const [a, b] = [await boxOf('group-card', 0), await boxOf('group-card', 1)];
    await drag({ x: a.x - 8, y: a.y + 30 }, { x: b.x + 30, y: b.y + 60 });
    await expect.poll(picked).toBe(2);
    await press('Control+a');
    await expect.poll(picked).toBe(await app.id('group-card').count());
    await expect.poll(() => app.page.evaluate(() => getSelection()?.toString())).toBe('');
    await app.page.mouse.click(a.x - 10, a.y + 40);
    await expect.poll(picked).toBe(0);
    await app.id('group-card').nth(0).click({ modifiers: ['Control'] });
    await app.id('group-card').nth(2).click({ modifiers: ['Shift'] });
    await expect.poll(picked).toBe(3);
    await app.id('group-card').nth(1).click({ button: 'right' });
    await app.id('action-merge').waitFor();
    expect(await app.pictures('habits-menu-groups')).toEqual([]);
    await press('Escape');
  });

  it('a rubber band selects photos and scrolls the list at its edge', async () => {
    await app.page.setViewportSize({ width: 900, height: 520 });
    await app.id('view-all').click();
    await app.id('photo').nth(6).waitFor();
    const all = await known.ask('photos.list', null);
    const first = await boxOf('photo', 0);
    await app.page.mouse.move(8, first.y + 20);
    await app.page.mouse.down();
    await app.page.mouse.move(300, 400);
    await app.page.mouse.move(880, 516);
    await expect.poll(() => app.id('photo-grid').evaluate((grid) => grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1)).toBe(true);
    await app.page.waitForTimeout(60);
    await app.page.mouse.up();
    await app.page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(() => app.id('selection-count').textContent()).toBe(`${all.ids.length} selected`);
    await press('Escape');
    await app.id('photo').nth(2).click();
    await press('Control+a');
    await expect.poll(() => app.id('selection-count').textContent()).toBe(`${all.ids.length} selected`);
  });

  it('Space and Enter open a photo, Space closes it, V selects, End and the page keys move', async () => {
    const ids = await openGroup();
    await app.photo(ids[0]!).focus();
    for (const key of ['Space', 'Enter']) {
      await press(key);
      await app.id('viewer').waitFor();
      await press('Space');
      await app.id('viewer').waitFor({ state: 'detached' });
      await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-photo-id'))).toBe(String(ids[0]));
    }
    await press('v');
    await expect.poll(() => app.id('selection-count').textContent()).toBe('1 selected');
    await press('PageDown');
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-photo-id'))).not.toBe(String(ids[0]));
    await press('Home');
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-photo-id'))).toBe(String(ids[0]));
  });
}
