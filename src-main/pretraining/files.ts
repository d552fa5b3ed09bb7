// The files of a pre-training, in a folder of its own: its checkpoint, the initial and the current weights, the log and the
// model card. Files are written atomically, so that a kill at any moment leaves the previous version.

import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../../src-shared/learning/training/loop.ts';
import { packRun, unpackRun } from '../../src-shared/learning/training/run-checkpoint.ts';
import { CodedError } from '../failure.ts';
import { writeWhole } from '../store/whole-file.ts';

/** What a checkpoint says of a pre-training. */
export interface Standing extends Progress {
  /** Version of the encoder it started from. */
  readonly base: string;
  readonly seed: number;
  /** Number of pictures, over all sources. */
  readonly pictures: number;
}

export class PretrainingFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async open(path: string): Promise<PretrainingFolder> {
    await mkdir(path, { recursive: true });
    return new PretrainingFolder(path);
  }

  /** Weights file of the encoder it started from. */
  get start(): string {
    return join(this.path, 'start.bin');
  }

  /** Weights file of the current encoder. */
  get encoder(): string {
    return join(this.path, 'encoder.bin');
  }

  /** `null` if there is none. Rejects with `bad-request` if it is damaged. */
  async readCheckpoint(): Promise<{ readonly standing: Standing; readonly trainer: Uint8Array } | null> {
    const path = join(this.path, 'checkpoint.bin');
    const bytes = await readIfThere(path);
    if (!bytes) return null;
    try {
      const { head, trainer } = unpackRun(bytes);
      return { standing: head as unknown as Standing, trainer }; // only written below
    } catch (error) {
      throw new CodedError('bad-request', `${path} is damaged. Delete ${this.path}, or name another folder with --out.`, { cause: error });
    }
  }

  async writeCheckpoint(standing: Standing, trainer: Uint8Array): Promise<void> {
    await writeWhole(join(this.path, 'checkpoint.bin'), [packRun(standing, trainer)]);
  }

  readStart(): Promise<Uint8Array | null> {
    return readIfThere(this.start);
  }

  writeStart(weights: Uint8Array): Promise<void> {
    return writeWhole(this.start, [weights]);
  }

  writeEncoder(weights: Uint8Array): Promise<void> {
    return writeWhole(this.encoder, [weights]);
  }

  writeCard(text: string): Promise<void> {
    return writeWhole(join(this.path, 'MODEL_CARD.md'), [new TextEncoder().encode(text)]);
  }

  /** Appends a line of JSON to log.jsonl. */
  log(entry: Readonly<Record<string, unknown>>): Promise<void> {
    return appendFile(join(this.path, 'log.jsonl'), `${JSON.stringify(entry)}\n`);
  }
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // fs errors are ErrnoExceptions
    throw error;
  }
}
