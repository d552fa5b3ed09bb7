// `kindred backup <folder> FILE`: everything known about a library as one file, while it may be open in the app.

import { resolve } from 'node:path';
import { BACKUP_ENDING } from '../backup/manifest.ts';
import { writeBackup } from '../backup/write.ts';
import { dataFolder } from '../data-folder.ts';
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
  const written = await writeBackup({ stored: storedAt(data, library.id), library: library.id, file, app: appVersion(), now: Date.now(), thumbnails: values['with-thumbnails'] === true, replace: values.yes === true });
  if (values.json) {
    console.log(JSON.stringify(written));
    return;
  }
  for (const lost of written.missing) console.error(`The weights of the encoder ${lost} are lost, so they are not in the backup.`);
  console.log(`${printableName(file)}: ${counted(written.photos, 'photo')}, ${counted(written.answers, 'answer')}, ${(written.bytes / 1e6).toFixed(1)} MB. The photos themselves are not in it.`);
}
