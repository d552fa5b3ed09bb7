// What an encoder from outside said of views of photos, as one file next to the database: records of one length by photo. Derived and expensive, so
// it is kept between trainings, appended to, and bounded in size; a record that was cut off or damaged is as if it were not there.
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { makeDurableFolder } from './durable-folder.ts';
import { ENCODERS_FOLDER } from './encoder-files.ts';
import { asStoreError } from './error.ts';

/** The file grows no further. */
export const MOST_RECORD_BYTES = 256e6;

const HEAD = 512;
const HASH = 32;
const BEFORE = HASH + 4;

export interface ViewRecordsOptions {
  /** Where the library is stored. */
  readonly stored: string;
  /** Id of the pack. */
  readonly pack: string;
  /** What the records depend on: those of a file that says otherwise are dropped. At most 400 characters. */
  readonly head: string;
  /** Bytes of a record. */
  readonly size: number;
  readonly mostBytes?: number;
}

export class ViewRecords {
  readonly #options: Required<ViewRecordsOptions>;
  readonly #file: FileHandle;
  /** Where each photo's record starts. */
  readonly #at = new Map<string, number>();
  #end = HEAD;
  /** Records are written one after the other. */
  #writing: Promise<unknown> = Promise.resolve();

  /** Opens the file, or starts one. @throws {CodedError} `disk-full`, `unexpected` */
  static async open(options: ViewRecordsOptions): Promise<ViewRecords> {
    const { stored, pack, mostBytes = MOST_RECORD_BYTES } = options;
    try {
      const folder = join(stored, ENCODERS_FOLDER);
      makeDurableFolder(folder);
      const path = join(folder, `${pack}.views`);
      const file = await open(path, 'r+').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        return open(path, 'w+', 0o600);
      });
      const records = new ViewRecords({ ...options, mostBytes }, file);
      try {
        await records.#load();
      } catch (error) {
        await file.close();
        throw error;
      }
      return records;
    } catch (error) {
      throw asStoreError(error, stored);
    }
  }

  private constructor(options: Required<ViewRecordsOptions>, file: FileHandle) {
    this.#options = options;
    this.#file = file;
  }

  /** Whether there is room for no more. */
  get full(): boolean {
    const { size, mostBytes } = this.#options;
    return this.#end + BEFORE + size > mostBytes;
  }

  /** @param hash of a photo, hexadecimal */
  has(hash: string): boolean {
    return this.#at.has(hash);
  }

  /** The record of a photo; `null` if there is none. @throws {CodedError} `unexpected` */
  async read(hash: string): Promise<Uint8Array | null> {
    const at = this.#at.get(hash);
    if (at === undefined) return null;
    const bytes = new Uint8Array(this.#options.size);
    try {
      const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, at + BEFORE);
      return bytesRead === bytes.length ? bytes : null;
    } catch (error) {
      throw asStoreError(error, this.#options.stored);
    }
  }

  /** Adds the record of a photo that has none; does nothing once the file is full. @throws {CodedError} `disk-full`, `unexpected` */
  add(hash: string, bytes: Uint8Array): Promise<void> {
    const { size, stored } = this.#options;
    if (bytes.length !== size) return Promise.reject(new RangeError(`record: expected ${size} bytes, got ${bytes.length}`));
    const written = this.#writing.then(async () => {
      if (this.full || this.has(hash)) return;
      const whole = Buffer.alloc(BEFORE + size);
      whole.write(hash, 0, HASH, 'hex');
      whole.set(bytes, BEFORE);
      whole.writeUInt32LE(sumOf(whole), HASH);
      await this.#file.write(whole, 0, whole.length, this.#end);
      this.#at.set(hash, this.#end);
      this.#end += whole.length;
    }).catch((error: unknown) => {
      throw asStoreError(error, stored);
    });
    this.#writing = written.catch(() => undefined); // its caller was told
    return written;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #load(): Promise<void> {
    const { head, size } = this.#options;
    const expected = Buffer.alloc(HEAD, 0x20);
    expected.write(head);
    const { size: there } = await this.#file.stat();
    const found = Buffer.alloc(HEAD);
    await this.#file.read(found, 0, HEAD, 0);
    if (!found.equals(expected)) {
      await this.#file.truncate(0);
      await this.#file.write(expected, 0, HEAD, 0);
      return;
    }
    const record = Buffer.alloc(BEFORE + size);
    for (; this.#end + record.length <= there; this.#end += record.length) {
      await this.#file.read(record, 0, record.length, this.#end);
      if (record.readUInt32LE(HASH) === sumOf(record)) this.#at.set(record.toString('hex', 0, HASH), this.#end);
    }
  }
}

/** Of a whole record, without the sum itself. */
function sumOf(record: Buffer): number {
  return crc32(record.subarray(BEFORE), crc32(record.subarray(0, HASH)));
}
