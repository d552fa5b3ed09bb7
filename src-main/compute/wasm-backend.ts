// Sets tfjs's WebAssembly backend up in this thread. Its binaries lie in its package, in the sources and in the built app
// alike: dependencies are not bundled into the main process.
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/** Makes `wasm` the backend of this thread; throws where WebAssembly does not start. Once a thread. */
export async function startWasm(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  // an Electron archive cannot be mapped by everything that reads the binaries: they are unpacked beside it
  const folder = dirname(entry).replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
  setWasmPaths(join(folder, sep));
  if (!(await tf.setBackend('wasm'))) throw new Error(`WebAssembly did not start with the binaries in ${folder}`);
}
