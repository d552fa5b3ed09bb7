// Writes a list of photos into a file: whole or not at all, and over a file that is there only where that was asked for.
import { dirname, join } from 'node:path';
import { LIST_ENDINGS, type ListOutcome, type ListRequest, toCsv, toJson, toPaths } from '../../src-shared/exchange/list.ts';
import { CodedError } from '../failure.ts';
import { flushFolder, lookAt, systemCode, systemDisk } from '../filing/disk.ts';
import { withTemporary } from '../filing/left-over.ts';
import { portableName } from '../filing/names.ts';
import { isRefusal } from '../filing/refusal.ts';
import { realTarget } from '../filing/target.ts';
import { nameCopy } from '../filing/transfer.ts';
import type { Store } from '../store/database.ts';
import { readThumbnail } from '../store/thumbnails.ts';
import { htmlSheet } from './html-sheet.ts';
import { listedPhotos, type Listed } from './listed.ts';

/** @throws {CodedError} `folder-missing` or `not-a-folder` for the folder, `folder-unwritable`, `bad-request` for a list that cannot be */
export async function writeList(store: Store, request: ListRequest): Promise<ListOutcome> {
  const { form, folder, name, replace, chosen } = request;
  const ending = `.${LIST_ENDINGS[form]}`;
  const path = join(await realTarget(systemDisk, folder), portableName(name.toLowerCase().endsWith(ending) ? name : `${name}${ending}`));
  const there = await lookAt(systemDisk, path);
  if (there !== null && !there.isFile) throw new CodedError('bad-request', `${path} is not a file. Choose another name.`);
  if (there !== null && !replace) return { status: 'exists', path, photos: 0, missing: 0 };
  const listed = await listedPhotos(store, chosen);
  try {
    const content = await contentOf(store, request, listed);
    await withTemporary(store, dirname(path), (temporary) => writeAtOnce(temporary, path, content, replace));
  } catch (error) {
    if (isRefusal(error, 'exists')) return { status: 'exists', path, photos: 0, missing: 0 };
    if (error instanceof RangeError) throw new CodedError('bad-request', error.message, { cause: error });
    if (['EACCES', 'EPERM', 'EROFS'].includes(systemCode(error))) throw new CodedError('folder-unwritable', `Nothing can be written into ${folder}. Choose another folder, or allow Kindred to write there.`, { cause: error });
    throw error;
  }
  return { status: 'written', path, photos: listed.length, missing: chosen.length - listed.length };
}

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<Uint8Array>;

async function contentOf(store: Store, { form, title, locale }: ListRequest, listed: readonly Listed[]): Promise<Pieces> {
  const said = listed.map(({ photo: _photo, ...rest }) => rest);
  const sheet = { title, locale, listed, thumbnail: ({ photo }: Listed) => readThumbnail(store, photo) };
  switch (form) {
    case 'csv': return [toCsv(said)];
    case 'json': return [toJson(said)];
    case 'paths': return [toPaths(said, '\n')];
    case 'paths-nul': return [toPaths(said, '\0')];
    case 'html': return htmlSheet(sheet);
    // a megabyte of code, for this form alone
    case 'pdf': return (await import('./pdf-sheet.ts')).pdfSheet(sheet);
  }
}

async function writeAtOnce(temporary: string, path: string, pieces: Pieces, replace: boolean): Promise<void> {
  const handle = await systemDisk.open(temporary, 'wx');
  try {
    try {
      for await (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!replace) return await nameCopy(systemDisk, temporary, path);
    await systemDisk.rename(temporary, path);
    await flushFolder(systemDisk, dirname(path));
  } catch (error) {
    if ((await lookAt(systemDisk, temporary)) !== null) await systemDisk.unlink(temporary);
    throw error;
  }
}
