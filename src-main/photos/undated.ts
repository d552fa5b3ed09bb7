// When and where photos were taken, and in which burst, whose files do not say it: from sidecars beside them, else from the names of the file and its folders. What a file says
// itself always comes first.
import { basename, sep } from 'node:path';
import { readTakeout } from '../../src-shared/exchange/takeout.ts';
import { dateInFolders, dateInName, type TakenDate } from './dates.ts';
import { dateIn, datedBy, type Metadata, placeIn } from './metadata.ts';
import { momentOf } from './moment.ts';
import { readSidecar, readText } from './written.ts';

/** Folders above a file whose names are looked at. */
const MOST_FOLDERS = 4;

interface Said {
  readonly date: TakenDate | null;
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
}

/** @param path absolute */
export async function withNames(said: Metadata, path: string, now = Date.now()): Promise<Metadata> {
  const metadata = { ...said, moment: said.moment ?? momentOf(null, basename(path)) };
  const { takenAt, takenFrom, takenDay, takenOffset, latitude } = metadata;
  if (takenAt !== null && !takenDay && latitude !== null) return metadata;
  const beside = await sidecarOf(path);
  const place = latitude === null ? beside?.place : null;
  const own = takenAt === null || takenFrom === null ? null : ([takenFrom, { at: takenAt, day: takenDay, ...(takenOffset !== null && { offset: takenOffset }) }] as const);
  const below = path.split(sep).slice(-MOST_FOLDERS - 1).join('/');
  return {
    ...metadata, ...place,
    ...datedBy([...(own ? [own] : []), ['sidecar', beside?.date ?? null], ['name', dateInName(basename(path), now)], ['folder', dateInFolders(below, now)]])
  };
}

/** What a sidecar says: `a.jpg.xmp`, `a.xmp`, or the JSON of an export of Google's. */
async function sidecarOf(path: string): Promise<Said | null> {
  for (const name of [`${path}.xmp`, path.replace(/\.[^./\\]+$/, '.xmp')]) {
    const packet = await readSidecar(name);
    if (packet) return { date: dateIn(packet), place: placeIn(packet) };
  }
  for (const name of [`${path}.json`, `${path}.supplemental-metadata.json`]) {
    const text = await readText(name);
    const note = text === null ? null : readTakeout(text.toString('utf8'));
    if (note?.kind === 'photo') return { date: note.photo.takenAt === null ? null : { at: note.photo.takenAt, day: false, offset: 0 }, place: note.photo.place };
  }
  return null;
}
