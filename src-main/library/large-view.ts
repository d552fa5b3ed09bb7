// The large view of a photo, from the first of its files that can be read.

import { join } from 'node:path';
import { CodedError } from '../failure.ts';
import { renderPhoto } from '../photos/render.ts';

/** JPEG bytes; `files` are paths below `folder`. Rejects with `photo-missing` where none can be read. */
export async function renderFirst(folder: string, files: readonly string[]): Promise<Uint8Array> {
  let why: unknown;
  for (const path of files) {
    try {
      return await renderPhoto(join(folder, path));
    } catch (error) {
      why = error;
    }
  }
  throw new CodedError('photo-missing', `The photo cannot be read: ${why instanceof Error ? why.message : 'no file is left'}. Put the file back or index the folder again.`, { cause: why });
}
