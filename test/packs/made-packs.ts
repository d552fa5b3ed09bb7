// Packs for tests, as folders and zip files. Not a test.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { readManifest } from '../../src-main/packs/manifest.ts';
import type { PackManifest } from '../../src-shared/packs/pack.ts';
import { SIDE } from './made-models.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What pack.json says of a model; `changes` replaces fields of `image`. */
export function manifestOf(model: Uint8Array, changes: Readonly<Record<string, unknown>> = {}, others: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    format: 1, name: 'Made net', source: 'this test', licence: 'CC0-1.0',
    image: { file: 'model.onnx', sha256: sha256(model), side: SIDE, mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.3, 0.4], layout: 'NCHW', pooling: 'none', dimensions: 6, ...changes },
    ...others
  };
}

/** The same as it is read. */
export function madeManifest(...of: Parameters<typeof manifestOf>): PackManifest {
  return readManifest(new TextEncoder().encode(JSON.stringify(manifestOf(...of))), 'made');
}

export interface MadeFiles {
  readonly model: Uint8Array;
  readonly manifest?: unknown;
  readonly more?: Readonly<Record<string, Uint8Array>>;
}

export async function writePack(folder: string, { model, manifest = manifestOf(model), more = {} }: MadeFiles): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries({ 'pack.json': Buffer.from(JSON.stringify(manifest)), 'model.onnx': model, ...more })) await writeFile(join(folder, name), bytes);
  return folder;
}

/** @param entries by name; one with a mode is written with that */
export async function writeZip(path: string, entries: readonly { readonly name: string; readonly bytes: Uint8Array; readonly mode?: number }[]): Promise<string> {
  const zip = new ZipFile();
  for (const { name, bytes, mode } of entries) zip.addBuffer(Buffer.from(bytes), name, mode === undefined ? {} : { mode });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}
