// A folder of photos with known groups, for measuring commands: reads its truth file, and indexes its photos in a temporary library.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { IndexProgress } from '../../src-shared/contract.ts';
import { explain } from '../compute/backends.ts';
import type { Candidate } from '../compute/backend.ts';
import type { Engine } from '../compute/engine.ts';
import { openEngine } from '../compute/open-engine.ts';
import { CodedError } from '../failure.ts';
import { Library } from '../library/library.ts';

/** The known group of a path relative to the folder; `undefined` if the truth does not name it. */
export type GroupOf = (path: string) => string | undefined;

const truthSchema = z.object({ truth: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)) });

/** Reads a truth file; paths are relative to the folder, or to its photos/. Rejects with `bad-request` if it is not a valid one. */
export async function readTruth(path: string): Promise<GroupOf> {
  try {
    const { truth } = truthSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return (file) => truth[file] ?? (file.startsWith('photos/') ? truth[file.slice('photos/'.length)] : truth[`photos/${file}`]);
  } catch (error) {
    throw new CodedError('bad-request', `${path} is not a valid truth file: ${error instanceof Error ? error.message : String(error)}. Expected { "truth": { "<path>": "<group>" } }.`, { cause: error });
  }
}

export interface ThrowAwayOptions {
  /** The encoder's weights file. */
  readonly weights: string;
  readonly backends: readonly Candidate[];
  readonly onProgress?: (progress: IndexProgress) => void;
}

/** Indexes `folder` with the encoder in `weights` and passes the library to `use`; the library is deleted afterwards. */
export async function withThrowAwayLibrary<T>(folder: string, { weights, backends, onProgress }: ThrowAwayOptions, use: (library: Library, engine: Engine) => Promise<T>): Promise<T> {
  const data = await mkdtemp(join(tmpdir(), 'kindred-known-'));
  const engine = await openEngine({ weights, backends }).catch((error: unknown) => {
    throw new CodedError('bad-request', `${weights} is not a usable encoder: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  console.error(explain(engine.backend, engine.better, engine.note));
  try {
    const library = await Library.open({
      dataFolder: data, folder: resolve(folder), engine, groups: false,
      emit: (name, payload) => {
        if (name === 'index.progress') onProgress?.(payload as IndexProgress); // the name determines the payload
      }
    });
    try {
      const { error } = await library.startIndex().finished;
      if (error) throw new CodedError(error.code, error.message);
      await library.duplicates.look();
      return await use(library, engine);
    } finally {
      await library.close();
    }
  } finally {
    await engine.close();
    await rm(data, { recursive: true, force: true });
  }
}
