// A process that backs a library up, or restores a backup, to be killed meanwhile.

import { writeSync } from 'node:fs';
import { restoreBackup } from '../../src-main/backup/restore.ts';
import { writeBackup } from '../../src-main/backup/write.ts';

const [what = '', one = '', other = '', file = ''] = process.argv.slice(2);
writeSync(1, 'begins\n');
if (what === 'write') await writeBackup({ stored: one, library: other, file, app: '1', now: 0, thumbnails: true, replace: true });
else await restoreBackup({ dataFolder: one, file, inTheWay: 'set-aside', now: Date.now() });
