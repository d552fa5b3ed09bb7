// Files below a folder that are no photos to Kindred: which kind each is, by its ending, and by its first bytes where the ending says nothing.
import { join } from 'node:path';
import type { NotReadKind } from '../../src-shared/contract.ts';
import { placeholderOf } from './elsewhere.ts';
import type { FileCalls } from './file-calls.ts';
import { endingOf, hasPhotoEnding, sniff } from './formats.ts';

const ENDINGS: Readonly<Record<Exclude<NotReadKind, 'hidden' | 'left-out' | 'elsewhere' | 'other'>, string>> = {
  video: 'mp4 mov m4v avi mkv webm mts m2ts mt2s 3gp 3g2 mpg mpeg mpe wmv asf flv vob ogv insv lrv',
  audio: 'mp3 m4a aac wav flac ogg oga opus wma aif aiff amr mid',
  picture: 'svg svgz ai eps pdf indd cdr ico icns cur tga exr hdr qoi pcx ppm pgm pbm pnm pam xcf kra clip afphoto sketch dds wmf emf xbm xpm',
  sidecar: 'xmp json aae thm ctg dop pp3 cos lrtemplate modd plist db-journal dat db lrcat lrprev ini exif',
  document: 'txt md rtf doc docx xls xlsx ppt pptx odt ods odp csv tsv html htm xml pages numbers key epub log yaml yml',
  archive: 'zip rar 7z tar gz bz2 xz tgz iso dmg',
  program: 'exe msi app bat cmd sh js ts py jar dll so dylib apk deb rpm url lnk desktop'
};
const KINDS = new Map(Object.entries(ENDINGS).flatMap(([kind, endings]) => endings.split(' ').map((ending) => [ending, kind as NotReadKind] as const))); // the keys are those
/** Files that are counted in a folder that is left out. */
const MOST_COUNTED = 100_000;
/** Enough to recognise every format. */
const FIRST_BYTES = 64;

/** What kind of file it is by its name; `photo` if it is looked at, `null` if its content has to say. */
export function kindByName(name: string): NotReadKind | 'photo' | null {
  if (placeholderOf(name) !== null) return 'elsewhere';
  if (name.startsWith('.')) return 'hidden';
  return hasPhotoEnding(name) ? 'photo' : (KINDS.get(endingOf(name)) ?? null);
}

/** Tells which of the videos in a folder are the moving part of a Live Photo there: of its name, which only its still picture has (as filing/sidecars has it).
 *  Those of another name have the picture's id in them (`contentIdOfMovie`). */
export function moviesOfStills(entries: readonly { readonly name: string }[]): (name: string) => boolean {
  const stemOf = (name: string): string => name.slice(0, name.lastIndexOf('.')).toLowerCase();
  const stills = new Set(entries.filter(({ name }) => ['heic', 'heif', 'jpg', 'jpeg'].includes(endingOf(name))).map(({ name }) => stemOf(name)));
  return (name) => mayBeMovie(name) && stills.has(stemOf(name));
}

/** Whether a video may be the moving part of a Live Photo, by its ending. */
export function mayBeMovie(name: string): boolean {
  return ['mov', 'mp4'].includes(endingOf(name));
}

/** Whether a file is a picture by its first bytes, whatever it is called. @param path absolute @throws what opening it throws */
export async function looksLikePhoto(path: string, calls: FileCalls): Promise<boolean> {
  const file = await calls.open(path);
  try {
    const bytes = Buffer.alloc(FIRST_BYTES);
    const { bytesRead } = await calls.wait(path, () => file.read(bytes, 0, FIRST_BYTES, 0));
    return sniff(bytes.subarray(0, bytesRead)) !== null;
  } finally {
    void calls.wait(path, () => file.close()).catch(() => undefined); // nothing was written to it
  }
}

/** Files below a folder that is left out, however deep; those of a folder that cannot be read are not counted. @param path absolute */
export async function countFiles(path: string, { calls, signal }: { readonly calls: FileCalls; readonly signal: AbortSignal | undefined }): Promise<number> {
  let files = 0;
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined && files < MOST_COUNTED; folder = folders.pop()) {
    const here = folder;
    signal?.throwIfAborted();
    for (const entry of await calls.readdir(here, { signal }).catch(() => [])) {
      if (entry.isDirectory()) folders.push(join(here, entry.name));
      else if (!entry.isSymbolicLink() || !(await leadsToFolder(join(here, entry.name), { calls, signal }))) files++;
    }
  }
  return files;
}

/** Whether a link leads to a folder, which is no file then. @param path absolute */
export function leadsToFolder(path: string, { calls, signal }: { readonly calls: FileCalls; readonly signal: AbortSignal | undefined }): Promise<boolean> {
  return calls.stat(path, { signal, folder: path }).then((stats) => stats.isDirectory(), () => false); // one that leads nowhere is a file
}
