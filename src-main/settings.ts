// The user's settings: one small JSON file in the data folder. Not the library's state, which is in its database.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Settings } from '../src-shared/contract.ts';
import { GROUP_SORTS, LARGEST, PHOTO_SORTS, SMALLEST, TITLE_SCHEMES, USUAL_VIEW } from '../src-shared/finding/view.ts';
import { makeDurableFolder } from './store/durable-folder.ts';
import { writeWhole } from './store/whole-file.ts';

const view = z.object({
  groups: z.enum(GROUP_SORTS).catch(USUAL_VIEW.groups),
  photos: z.enum(PHOTO_SORTS).catch(USUAL_VIEW.photos),
  titles: z.enum(TITLE_SCHEMES).catch(USUAL_VIEW.titles),
  size: z.number().min(SMALLEST).max(LARGEST).catch(USUAL_VIEW.size),
  dense: z.boolean().catch(USUAL_VIEW.dense)
});

const schema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  language: z.enum(['system', 'en', 'ko']).catch('system'),
  watchFolders: z.boolean().catch(true),
  pairRaw: z.boolean().catch(true),
  applyLearned: z.boolean().catch(false),
  reviewBy: z.enum(['pairs', 'sheets']).catch('pairs'),
  tellEnd: z.boolean().catch(true),
  logPaths: z.boolean().catch(false),
  lookForUpdates: z.boolean().catch(false),
  introduced: z.boolean().catch(false),
  views: z.record(z.string(), view).catch({})
});

const defaults: Settings = { theme: 'system', language: 'system', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'pairs', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} };

/** Settings as stored; an absent file or unknown values give the defaults, a file that is not valid JSON is reported and replaced at the next write. */
export async function readSettings(dataFolder: string): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(join(dataFolder, 'settings.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return defaults; // fs errors are ErrnoExceptions
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    console.error(`settings.json in ${dataFolder} cannot be read, using defaults: ${error instanceof Error ? error.message : String(error)}`);
    return defaults;
  }
}

/** Pending changes, by data folder: each starts from what the one before it wrote. */
const lines = new Map<string, Promise<unknown>>();

/** Changes the given settings and keeps the rest, also the views of other libraries, atomically. */
export function writeSettings(dataFolder: string, changes: Partial<Settings>): Promise<Settings> {
  const written = (lines.get(dataFolder) ?? Promise.resolve()).then(() => change(dataFolder, changes));
  lines.set(dataFolder, written.catch(() => undefined)); // a failure is for its own caller
  return written;
}

async function change(dataFolder: string, changes: Partial<Settings>): Promise<Settings> {
  const before = await readSettings(dataFolder);
  const settings = schema.parse({ ...before, ...changes, views: { ...before.views, ...changes.views } });
  makeDurableFolder(dataFolder);
  await writeWhole(join(dataFolder, 'settings.json'), [`${JSON.stringify(settings, null, 2)}\n`]);
  return settings;
}
