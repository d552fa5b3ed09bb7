// The images of `kindred search --like`: which encoder looks at them, and what it says of each.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ImageLook, WordsLook } from '../../src-shared/contract.ts';
import type { Engine } from '../compute/engine.ts';
import { openEngine } from '../compute/open-engine.ts';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { packsOf } from '../hosts/packs.ts';
import { shippedWeights } from '../hosts/resources.ts';
import { seeImage } from '../library/alike/see.ts';
import { understandWords } from '../library/alike/words.ts';
import { PhotoProblem } from '../photos/problem.ts';
import type { Store } from '../store/database.ts';
import { encoderFile } from '../store/encoder-files.ts';
import { activeEncoderVersion, type EncoderVersion } from '../store/encoder-versions.ts';
import { backendsFor, readBackend } from './arguments.ts';
import { printableName } from './printable.ts';

/**
 * Has the encoder that a library's photos were described with look at image files.
 * @throws {CodedError} `no-library` where no photo is described; `bad-request` for a file that cannot be read
 */
export async function seeFiles(store: Store, files: readonly string[], backend: string | undefined): Promise<{ readonly encoder: EncoderVersion; readonly looks: readonly ImageLook[] }> {
  return withEngine(store, backend, async (engine) => {
    const looks: ImageLook[] = [];
    for (const file of files) {
      try {
        looks.push((await seeImage(engine, { path: resolve(file) })).look);
      } catch (error) {
        if (!(error instanceof PhotoProblem)) throw error;
        throw new CodedError('bad-request', `${printableName(file)} cannot be searched by: ${error.message}`, { cause: error });
      }
    }
    return looks;
  });
}

/** What words mean to that encoder. @throws {CodedError} as above; `bad-request` where it understands none */
export async function readWords(store: Store, words: string, backend: string | undefined): Promise<{ readonly encoder: EncoderVersion; readonly looks: WordsLook }> {
  return withEngine(store, backend, (engine) => understandWords(engine, words));
}

async function openEngineOf({ folder }: Store, { name, trained, pack }: EncoderVersion, backend: string | undefined): Promise<Engine> {
  if (pack) return packsOf(dataFolder())(pack.id, trained ? await readFile(encoderFile(folder, name)) : undefined);
  const engine = await openEngine({ weights: trained ? encoderFile(folder, name) : shippedWeights, backends: await backendsFor(readBackend(backend)) });
  if (trained || engine.oneLook?.encoderVersion !== name) return engine;
  await engine.close(); // its library was not switched yet, or back
  return engine.oneLook.open();
}

async function withEngine<T>(store: Store, backend: string | undefined, look: (engine: Engine) => Promise<T>): Promise<{ readonly encoder: EncoderVersion; readonly looks: T }> {
  const encoder = activeEncoderVersion(store);
  if (!encoder) throw new CodedError('no-library', 'Nothing is indexed yet. Run: kindred index <folder>');
  const engine = await openEngineOf(store, encoder, backend);
  try {
    if (engine.encoderVersion !== encoder.name) throw new CodedError('no-library', 'These photos were described by another encoder. Run: kindred index <folder>');
    return { encoder, looks: await look(engine) };
  } finally {
    await engine.close();
  }
}
