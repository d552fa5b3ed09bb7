// Starts a tfjs backend in this thread. Which one is best, and why a better one does not run, is backends.ts's.
import * as tf from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '../../src-shared/learning/backends/wasm-kernels.ts';
import type { Backend } from './engine.ts';
import { startWasm } from './wasm-backend.ts';

/** Makes `backend` the one of this thread, able to train. Once a thread. Throws, with the reason in words, where it does not start. */
export async function startBackend(backend: Backend): Promise<void> {
  switch (backend) {
    case 'wasm':
      await startWasm();
      return registerWasmKernels();
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      await tf.setBackend('cpu');
      return;
    default:
      throw new Error(`${backend}: not part of this build`);
  }
}
