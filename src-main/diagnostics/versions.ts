// Versions of what the app runs on.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder } from '../hosts/resources.ts';

/** Packages with native code or WebAssembly, whose version decides what can go wrong. */
const PACKAGES = ['better-sqlite3', 'sharp', 'onnxruntime-node', 'usearch', 'libheif-js', '@imagemagick/magick-wasm', '@tensorflow/tfjs-core', '@tensorflow/tfjs-node-gpu'];

/** By name; what is not installed is left out. */
export function versionsOf(): Readonly<Record<string, string>> {
  const { node, electron, chrome }: Partial<NodeJS.ProcessVersions> & { readonly node: string } = process.versions; // in plain Node the others are missing
  const found: Record<string, string> = { node, ...(electron !== undefined && { electron }), ...(chrome !== undefined && { chrome }) };
  for (const name of PACKAGES) {
    try {
      found[name] = (JSON.parse(readFileSync(join(appFolder, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // an optional one, or one that this system does without
    }
  }
  return found;
}
