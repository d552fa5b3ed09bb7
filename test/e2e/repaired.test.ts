// A library that was damaged and repaired tells it once, in a window, with what may be lost.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureLibrary, storedAt } from '../../src-main/store/libraries.ts';
import { noteRepaired } from '../../src-main/store/salvage/repaired.ts';
import { browserPath } from './app.ts';
import { closeOpened, opened, type Opened } from './opened.ts';

describe.skipIf(browserPath === undefined)('a repaired library', () => {
  let open: Opened;
  beforeAll(async () => {
    open = await opened({ groups: 2, perGroup: 3, width: 240, height: 180 }, {
      prepare: ({ root, photos }) => {
        const data = join(root, 'data');
        noteRepaired(storedAt(data, ensureLibrary(data, photos, 0).id), { keptAt: new Date(2026, 2, 14, 14, 2).getTime(), restored: 40, lost: 2 });
        return Promise.resolve();
      }
    });
  });
  afterAll(() => closeOpened(open));

  it('says from when on something may be missing, until it is dismissed', async () => {
    const notice = open.app.page.getByTestId('library-notice');
    await notice.waitFor();
    const text = (await notice.textContent()) ?? '';
    expect(text).toContain('2 answers are lost');
    expect(text).toMatch(/14 Mar 2026.*14:02/);
    await open.app.page.setViewportSize({ width: 900, height: 700 });
    await open.app.pictures('repaired');
    await notice.getByRole('button').click();
    await notice.waitFor({ state: 'detached' });
  });
});
