// The images of `kindred search --like`: which encoder looks at them, and what it says of each.

import { resolve } from 'node:path';
import type { ImageLook } from '../../src-shared/contract.ts';
import { openEngine } from '../compute/open-engine.ts';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { packsOf } from '../hosts/packs.ts';
import { shippedWeights } from '../hosts/resources.ts';
import { seeImage } from '../library/alike/see.ts';
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
  const encoder = activeEncoderVersion(store);
  if (!encoder) throw new CodedError('no-library', 'Nothing is indexed yet. Run: kindred index <folder>');
  const engine = encoder.pack ? await packsOf(dataFolder())(encoder.pack.id) : await openEngine({ weights: encoder.trained ? encoderFile(store.folder, encoder.name) : shippedWeights, backends: await backendsFor(readBackend(backend)) });
  try {
    if (engine.encoderVersion !== encoder.name) throw new CodedError('no-library', 'These photos were described by another encoder. Run: kindred index <folder>');
    const looks: ImageLook[] = [];
    for (const file of files) {
      try {
        looks.push((await seeImage(engine, { path: resolve(file) })).look);
      } catch (error) {
        if (!(error instanceof PhotoProblem)) throw error;
        throw new CodedError('bad-request', `${printableName(file)} cannot be searched by: ${error.message}`, { cause: error });
      }
    }
    return { encoder, looks };
  } finally {
    await engine.close();
  }
}
