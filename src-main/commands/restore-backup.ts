// `kindred restore-backup FILE`: a library from a backup. Shows what is in it; a library in the way is set aside, or stays, only where told so.

import { resolve } from 'node:path';
import type { BackupSummary, InTheWay } from '../../src-shared/contract.ts';
import { readBackup, restoreBackup } from '../backup/restore.ts';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { readArguments, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { printableName } from './printable.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' }, list: { type: 'boolean' }, 'set-aside': { type: 'boolean' }, beside: { type: 'boolean' } });
  const [name] = positionals;
  if (name === undefined) throw new UsageError('expected the backup to restore');
  if (values['set-aside'] && values.beside) throw new UsageError('expected one of --set-aside and --beside');
  const data = dataFolder();
  const file = resolve(name);
  const summary = await readBackup(data, file);
  if (values.list) {
    if (values.json) console.log(JSON.stringify(summary));
    else console.log(describe(summary));
    return;
  }
  if (!values.json) console.error(describe(summary));
  const inTheWay: InTheWay = values['set-aside'] ? 'set-aside' : values.beside ? 'beside' : 'refuse';
  if (summary.here.length > 0 && inTheWay === 'refuse') {
    throw new CodedError('bad-request', `The library of ${printableName(summary.here.map(({ id, folder }) => folder || id).join(', '))} is here already. Add --set-aside to keep it elsewhere and restore the backup in its place, or --beside to have both; nothing is overwritten.`);
  }
  const restored = await restoreBackup({ dataFolder: data, file, inTheWay, now: Date.now() });
  if (values.json) {
    console.log(JSON.stringify(restored));
    return;
  }
  for (const path of restored.setAside) console.log(`The library that was here is kept in ${printableName(path)}`);
  for (const { path, missing } of restored.folders) console.log(missing ? `${printableName(path)} is not here. Where its photos are now: kindred library relocate ${printableName(path)} <folder>` : `Restored. To see what changed since: kindred index ${printableName(path)}`);
}

function describe({ madeAt, app, folders, photos, answers, albums, marks, encoders, thumbnails }: BackupSummary): string {
  const with_ = [counted(photos, 'photo'), counted(answers, 'answer'), ...(marks ? [counted(marks, 'marked photo')] : []), ...(albums ? [counted(albums, 'album')] : []), ...(encoders > 0 ? [counted(encoders, 'trained encoder')] : []), ...(thumbnails ? ['thumbnails'] : [])];
  return `Made ${new Date(madeAt).toLocaleString()} by Kindred ${printableName(app)}: ${with_.join(', ')}; ${folders.map(({ path, missing }) => `${printableName(path)}${missing ? ' (not here)' : ''}`).join(', ')}`;
}
