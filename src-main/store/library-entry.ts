// The registry entry of one library, in `library.json` next to its database, with a second copy in case the first is damaged.
// Knows nothing about other libraries or the lock: see libraries.ts.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { makeDurableFolder } from './durable-folder.ts';
import { connect } from './sqlite.ts';
import { writeWholeSync } from './whole-file.ts';

export interface LibraryEntry {
  /** The user's folders of photos (absolute). Empty for a damaged entry. */
  readonly folders: readonly string[];
  /** Photos present when last counted. */
  readonly photos: number;
  /** Judgments in force when last counted. */
  readonly answers: number;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** The entry is unreadable: the library exists, but its folders are not known. */
  readonly damaged?: true;
}

const ENTRY = 'library.json';
const COPY = 'library.copy.json';
const DATABASE = 'library.db';
/** The entry's new name once the library is forgotten: the rest of the deletion can then be finished after a kill. */
const FORGOTTEN = 'forgotten.json';

const counts = { photos: z.number(), answers: z.number().default(0), openedAt: z.number() };
const schema = z.union([
  z.object({ folders: z.array(z.string().min(1)).min(1), ...counts }),
  z.object({ folder: z.string().min(1), ...counts }).transform(({ folder, ...rest }) => ({ folders: [folder], ...rest })) // from before a library could have several
]);
/** Damage is reported once per process, not at each listing. */
const told = new Set<string>();

/**
 * The entry in `folder`, from whichever copy is readable, else from the database, which knows the folders too.
 * @returns `null` if there is no library: one being created, or forgotten
 */
export function readEntry(folder: string): LibraryEntry | null {
  if (existsSync(join(folder, FORGOTTEN))) return null;
  const first = readCopy(join(folder, ENTRY));
  if (first !== null && first !== 'damaged') return first;
  const second = readCopy(join(folder, COPY));
  if (second !== null && second !== 'damaged') return second;
  if (first === null && second === null && !existsSync(join(folder, DATABASE))) return null;
  const { mtimeMs: openedAt } = statSync(folder);
  const known = askDatabase(join(folder, DATABASE));
  return known === null ? { folders: [], photos: 0, answers: 0, openedAt, damaged: true } : { ...known, answers: 0, openedAt };
}

/** Writes both copies, one after the other, each atomically and flushed before this returns. */
export function writeEntry(folder: string, { folders, photos, answers, openedAt }: LibraryEntry): void {
  makeDurableFolder(folder);
  const text = `${JSON.stringify({ folders, photos, answers, openedAt }, null, 2)}\n`;
  for (const name of [ENTRY, COPY]) writeWholeSync(join(folder, name), [text]);
}

/** From here on the library is no longer listed, and its stored state may be deleted. */
export function markForgotten(folder: string): void {
  // a damaged entry may have no file to rename
  writeWholeSync(join(folder, FORGOTTEN), ['{}\n']);
}

/** Whether a deletion was started but not finished. */
export function isForgotten(folder: string): boolean {
  return existsSync(join(folder, FORGOTTEN));
}

/** The mark is deleted last, so that an interrupted deletion is finished by the next. */
export function deleteForgotten(folder: string): void {
  for (const name of readdirSync(folder)) if (name !== FORGOTTEN) rmSync(join(folder, name), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** `null` if the database does not know either. Only reads: a damaged database is reported by whoever opens it. */
function askDatabase(path: string): Pick<LibraryEntry, 'folders' | 'photos'> | null {
  if (!existsSync(path)) return null;
  try {
    const db = connect(path, { readonly: true });
    try {
      const folders = db.prepare<[], string>("SELECT path FROM folders WHERE removed_at IS NULL AND path <> '' ORDER BY id").pluck().all();
      const photos = db.prepare<[], number>('SELECT count(DISTINCT photo_id) FROM files WHERE missing_since IS NULL').pluck().get() ?? 0;
      return folders.length > 0 ? { folders, photos } : null;
    } finally {
      db.close();
    }
  } catch (error) {
    if (!told.has(path)) console.error(`${path} does not say which folders it has: ${error instanceof Error ? error.message : String(error)}`);
    told.add(path);
    return null;
  }
}

function readCopy(path: string): LibraryEntry | 'damaged' | null {
  if (!existsSync(path)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (!told.has(path)) console.error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    told.add(path);
    return 'damaged';
  }
}
