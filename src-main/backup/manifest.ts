// What a backup says of itself: its manifest, and the names that its parts may have. A backup is a zip file with `manifest.json`, the library's
// database, the weights of encoders trained on it and, if wanted, its thumbnails.

import * as z from 'zod';
import { CodedError } from '../failure.ts';
import { LIBRARY_FILE } from '../store/database.ts';
import { THUMBNAILS_FILE } from '../store/thumbnails-file.ts';

export const BACKUP_ENDING = '.kindred';
export const MANIFEST = 'manifest.json';
/** Of the file, not of the database in it: raised when an older Kindred could not read it any more. */
export const BACKUP_FORMAT = 1;
/** A longer manifest is none of ours. */
export const MOST_MANIFEST_BYTES = 1_000_000;

/** `library.db`, `thumbnails.db`, `encoders/<name>.kenc`: nothing else is unpacked. */
const partName = new RegExp(`^(${LIBRARY_FILE}|${THUMBNAILS_FILE}|encoders/[\\w.-]{1,80}\\.kenc)$`);

const size = z.int().min(0);
const manifest = z.object({
  kindred: z.literal('backup'),
  format: z.literal(BACKUP_FORMAT),
  app: z.string().max(100),
  library: z.string().regex(/^[\w-]{1,128}$/),
  madeAt: size,
  folders: z.array(z.string().min(1).max(32_768)).max(10_000),
  photos: size,
  answers: size,
  // those of earlier versions do not say them
  albums: size.optional(),
  marks: size.optional(),
  parts: z.array(z.object({ name: z.string().regex(partName), bytes: size, sha256: z.string().regex(/^[0-9a-f]{64}$/) })).min(1).max(10_000)
}).refine(({ parts }) => new Set(parts.map(({ name }) => name)).size === parts.length, 'a part is named twice').refine(({ parts }) => parts.some(({ name }) => name === LIBRARY_FILE), 'the database is missing');

export type Manifest = z.infer<typeof manifest>;
export type Part = Manifest['parts'][number];

/** The failure of a file that is no backup of ours, or not whole any more. */
export function damagedBackup(file: string, why: string, cause?: unknown): CodedError {
  return new CodedError('backup-damaged', `${file} is not a backup of Kindred, or is damaged: ${why}. Nothing was changed; try another copy of the backup.`, { cause });
}

/** The manifest in the text of `manifest.json` in `file`. @throws {CodedError} `backup-damaged`, `backup-too-new` */
export function readManifest(text: string, file: string): Manifest {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch (error) {
    throw damagedBackup(file, `${MANIFEST} is not JSON`, error);
  }
  const version = z.object({ kindred: z.literal('backup'), format: z.int() }).safeParse(said);
  if (version.success && version.data.format > BACKUP_FORMAT) throw tooNew(file);
  const read = manifest.safeParse(said);
  if (!read.success) throw damagedBackup(file, `${MANIFEST} is not as expected (${read.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')})`);
  return read.data;
}

/** The failure of a backup that only a newer Kindred can read. */
export function tooNew(file: string): CodedError {
  return new CodedError('backup-too-new', `${file} was made by a newer Kindred. Update Kindred to restore it.`);
}
