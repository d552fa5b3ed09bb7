// Adds a pack: copies what its manifest names into the data folder, checks every byte of it, tries it, and only then gives it its place.
import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Pack, PackManifest } from '../../src-shared/packs/pack.ts';
import { filesOf, MANIFEST, MOST_MANIFEST_BYTES, packId, readManifest } from './manifest.ts';
import { PackRefused } from './refused.ts';
import { openSource, type PackSource } from './source.ts';
import { checkPack, findPack, makePacksFolder, noteChecked, packFolder, removePack, STAGED, sweepStaged } from './stored.ts';

/** Checks the models of a pack in `folder` and runs them once. Rejects with the reason in words. */
export type TryPack = (folder: string, manifest: PackManifest, signal?: AbortSignal) => Promise<void>;

export interface AddOptions {
  readonly dataFolder: string;
  /** The folder, its pack.json, or the zip file. */
  readonly from: string;
  readonly tryPack: TryPack;
  readonly signal?: AbortSignal;
  /** How much was copied, 0 … 1. */
  readonly onCopied?: (share: number) => void;
}

/** Protobuf ends at 2 GiB, and so does an ONNX file without external data. */
const MOST_MODEL_BYTES = 2 ** 31 - 1;
const MOST_TOKENIZER_BYTES = 64e6;

/**
 * Adds a pack, or returns the one that was added before if it is the same.
 * @throws {PackRefused} with the reason; then nothing was added
 */
export async function addPack({ dataFolder, from, tryPack, signal, onCopied = () => {} }: AddOptions): Promise<Pack> {
  const source = await openSource(from);
  try {
    const manifest = await manifestOf(source);
    const id = packId(manifest);
    const known = await whole(dataFolder, id);
    if (known) return sameAs(known, manifest);
    const sizes = await sizesOf(source, manifest);
    await sweepStaged(dataFolder);
    const staged = join(await makePacksFolder(dataFolder), `${STAGED}${randomUUID()}`);
    await makePacksFolder(staged, '');
    try {
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      let copied = 0;
      for (const [at, { file, sha256 }] of filesOf(manifest).entries()) {
        const found = await copy(() => source.open(file), join(staged, file), sizes[at]!, signal, (more) => onCopied((copied += more) / Math.max(1, bytes)));
        if (found !== sha256) throw new PackRefused(`${file} in ${from} is not the file that ${MANIFEST} means: its SHA-256 is ${found}, expected ${sha256}. Get the file again, or correct ${MANIFEST}.`);
      }
      await tryPack(staged, manifest, signal);
      signal?.throwIfAborted();
      await write(join(staged, MANIFEST), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
      await noteChecked(staged, manifest);
      await rename(staged, packFolder(dataFolder, id)).catch(async (error: unknown) => {
        if ((await findPack(dataFolder, id)) === null) throw error; // else another process added it meanwhile
      });
      return { id, manifest, bytes };
    } finally {
      await rm(staged, { recursive: true, force: true });
    }
  } finally {
    source.close();
  }
}

async function manifestOf(source: PackSource): Promise<PackManifest> {
  if ((await source.size(MANIFEST)) > MOST_MANIFEST_BYTES) throw new PackRefused(`${MANIFEST} in ${source.path} is too long for one. See docs/encoders.md for an example.`);
  return readManifest(await buffer(await source.open(MANIFEST)), source.path);
}

/** The pack that is there already; one that was damaged since makes room. */
async function whole(dataFolder: string, id: string): Promise<Pack | null> {
  try {
    const known = await findPack(dataFolder, id);
    if (known) await checkPack(dataFolder, known, { anew: true });
    return known;
  } catch (error) {
    if (!(error instanceof PackRefused)) throw error;
    console.error(`${error.message} It is replaced.`);
    await removePack(dataFolder, id);
    return null;
  }
}

function sameAs(known: Pack, manifest: PackManifest): Pack {
  if (JSON.stringify(known.manifest.text) === JSON.stringify(manifest.text)) return known;
  throw new PackRefused(`${known.manifest.name} was added before, with another text model. Remove it first: kindred encoders remove ${known.id}`);
}

async function sizesOf(source: PackSource, manifest: PackManifest): Promise<number[]> {
  const sizes: number[] = [];
  for (const { file } of filesOf(manifest)) {
    const size = await source.size(file);
    const most = file === manifest.text?.tokenizer.file ? MOST_TOKENIZER_BYTES : MOST_MODEL_BYTES;
    if (size > most) throw new PackRefused(`${file} in ${source.path} has ${size} bytes, more than the ${most} that are allowed. Take a smaller model.`);
    if (size === 0) throw new PackRefused(`${file} in ${source.path} is empty. Get the file again.`);
    sizes.push(size);
  }
  return sizes;
}

/** Copies at most `size` bytes; returns their SHA-256. @param read opens the stream: an error of it before anyone listens would end the whole process */
async function copy(read: () => Promise<Readable>, path: string, size: number, signal: AbortSignal | undefined, onBytes: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256');
  const to = await open(path, 'wx');
  let from: Readable | null = null;
  try {
    let left = size;
    from = await read();
    for await (const chunk of from as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      left -= chunk.length;
      if (left < 0) throw new PackRefused(`${path} grew while it was read. Try again.`);
      hash.update(chunk); // a stream's chunks are small
      await to.write(chunk);
      onBytes(chunk.length);
    }
    await to.sync();
  } finally {
    from?.destroy();
    await to.close();
  }
  return hash.digest('hex');
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
