// Versions of what the app runs on.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder } from '../hosts/resources.ts';

/** Packages with native code or WebAssembly, whose version decides what can go wrong. */
const PACKAGES = ['better-sqlite3', 'sharp', 'onnxruntime-node', 'usearch', 'libheif-js', '@imagemagick/magick-wasm', '@tensorflow/tfjs-core', '@tensorflow/tfjs-node-gpu'];

/** By name; what is not installed is left out. */
export function versionsOf(): Readonly<Record<string, string>> {
  const runtime: Readonly<Record<string, string | undefined>> = process.versions; // in plain Node some are missing
  const found: Record<string, string> = Object.fromEntries(['node', 'electron', 'chrome'].flatMap((name) => (runtime[name] === undefined ? [] : [[name, runtime[name]]])));
  for (const name of PACKAGES) {
    try {
      found[name] = (JSON.parse(readFileSync(join(appFolder, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // an optional one, or one that this system does without
    }
  }
  return found;
}
