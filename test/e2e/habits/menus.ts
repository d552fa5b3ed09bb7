// Context menus, and what has the focus when they close.

import { expect, it } from 'vitest';
import { app, known, press, openGroup } from './setting.ts';

export function menus(): void {
  it('right click opens the actions of a photo alone, or of the selection it is part of', async () => {
    const ids = await openGroup();
    await app.photo(ids[0]!).click();
    await app.photo(ids[1]!).click({ modifiers: ['Control'] });
    await app.photo(ids[3]!).click({ button: 'right' });
    await app.id('context-menu').waitFor();
    await expect.poll(() => app.id('action-alike').isEnabled()).toBe(true);
    await expect.poll(() => app.id('action-similar').isEnabled()).toBe(false); // one photo
    expect(await app.pictures('habits-menu-photo')).toEqual([]);
    await press('Escape');
    await app.id('context-menu').waitFor({ state: 'detached' });
    await expect.poll(() => app.id('selection-count').textContent()).toBe('2 selected');
    await app.photo(ids[0]!).click({ button: 'right' });
    await app.id('action-similar').click();
    await expect.poll(async () => (await known.said()).at(-1)).toEqual({ kind: 'similar', photos: [ids[0], ids[1]] });
  });

  it('Shift F10 and the Menu key open it at what has the focus, and give the focus back', async () => {
    const ids = await openGroup();
    await app.photo(ids[1]!).focus();
    for (const key of ['Shift+F10', 'ContextMenu']) {
      await press(key);
      await app.id('context-menu').waitFor();
      await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('menuitem');
      await press('Escape');
      await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-photo-id'))).toBe(String(ids[1]));
    }
    await press('Escape');
    await app.id('group-card').first().click({ button: 'right' });
    await app.id('action-slideshow').waitFor();
    await press('Escape');
    await app.id('context-menu').waitFor({ state: 'detached' });
  });

  it('the photo one left has the focus when one comes back, from what is like it, its group or the viewer over them', async () => {
    const focused = () => app.page.evaluate(() => Number(document.activeElement?.getAttribute('data-photo-id')));
    await app.id('view-all').click();
    await app.id('photo').nth(6).waitFor();
    const left = (await app.photoIds())[5]!;
    await app.photo(left).focus();
    for (const [there, screen] of [['l', 'alike-screen'], ['g', 'group-screen']] as const) {
      await press(there);
      await app.id(screen).waitFor();
      await expect.poll(focused).toBe(left); // the one that was asked about
      await press('ArrowRight');
      await expect.poll(focused).not.toBe(left);
      await press('Escape');
      await app.id(screen).waitFor({ state: 'detached' });
      await expect.poll(focused).toBe(left);
    }
    await press('Enter');
    await app.id('viewer').waitFor();
    await press('l');
    await app.id('alike-screen').waitFor();
    await press('Escape');
    await app.id('viewer').waitFor();
    await press('Escape');
    await app.id('viewer').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe(left);
  });
}
