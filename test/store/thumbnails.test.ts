import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../src-main/store/database.ts';
import { readThumbnail, writeThumbnails } from '../../src-main/store/thumbnails.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { madeFolder, madeHash, madeStore, writeMade } from './made-store.ts';

it('returns the newest thumbnail of a photo, and none for an unknown one', () => {
  const store = madeStore();
  const id = writeMade(store, ['a.jpg']).get('a.jpg')!;
  writeThumbnails(store, [{ hash: madeHash('a.jpg'), data: Buffer.from('newer') }, { hash: madeHash('not yet a photo'), data: Buffer.from('early') }]);
  expect(readThumbnail(store, id)?.toString()).toBe('newer');
  expect(readThumbnail(store, 99 as PhotoId)).toBeNull();
});

it('starts over where any byte of its structure is damaged, also one that nothing has read yet', () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => report.mockRestore());
  const folder = madeFolder();
  const store = madeStore(folder);
  writeMade(store, Array.from({ length: 40 }, (_, at) => `${at}.jpg`));
  store.db.exec("DELETE FROM thumbs.thumbnails WHERE rowid % 3 = 0"); // free space, in lists of its own
  store.close();
  const path = join(folder, 'thumbnails.db');
  const whole = readFileSync(path);
  let renewed = 0;
  // the head of each page, with its list of cells and of free space
  for (let at = 8192; at < whole.length; at += at % 8192 < 60 ? 1 : 8192 - 60) {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 0x55;
    writeFileSync(path, bytes);
    const opened = openStore(folder, { onRenewed: () => renewed++ });
    try {
      expect(opened.db.pragma('thumbs.quick_check(1)', { simple: true }), `byte ${at}`).toBe('ok');
    } finally {
      opened.close();
    }
  }
  expect(renewed).toBeGreaterThan(0);
});
