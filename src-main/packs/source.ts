// A pack as it is brought: a folder or a zip file. Only plain files named by the manifest are ever opened, and no more of them is read than
// was announced: what else lies there, links, and sizes that an archive lies about do no harm.
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { MANIFEST } from './manifest.ts';
import { PackRefused } from './refused.ts';

export interface PackSource {
  /** As the user knows it, for errors. */
  readonly path: string;
  /** Bytes of a file of the pack. @throws {PackRefused} if it is missing or no plain file */
  size(name: string): Promise<number>;
  open(name: string): Promise<Readable>;
  close(): void;
}

/** Entries of a zip file: a pack has four files, and some that others put beside them. */
const MOST_ENTRIES = 1000;

/** @param path a folder, its pack.json, or a zip file @throws {PackRefused} if it is none of them */
export async function openSource(path: string): Promise<PackSource> {
  const info = await lstat(path).catch((error: unknown) => {
    throw new PackRefused(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}. Give the folder or zip file of a pack.`, { cause: error });
  });
  if (info.isDirectory()) return openFolder(path);
  if (basename(path) === MANIFEST) return openFolder(dirname(path));
  if (!info.isFile()) throw new PackRefused(`${path} is neither a folder nor a zip file. Give the folder or zip file of a pack.`);
  return openZip(path);
}

function openFolder(path: string): PackSource {
  return {
    path,
    async size(name) {
      const info = await lstat(join(path, name)).catch((error: unknown) => {
        throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? lacks(path, name, error) : new PackRefused(`${name} in ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
      });
      if (!info.isFile()) throw new PackRefused(`${name} in ${path} is a link or a folder. Put the file itself there.`);
      return info.size;
    },
    open: async (name) => createReadStream(join(path, name)),
    close() {}
  };
}

/** The files lie at the top of the archive, or all in one folder there, as archivers put them. */
async function openZip(path: string): Promise<PackSource> {
  const damaged = (error: unknown): PackRefused => new PackRefused(`${path} is not a readable zip file: ${error instanceof Error ? error.message : String(error)}. Give the folder or zip file of a pack.`, { cause: error });
  // names that lead out of the archive are an error while they are read, and so is an entry that unpacks to more than its stated size
  const zip = await yauzl.openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true }).catch((error: unknown) => {
    throw damaged(error);
  });
  try {
    if (zip.entryCount > MOST_ENTRIES) throw new PackRefused(`${path} has ${zip.entryCount} entries, more than the ${MOST_ENTRIES} that are looked at. Put only the files of the pack into it.`);
    const files = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      if (isLink(entry)) throw new PackRefused(`${path} has a link in it (${entry.fileName}). Put the file itself there.`);
      if (files.has(entry.fileName)) throw new PackRefused(`${path} has ${entry.fileName} twice. Pack it again.`);
      if (!entry.fileName.endsWith('/')) files.set(entry.fileName, entry);
    }
    const manifests = [...files.keys()].filter((name) => name.split('/').length <= 2 && basename(name) === MANIFEST);
    if (manifests.length !== 1) throw manifests.length === 0 ? lacks(path, MANIFEST) : new PackRefused(`${path} has ${manifests.length} packs in it. Add them one at a time.`);
    return sourceOf(zip, path, files, manifests[0]!.slice(0, -MANIFEST.length));
  } catch (error) {
    zip.close();
    throw error instanceof PackRefused ? error : damaged(error);
  }
}

function sourceOf(zip: ZipFile, path: string, files: ReadonlyMap<string, Entry>, prefix: string): PackSource {
  const entryOf = (name: string): Entry => {
    const entry = files.get(prefix + name);
    if (!entry) throw lacks(path, name);
    if (entry.isEncrypted()) throw new PackRefused(`${name} in ${path} is encrypted. Unpack it and give the folder.`);
    return entry;
  };
  return {
    path,
    size: async (name) => entryOf(name).uncompressedSize,
    open: async (name) => zip.openReadStreamPromise(entryOf(name)),
    close: () => zip.close()
  };
}

function lacks(path: string, name: string, cause?: unknown): PackRefused {
  return new PackRefused(`${path} has no ${name}. ${name === MANIFEST ? 'A pack is a folder or zip file with pack.json and the files that it names; see docs/encoders.md.' : 'Put it beside pack.json, or correct its name there.'}`, { cause });
}

/** Of Unix, in the upper half of the attributes. */
function isLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}
