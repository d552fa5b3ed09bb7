// Sets up tfjs's WebAssembly backend in this thread. Its binaries are in its package, both in development and in the built
// app, because dependencies are not bundled into the main process.
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/** Makes `wasm` the backend of this thread; throws if WebAssembly does not start. Call once per thread. */
export async function startWasm(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  // not every reader of the binaries can open files in Electron's archive: they are unpacked beside it
  const folder = dirname(entry).replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
  setWasmPaths(join(folder, sep));
  if (!(await tf.setBackend('wasm'))) throw new Error(`WebAssembly did not start with the binaries in ${folder}`);
}
