// What other programs wrote about a photo: the packet embedded in its file, and those of sidecars. Reads no pixels.
import { readFile, stat } from 'node:fs/promises';
import sharp from 'sharp';
import { systemPath } from '../byte-names.ts';
import { type Packet, readPacket } from './xmp.ts';

/** Sidecars are a few kB. */
const MOST_BYTES = 8e6;

/** The packet in a photo file; `null` if there is none, or none that can be read. @param path absolute */
export async function readEmbedded(path: string): Promise<Packet | null> {
  // a file that is no photo has its own place to be told of
  const xmp = await sharp(await asInput(path), { limitInputPixels: false, failOn: 'none' }).metadata().then((meta) => meta.xmp, () => undefined);
  return xmp === undefined ? null : readPacket(xmp);
}

/** libvips opens no name that is not Unicode. */
async function asInput(path: string): Promise<string | Buffer> {
  const system = systemPath(path);
  return typeof system === 'string' ? system : readFile(system).catch(() => path); // which it says as of any file that it cannot open
}

/** The packet that a sidecar is; `null` if it cannot be read or is none. @param path absolute */
export async function readSidecar(path: string): Promise<Packet | null> {
  const text = await readText(path);
  return text === null ? null : readPacket(text);
}

/** A small file as it is; `null` if it cannot be read or is no sidecar by its size. @param path absolute */
export async function readText(path: string): Promise<Buffer | null> {
  try {
    const stats = await stat(systemPath(path));
    // a pipe would be waited for
    return stats.isFile() && stats.size <= MOST_BYTES ? await readFile(systemPath(path)) : null;
  } catch {
    return null; // counted by the caller
  }
}
