// Packs that a page sends, file by file and part by part, since a page cannot say where files lie: kept aside until they are added or given up.
import { appendFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PackRefused } from './refused.ts';
import { makePacksFolder, STAGED } from './stored.ts';

/** Of one upload: two models, and what lies beside them. */
const MOST_BYTES = 2 ** 32;
const MOST_FILES = 50;
const plainName = /^[^/\\:*?"<>|\0]{1,200}$/;

interface Upload {
  readonly folder: string;
  readonly files: Set<string>;
  bytes: number;
  /** Parts are written one after the other. */
  writing: Promise<void>;
}

export class Received {
  readonly #dataFolder: string;
  readonly #uploads = new Map<string, Promise<Upload>>();

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  /** Adds bytes to a file. @throws {PackRefused} for too much, and a name that leads elsewhere */
  async receive(name: string, file: string, bytes: Uint8Array): Promise<void> {
    if (!plainName.test(file) || /^\.*$/.test(file)) throw new PackRefused(`${file} is not the plain name of a file.`);
    let opening = this.#uploads.get(name);
    if (!opening) this.#uploads.set(name, (opening = this.#open(name)));
    const upload = await opening;
    upload.files.add(file);
    upload.bytes += bytes.length;
    if (upload.bytes > MOST_BYTES || upload.files.size > MOST_FILES) {
      await this.drop(name);
      throw new PackRefused('These are too many files, or too large ones, for a pack.');
    }
    upload.writing = upload.writing.then(() => appendFile(join(upload.folder, file), bytes));
    await upload.writing;
  }

  /** Where the pack lies: a zip file if that is all there is, else a folder. */
  async place(name: string): Promise<string> {
    const upload = await this.#uploads.get(name);
    if (!upload) throw new PackRefused('Nothing of this pack was received. Choose its file or folder again.');
    await upload.writing;
    const files = await readdir(upload.folder);
    return files.length === 1 && files[0]!.toLowerCase().endsWith('.zip') ? join(upload.folder, files[0]!) : upload.folder;
  }

  async drop(name: string): Promise<void> {
    const upload = await this.#uploads.get(name);
    this.#uploads.delete(name);
    if (!upload) return;
    await upload.writing.catch(() => undefined); // whoever sent it was told
    await rm(upload.folder, { recursive: true, force: true });
  }

  async #open(name: string): Promise<Upload> {
    const folder = join(await makePacksFolder(this.#dataFolder), `${STAGED}upload-${name}`);
    await mkdir(folder);
    return { folder, files: new Set(), bytes: 0, writing: Promise.resolve() };
  }
}
