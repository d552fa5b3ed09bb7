// The large view of a photo, from the first of its files that can be read.

import { join } from 'node:path';
import type { PhotoFile } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { renderApart } from '../photos/readers.ts';

/** JPEG bytes. Rejects with `photo-missing` if none can be read. */
export async function renderFirst(files: readonly PhotoFile[]): Promise<Uint8Array> {
  let why: unknown;
  for (const { folder, path } of files) {
    try {
      return await renderApart(join(folder, path));
    } catch (error) {
      why = error;
    }
  }
  throw new CodedError('photo-missing', `The photo cannot be read: ${why instanceof Error ? why.message : 'no file is left'}. Put the file back or index the folder again.`, { cause: why });
}
