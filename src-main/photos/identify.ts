// The two identities of a file elsewhere, without anything else of it: what it takes to find its photo in a library.
import { readBytes, measureFile } from './file.ts';
import { readHeader } from './header.ts';
import { identifyPicture } from './picture-hash.ts';
import { sha256 } from './sha256.ts';

/**
 * @param path absolute
 * @param known whether a content has been found: then its picture is not asked for
 * @returns `null` if it cannot be read; `picture` is `null` where it is not needed or not to be had
 */
export async function identifyFile(path: string, known: (content: string) => boolean): Promise<{ readonly hash: string; readonly picture: string | null } | null> {
  try {
    const bytes = await readBytes(path, await measureFile(path));
    const hash = await sha256([bytes]);
    if (known(hash)) return { hash, picture: null };
    const picture = await readHeader(bytes).then(({ container, orientation }) => identifyPicture(bytes, container, { content: hash, orientation })).then(({ picture: found }) => found, () => null);
    return { hash, picture };
  } catch {
    return null; // vanished, or not to be read: its photo is not found
  }
}
