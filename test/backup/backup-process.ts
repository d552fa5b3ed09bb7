// A process that backs a library up, to be killed meanwhile.

import { writeSync } from 'node:fs';
import { writeBackup } from '../../src-main/backup/write.ts';

const [stored = '', library = '', file = ''] = process.argv.slice(2);
writeSync(1, 'begins\n');
await writeBackup({ stored, library, file, app: '1', now: 0, thumbnails: true, replace: true });
