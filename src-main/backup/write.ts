// Writes a library as one file, while it is open and in use. The file gets its name only once it was written, flushed, read again and found
// whole: an interrupted backup leaves nothing that looks like one.

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { BackupProgress, WrittenBackup } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { isFullDisk } from '../store/error.ts';
import { encoderFile } from '../store/encoder-files.ts';
import { writeWholeBy } from '../store/whole-file.ts';
import { openArchive } from './archive.ts';
import { checkDatabase } from './check-database.ts';
import { type CopiedLibrary, withCopy } from './copy.ts';
import { BACKUP_ENDING, BACKUP_FORMAT, type Manifest, MANIFEST, type Part } from './manifest.ts';

export interface BackupOptions {
  /** Where the library is stored. */
  readonly stored: string;
  readonly library: string;
  /** The backup to write (absolute). */
  readonly file: string;
  /** Version of the app. */
  readonly app: string;
  readonly now: number;
  readonly thumbnails?: boolean;
  /** Whether a file that is there is replaced. */
  readonly replace?: boolean;
  readonly onProgress?: (progress: BackupProgress) => void;
  /** Once it is aborted, writing stops and leaves nothing, unless the file has its name by then. */
  readonly signal?: AbortSignal;
}

/** Of zlib's levels: embeddings hardly shrink, so the usual one would take longer for a file that is a hundredth smaller. */
const FASTEST = 1;

interface Source {
  readonly name: string;
  readonly path: string;
  /** Thumbnails are compressed already. */
  readonly compress: boolean;
}

/**
 * Rejects with a `CodedError`: `file-exists`, `bad-request` for a file to be replaced that is no backup, `disk-full`, `library-damaged` and others about the library, `folder-missing`, `unexpected`,
 * or with the reason of the signal; then nothing is at `file` that was not before.
 */
export async function writeBackup({ stored, library, file, app, now, thumbnails = false, replace = false, onProgress = () => {}, signal }: BackupOptions): Promise<WrittenBackup> {
  if (existsSync(file)) refuseToReplace(file, replace);
  // whatever takes long says how far it is every few milliseconds, and stops there
  const tell = (doing: BackupProgress['doing'], from: number, to: number) => (share: number): void => {
    signal?.throwIfAborted();
    onProgress({ file, doing, share: from + share * (to - from) });
  };
  try {
    return await withCopy(stored, { thumbnails, onShare: tell('writing', 0, 0.2) }, async (copied) => {
      // a damaged library must not be found out when its backup is needed
      for (const { name, path } of copied.databases) await checkDatabase(path, name, (reason) => new CodedError('library-damaged', `The library cannot be backed up, because it is damaged (${name}: ${reason}). Repair it first: Repair in the app, or \`kindred repair\`.`), { signal });
      const { sources, missing } = sourcesOf(stored, copied);
      const { folders, photos, answers, albums, marks } = copied;
      await writeWholeBy(file, async (beside) => {
        await writeZip(beside, sources, { kindred: 'backup', format: BACKUP_FORMAT, app, library, madeAt: now, folders: [...folders], photos, answers, albums, marks }, tell('writing', 0.3, 0.7));
        const written = await openArchive(beside);
        await written.read(null, tell('checking', 0.7, 1)).finally(() => written.close());
        signal?.throwIfAborted();
      }, { replaces: replace });
      return { file, bytes: statSync(file).size, photos, answers, missing };
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw asBackupError(error, file);
  }
}

function sourcesOf(stored: string, { databases, encoders }: CopiedLibrary): { readonly sources: readonly Source[]; readonly missing: readonly string[] } {
  const weights = encoders.map((name) => ({ name, path: encoderFile(stored, name) }));
  return {
    sources: [
      ...databases.map(({ name, path }, at) => ({ name, path, compress: at === 0 })),
      ...weights.filter(({ path }) => existsSync(path)).map(({ name, path }) => ({ name: `encoders/${name}.kenc`, path, compress: true }))
    ],
    missing: weights.filter(({ path }) => !existsSync(path)).map(({ name }) => name)
  };
}

/** The manifest comes last, because it has the hashes of what is read only once. */
async function writeZip(path: string, sources: readonly Source[], facts: Omit<Manifest, 'parts'>, onShare: (share: number) => void): Promise<void> {
  const zip = new ZipFile();
  const out = zip.outputStream.pipe(new PassThrough());
  const total = sources.reduce((sum, { path: from }) => sum + statSync(from).size, 1);
  let done = 0;
  const parts: Part[] = [];
  const last = (): void => {
    zip.addBuffer(Buffer.from(`${JSON.stringify({ ...facts, parts }, null, 2)}\n`), MANIFEST);
    zip.end();
  };
  for (const { name, path: from, compress } of sources) {
    const read = async function* (): AsyncIterable<Buffer> {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of createReadStream(from) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        bytes += chunk.length;
        onShare((done += chunk.length) / total);
        yield chunk;
      }
      parts.push({ name, bytes, sha256: hash.digest('hex') });
      if (parts.length === sources.length) last();
    };
    zip.addReadStreamLazy(name, { ...(compress ? { compressionLevel: FASTEST } : { compress }), mtime: new Date(facts.madeAt), mode: 0o100600 }, (give) => {
      const stream = Readable.from(read(), { objectMode: false });
      stream.once('error', (error) => out.destroy(error)); // the archive would wait for the rest
      give(null, stream);
    });
  }
  await pipeline(out, createWriteStream(path, { mode: 0o600, flush: true }));
}

/** Whatever was asked for, only a backup is replaced by one: the name could be that of a photo. */
function refuseToReplace(file: string, replace: boolean): void {
  if (!replace) throw exists(file);
  if (!file.toLowerCase().endsWith(BACKUP_ENDING) || !statSync(file).isFile()) throw new CodedError('bad-request', `${file} is not a backup of Kindred's by its name, and is not replaced. Choose a name that ends in ${BACKUP_ENDING}.`);
}

function exists(file: string): CodedError {
  return new CodedError('file-exists', `${file} is there already. Choose another name, or have it replaced.`);
}

function asBackupError(error: unknown, file: string): unknown {
  if (error instanceof CodedError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') return exists(file);
  if (isFullDisk(error)) return new CodedError('disk-full', `The disk is full: ${file} was not written. Free some space, or choose another disk; nothing was changed.`, { cause: error });
  if (code === 'ENOENT' || code === 'ENOTDIR') return new CodedError('folder-missing', `The folder for ${file} is not there. Choose another.`, { cause: error });
  return new CodedError('unexpected', `${file} could not be written (${error instanceof Error ? error.message : String(error)}). Choose another place, then try again.`, { cause: error });
}
