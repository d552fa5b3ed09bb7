// `kindred backup <folder> FILE`: everything known about a library as one file, while it may be open in the app. Ctrl+C stops it, and nothing is left.

import { resolve } from 'node:path';
import { BACKUP_ENDING } from '../backup/manifest.ts';
import { writeBackup } from '../backup/write.ts';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { appVersion } from '../hosts/resources.ts';
import { storedAt } from '../store/libraries.ts';
import { readArguments, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { libraryNamed } from './known-library.ts';
import { printableName } from './printable.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { 'with-thumbnails': { type: 'boolean' }, yes: { type: 'boolean' }, json: { type: 'boolean' } }, { positionals: 2 });
  const [folder, name] = positionals;
  if (folder === undefined || name === undefined) throw new UsageError('expected the folder of a library and the file to back it up to');
  const data = dataFolder();
  const library = libraryNamed(data, folder);
  const file = resolve(name.endsWith(BACKUP_ENDING) ? name : `${name}${BACKUP_ENDING}`);
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  process.once('SIGINT', abort);
  const written = await writeBackup({
    stored: storedAt(data, library.id), library: library.id, file, app: appVersion(), now: Date.now(), thumbnails: values['with-thumbnails'] === true, replace: values.yes === true, signal: stop.signal
  }).catch((error: unknown) => {
    throw stop.signal.aborted ? new CodedError('unexpected', 'Stopped before the end: no backup was written.', { cause: error }) : error;
  }).finally(() => process.removeListener('SIGINT', abort));
  if (values.json) {
    console.log(JSON.stringify(written));
    return;
  }
  for (const lost of written.missing) console.error(`The weights of the encoder ${lost} are lost, so they are not in the backup.`);
  console.log(`${printableName(file)}: ${counted(written.photos, 'photo')}, ${counted(written.answers, 'answer')}, ${(written.bytes / 1e6).toFixed(1)} MB. The photos themselves are not in it.`);
}
