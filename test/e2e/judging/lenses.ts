// Lenses with their own answers, and answers as files.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, app, said, undo, select } from './setting.ts';

export function lenses(): void {
  it('makes, names, copies, changes and deletes lenses, each with its own answers', async () => {
    const { keyboard } = app.page;
    const choose = async (item: string): Promise<void> => {
      await app.id('lens-menu').click();
      await app.id(item).click();
    };
    const named = (name: string) => expect.poll(() => app.id('lens-menu').textContent()).toContain(name);
    await choose('lens-create');
    await app.id('lens-name-done').click();
    await app.id('lens-name-refused').waitFor();
    await keyboard.type('Same place');
    expect(await app.pictures('lens-create')).toEqual([]);
    await keyboard.press('Enter');
    await named('Same place');
    await app.ready();
    await select(0, 2);
    await keyboard.press('s');
    await expect.poll(said).toHaveLength(1);
    await choose('lens-duplicate');
    await keyboard.press('Enter');
    await named('Same place (copy)');
    await expect.poll(said).toHaveLength(1);
    await choose('lens-rename');
    await keyboard.type('Same dish');
    await keyboard.press('Enter');
    await named('Same dish');
    await app.id('lens-menu').click();
    expect(await app.pictures('lens-menu')).toEqual([]);
    await app.id('lens').first().click();
    await named('All-round');
    await expect.poll(said).toEqual([]);
    await app.id('lens-menu').click();
    await app.id('lens').last().click();
    await named('Same dish');
    await choose('lens-delete');
    await named('All-round');
    await app.id('toast-action').click();
    await named('Same dish');
    for (const left of [2, 1]) {
      await choose('lens-delete');
      await named('All-round'); // the menu closes when the lens changes
      await app.id('lens-menu').click();
      await expect.poll(() => app.id('lens').count()).toBe(left);
      if (left === 1) await keyboard.press('Escape');
      else {
        await app.id('lens').last().click();
        await named('Same place');
      }
    }
    await named('All-round');
  });

  it('keeps answers in a file, and takes them over from one', async () => {
    await select(0, 2);
    await app.page.keyboard.press('s');
    await expect.poll(said).toHaveLength(1);
    await app.id('open-settings').click();
    const [download] = await Promise.all([app.page.waitForEvent('download'), app.id('judgments-export').click()]);
    const file = join(root, 'answers.jsonl');
    await download.saveAs(file);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await app.page.keyboard.press('Escape');
    await undo();
    await app.id('open-settings').click();
    await writeFile(file, [...lines, ...lines, 'not an answer'].join('\n'));
    await app.id('judgments-file').setInputFiles(file);
    await app.id('import-report').waitFor();
    await expect.poll(() => app.id('import-report').textContent()).toMatch(/1 answer taken over.*1 line was not taken over.*damaged/);
    expect(await app.pictures('answers-file')).toEqual([]);
    await expect.poll(said).toHaveLength(1);
    await app.page.keyboard.press('Escape');
    await undo();
  });
}
