// Which raw files go with a picture: those of the same photo beside it, under the same name but for the ending.
import { areBeside } from '../../src-shared/photo.ts';
import type { FiledFile } from '../store/plan-files.ts';

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
