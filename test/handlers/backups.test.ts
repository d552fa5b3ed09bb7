// Requests about backups: one that is being written is cancelled by its file.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backupHandlers, type BackupsOptions } from '../../src-main/handlers/backups.ts';
import { madeLibrary } from '../backup/made-backup.ts';

it('cancels a backup that is being written, and no other', async () => {
  const { root, dataFolder, library: { id: library } } = await madeLibrary();
  const handlers = backupHandlers({ dataFolder, version: '1', onProgress: () => {} } as unknown as BackupsOptions); // the others are for other requests
  const [file, other] = [join(root, 'one.kindred'), join(root, 'two.kindred')];
  const writing = [handlers['library.backup']({ library, file }), handlers['library.backup']({ library, file: other })];
  await expect(handlers['library.backup']({ library, file })).rejects.toMatchObject({ code: 'file-exists' });
  expect(await handlers['backup.cancel']({ file })).toBe(true);
  expect(await Promise.all(writing)).toMatchObject([null, { file: other, photos: 5 }]);
  expect([await handlers['backup.cancel']({ file: other }), readdirSync(root).sort()]).toEqual([false, ['data', 'photos', 'two.kindred']]);
  expect(await handlers['library.backup']({ library, file })).toMatchObject({ file });
});
