// Which raw files go with a picture: those of the same photo beside it, under the same name but for the ending; where a copy of the picture stays, only those that the
// photo has elsewhere too.
import { join } from 'node:path';
import type { PhotoId } from '../../src-shared/ids.ts';
import { areBeside } from '../../src-shared/photo.ts';
import type { FiledFile } from '../store/plan-files.ts';
import type { Disk } from './disk.ts';

/** A file, and the raw files that go with it. */
export interface FileWithRaws {
  readonly file: FiledFile;
  readonly raws: readonly FiledFile[];
}

/** The files of one photo, without raw files that go with another of them. */
export function withRaws(files: readonly FiledFile[]): FileWithRaws[] {
  const pictures = files.filter(({ raw }) => !raw);
  const led = new Map(pictures.map((file) => [file, [] as FiledFile[]]));
  const alone = files.filter((file) => file.raw).filter((raw) => {
    const picture = pictures.find((file) => areBeside(file, raw));
    if (picture) led.get(picture)!.push(raw); // one of them
    return picture === undefined;
  });
  return files.flatMap((file) => (led.has(file) || alone.includes(file) ? [{ file, raws: led.get(file) ?? [] }] : []));
}

interface Leaving extends FileWithRaws {
  /** Whether this file of the photo was meant, not all of them. */
  readonly named: boolean;
}

/**
 * Files that leave the library, with only those of their raw files that the photo can spare: where another file of its picture stays, a raw file goes only if one of the
 * same content stays too. Otherwise a photo would lose its raw file with a copy of its picture.
 * @param present the files of each photo @param lastToo whether the last file of a photo may go; otherwise the first of those that were chosen stays
 */
export async function withSpareRaws<T extends Leaving>(disk: Disk, leaving: readonly T[], { present, lastToo }: { readonly present: ReadonlyMap<PhotoId, readonly FiledFile[]>; readonly lastToo: boolean }): Promise<T[]> {
  const going = new Set(leaving.flatMap(({ file, raws, named }) => [file, ...(named ? [] : raws)]).filter(({ offline }) => !offline).map(placeOf));
  const seen = new Set<PhotoId>();
  const spare: T[] = [];
  for (const one of leaving) {
    const files = present.get(one.file.photo) ?? [];
    const isFirst = !seen.has(one.file.photo);
    seen.add(one.file.photo);
    const all = files.every((file) => file.raw || going.has(placeOf(file))) && (lastToo || isFirst);
    const raws: FiledFile[] = [];
    for (const raw of one.raws) {
      if (one.named && !all && !(await hasCopy(disk, raw, files.filter((file) => !going.has(placeOf(file)))))) continue;
      going.add(placeOf(raw));
      raws.push(raw);
    }
    spare.push({ ...one, raws });
  }
  return spare;
}

const placeOf = ({ folder, path }: FiledFile): string => join(folder, path);

/** Whether one of these files is there and holds the same: through linked folders, one file may be indexed at two paths. */
async function hasCopy(disk: Disk, raw: FiledFile, others: readonly FiledFile[]): Promise<boolean> {
  const real = await disk.realpath(placeOf(raw)).catch(() => null);
  for (const other of others) {
    if (other.hash !== raw.hash || other.offline) continue;
    const there = await disk.realpath(placeOf(other)).catch(() => null);
    if (real !== null && there !== null && there !== real) return true;
  }
  return false;
}
