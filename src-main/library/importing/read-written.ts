// What is written about each photo of a look: in its file, beside it in sidecars, and in the JSON files of Google's exports.
import { join } from 'node:path';
import type { Mark } from '../../../src-shared/contract.ts';
import { wordsOf } from '../../../src-shared/exchange/keywords.ts';
import { readTakeout, type TakeoutNote, takeoutNotes, type TakeoutPhoto } from '../../../src-shared/exchange/takeout.ts';
import type { GroupFact } from '../../../src-shared/exchange/xmp-fields.ts';
import { NO_MARK } from '../../../src-shared/marks/packed.ts';
import { systemDisk } from '../../filing/disk.ts';
import { sidecarsIn } from '../../filing/sidecars.ts';
import { readEmbedded, readSidecar, readText } from '../../photos/written.ts';
import type { LookedAt } from './match.ts';

/** What is written about one photo file. */
export interface Written {
  readonly file: LookedAt;
  readonly albums: readonly string[];
  readonly keywords: readonly string[];
  readonly groups: readonly GroupFact[];
  /** `null`: nothing. */
  readonly mark: Mark | null;
  readonly google: TakeoutPhoto | null;
}

export interface WrittenInFolder {
  readonly photos: readonly Written[];
  readonly unreadable: number;
}

/** Files read at a time. */
const AT_ONCE = 4;

/** @param files of one folder. Those whose photo is not in the library are only there for their names. */
export async function readWritten(files: readonly LookedAt[], onFile: () => void): Promise<WrittenInFolder> {
  const [first] = files;
  if (first === undefined) return { photos: [], unreadable: 0 };
  const names = await systemDisk.readdir(first.folder).catch((): string[] => []); // a folder that went away has no sidecars
  const sidecarsOf = sidecarsIn(names);
  const jsons = names.filter((name) => name.toLowerCase().endsWith('.json'));
  const noteOf = takeoutNotes(files.map(({ name }) => name), jsons);
  const notes = new Map<string, TakeoutNote | null>();
  const readNote = async (name: string): Promise<TakeoutNote | null> => {
    const text = await readText(join(first.folder, name));
    const note = text === null ? null : readTakeout(text.toString('utf8'));
    notes.set(name, note);
    return note;
  };
  const matched = new Set(noteOf.values());
  const albums: string[] = [];
  for (const name of jsons.filter((each) => !matched.has(each))) {
    const note = await readNote(name);
    if (note?.kind === 'album') albums.push(note.title);
  }
  const photos: Written[] = [];
  let unreadable = 0;
  const queue = files.entries();
  const lane = async (): Promise<void> => {
    for (const [at, file] of queue) {
      const read = file.id === null ? null : await readOne(file, sidecarsOf(file.name).filter((name) => name.toLowerCase().endsWith('.xmp')));
      const json = noteOf.get(file.name);
      const note = json === undefined || file.id === null ? null : (notes.get(json) ?? (await readNote(json)));
      if (json !== undefined && file.id !== null && note === null) unreadable++;
      unreadable += read?.unreadable ?? 0;
      const google = note?.kind === 'photo' ? note.photo : null;
      const mark = google?.favourite ? { ...(read?.mark ?? NO_MARK), favourite: true } : (read?.mark ?? null);
      photos[at] = { file, albums: [...(read?.albums ?? []), ...albums], keywords: read?.keywords ?? [], groups: read?.groups ?? [], mark, google };
      onFile();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return { photos, unreadable };
}

/** What a sidecar says of a mark comes before what the file itself says: programs that write sidecars leave the file alone. */
async function readOne({ folder, name }: LookedAt, sidecars: readonly string[]): Promise<Omit<Written, 'file' | 'google'> & { readonly unreadable: number }> {
  const packets = [await readEmbedded(join(folder, name)), ...(await Promise.all(sidecars.map((sidecar) => readSidecar(join(folder, sidecar)))))];
  const said = packets.filter((packet) => packet !== null).map(wordsOf);
  const marks = said.map(({ mark }) => mark).filter((mark) => mark !== null);
  return {
    albums: said.flatMap(({ albums }) => albums), keywords: said.flatMap(({ keywords }) => keywords), groups: said.flatMap(({ groups }) => groups),
    mark: marks.at(-1) ?? null, unreadable: packets.slice(1).filter((packet) => packet === null).length
  };
}
