// The packs in the data folder, each in a folder of its own that has its id as name. All libraries share them.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Pack, PackManifest } from '../../src-shared/packs/pack.ts';
import { filesOf, MANIFEST, readManifest } from './manifest.ts';
import { PackRefused } from './refused.ts';

const FOLDER = 'packs';
/** What a pack's folder is called while it is being added or removed. */
export const STAGED = '.staged-';
/** A staged folder younger than this may be that of another process. */
const LEFT_OVER_MS = 24 * 3_600_000;

const checkedForm = z.record(z.string(), z.object({ size: z.number(), modifiedMs: z.number(), sha256: z.string() }));
const idForm = /^pack-[a-z0-9-]{1,60}$/;

/** Whether an encoder version of that name computes with a pack. */
export function isPackId(name: string): boolean {
  return idForm.test(name);
}

/** @throws {RangeError} for what cannot be the id of a pack */
export function packFolder(dataFolder: string, id: string): string {
  if (!isPackId(id)) throw new RangeError(`expected the id of a pack, got ${JSON.stringify(id)}`);
  return join(dataFolder, FOLDER, id);
}

export async function makePacksFolder(dataFolder: string, name = FOLDER): Promise<string> {
  const folder = join(dataFolder, name);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** All packs, by name. One that cannot be read is left out, and said on stderr. */
export async function listPacks(dataFolder: string): Promise<readonly Pack[]> {
  const names = await readdir(join(dataFolder, FOLDER)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const packs = await Promise.all(names.filter(isPackId).map((id) => findPack(dataFolder, id).catch((error: unknown) => {
    console.error(`${join(dataFolder, FOLDER, id)} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  })));
  return packs.filter((pack) => pack !== null).sort((a, b) => a.manifest.name.localeCompare(b.manifest.name) || (a.id < b.id ? -1 : 1));
}

/** The pack of that id; `null` if there is none. Rejects if its manifest is damaged or a file of it is missing. */
export async function findPack(dataFolder: string, id: string): Promise<Pack | null> {
  if (!isPackId(id)) return null;
  const folder = packFolder(dataFolder, id);
  const bytes = await readFile(join(folder, MANIFEST)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null) return null;
  const manifest = readManifest(bytes, folder);
  const sizes = await Promise.all(filesOf(manifest).map(async ({ file }) => (await stat(join(folder, file)).catch((error: unknown) => {
    throw new PackRefused(`${file} of ${manifest.name} is gone. Remove the pack and add it again.`, { cause: error });
  })).size));
  return { id, manifest, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** The pack of that id or name. @throws {PackRefused} if there is none, or several have the name */
export async function packNamed(dataFolder: string, name: string): Promise<Pack> {
  const packs = await listPacks(dataFolder);
  const found = packs.filter(({ id }) => id === name);
  if (found.length === 0) found.push(...packs.filter(({ manifest }) => manifest.name.toLowerCase() === name.trim().toLowerCase()));
  if (found.length === 1) return found[0]!;
  throw new PackRefused(found.length === 0 ? `There is no encoder ${name} here. Add its pack first: kindred encoders add <folder or zip>` : `Several packs are called ${name}: ${found.map(({ id }) => id).join(', ')}. Give one of these.`);
}

/** Where it is noted of a pack's files how large and how old they were when they were hashed; no file of a pack is called so. */
const CHECKED = '.checked';

type Checked = Readonly<Record<string, { readonly size: number; readonly modifiedMs: number; readonly sha256: string }>>;

/**
 * Whether every file is as it was added: another model would give wrong embeddings and no failure. What has the size and the date that it had when it
 * was hashed last is not hashed again, which takes seconds for a large model.
 * @param anew hashes everything @throws {PackRefused} if not
 */
export async function checkPack(dataFolder: string, { id, manifest }: Pick<Pack, 'id' | 'manifest'>, { anew = false } = {}): Promise<void> {
  const folder = packFolder(dataFolder, id);
  const known = anew ? {} : await readChecked(folder);
  const found = await look(folder, manifest);
  for (const { file, sha256 } of filesOf(manifest)) {
    const [before, now] = [known[file], found[file]];
    if (before?.sha256 === sha256 && before.size === now?.size && before.modifiedMs === now.modifiedMs) continue;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(folder, file)) as AsyncIterable<Buffer>) hash.update(chunk);
    if (hash.digest('hex') !== sha256) throw new PackRefused(`${file} of ${manifest.name} was damaged on the disk. Remove the pack and add it again.`);
  }
  if (JSON.stringify(known) !== JSON.stringify(found)) await writeChecked(folder, found);
}

/** Notes that the files in a pack's folder were hashed just now. */
export async function noteChecked(folder: string, manifest: PackManifest): Promise<void> {
  await writeChecked(folder, await look(folder, manifest));
}

/** As it was noted; nothing if that cannot be read, so that all is hashed. */
async function readChecked(folder: string): Promise<Checked> {
  try {
    return checkedForm.parse(JSON.parse(await readFile(join(folder, CHECKED), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') console.error(`${join(folder, CHECKED)} cannot be read, so the encoder is checked anew: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  }
}

/** A disk that cannot be written to only makes the next check slower. */
async function writeChecked(folder: string, checked: Checked): Promise<void> {
  await writeFile(join(folder, CHECKED), JSON.stringify(checked)).catch((error: unknown) => console.error(`That the encoder was checked cannot be noted: ${error instanceof Error ? error.message : String(error)}`));
}

async function look(folder: string, manifest: PackManifest): Promise<Checked> {
  return Object.fromEntries(await Promise.all(filesOf(manifest).map(async ({ file, sha256 }) => {
    const { size, mtimeMs } = await stat(join(folder, file));
    return [file, { size, modifiedMs: mtimeMs, sha256 }] as const;
  })));
}

/** Deletes a pack's files: at once out of the list, then from the disk. */
export async function removePack(dataFolder: string, id: string): Promise<void> {
  const going = join(dataFolder, FOLDER, `${STAGED}${randomUUID()}`);
  await rename(packFolder(dataFolder, id), going);
  await rm(going, { recursive: true, force: true });
}

/** Removes what interrupted additions and removals left. */
export async function sweepStaged(dataFolder: string, now = Date.now()): Promise<void> {
  const folder = await makePacksFolder(dataFolder);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(STAGED)) continue;
    const info = await stat(join(folder, name)).catch(() => null); // gone meanwhile
    if (info && now - info.mtimeMs > LEFT_OVER_MS) await rm(join(folder, name), { recursive: true, force: true });
  }
}
