// Starts a tfjs backend in this thread. backends.ts finds out which one is best, and why a better one cannot be used.
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { registerTensorflowKernels } from '../../src-shared/learning/backends/tensorflow-kernels.ts';
import { registerWasmKernels } from '../../src-shared/learning/backends/wasm-kernels.ts';
import type { Backend, LearningBackend, Started } from './backend.ts';
import { startWasm } from './wasm-backend.ts';

export interface StartOptions {
  /** Whether a software WebGPU device is acceptable: it is slower than WebAssembly, so it is rejected when choosing a backend. */
  readonly software?: boolean;
}

/** Makes `backend` the backend of this thread, ready for training. Call once per thread. Throws, with the reason in words, if it does not start. */
export async function startBackend(backend: LearningBackend, { software = true }: StartOptions = {}): Promise<Started> {
  switch (backend) {
    case 'wasm':
      await startWasm();
      registerWasmKernels();
      return { device: null };
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      await use('cpu');
      return { device: null };
    case 'webgpu':
      return startWebGpu(software);
    case 'tensorflow':
      return startTensorflow();
  }
}

async function startWebGpu(software: boolean): Promise<Started> {
  // Electron refuses Dawn's external memory; a window has WebGPU
  if (process.versions.electron) throw new Error("runs in the app's window only, not beside it");
  requireNativePart('webgpu');
  const dawn = await import('webgpu').catch((error: unknown) => {
    throw new Error(`Dawn did not load: ${wordsOf(error)}`, { cause: error });
  });
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('no GPU was found; its driver may be missing');
  const { vendor, architecture, device, description } = adapter.info;
  const name = description || device || `${vendor} ${architecture}`;
  if (!software && isSoftware(adapter.info)) throw new Error(`only a software GPU was found (${name})`);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  await import('@tensorflow/tfjs-backend-webgpu');
  await use('webgpu');
  const { lost } = (tf.backend() as unknown as { readonly device: { readonly lost: Promise<{ readonly message: string }> } }).device; // of tfjs's backend
  // computations would now never finish: an unhandled rejection ends this worker, and its pool reports why
  void lost.then(({ message }) => Promise.reject(new Error(`the GPU was lost: ${message || 'its driver gave no reason'}`)));
  return { device: name };
}

/** Whether an adapter runs on the CPU: it says so itself, or is a known one. */
export function isSoftware(info: { readonly isFallbackAdapter?: boolean; readonly architecture: string; readonly description: string }): boolean {
  return info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(`${info.architecture} ${info.description}`);
}

/** The packages that load native code, which can crash its process. */
const packages: Partial<Readonly<Record<Backend, string>>> = { native: 'onnxruntime-node', webgpu: 'webgpu', tensorflow: '@tensorflow/tfjs-node-gpu' };

/** Whether a backend is to run in a process of its own. */
export function runsApart(backend: Backend): boolean {
  return backend in packages;
}

/** Throws, with the reason in words, if the native part of a backend is not installed; does not check whether it works. */
export function requireNativePart(backend: Backend): void {
  const name = packages[backend];
  if (name === undefined) return;
  let entry;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw new Error(`the optional package "${name}" is not installed`, { cause: error });
  }
  if (backend === 'native' && globSync(join(dirname(entry), `../bin/napi-v*/${process.platform}/${process.arch}/*.node`)).length === 0) {
    throw new Error(`ONNX Runtime has no native part for ${process.platform} on ${process.arch}`);
  }
  if (backend === 'tensorflow' && globSync(join(dirname(entry), '../lib/napi-v*/tfjs_binding.node')).length === 0) {
    throw new Error('tfjs-node-gpu is installed without its native part; "npm explore @tensorflow/tfjs-node-gpu -- npm run install" downloads it');
  }
}

async function startTensorflow(): Promise<Started> {
  requireNativePart('tensorflow');
  // tfjs-node 4.22 calls a function removed in Node 23
  const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean };
  legacy.isNullOrUndefined ??= (value) => value == null;
  try {
    createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu');
  } catch (error) {
    throw new Error(`tfjs-node-gpu did not load: ${wordsOf(error)}`, { cause: error });
  }
  await use('tensorflow');
  registerTensorflowKernels();
  const { isUsingGpuDevice } = tf.backend() as { isUsingGpuDevice?: boolean }; // of tfjs-node's backend
  return { device: isUsingGpuDevice ? 'CUDA' : null };
}

async function use(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`${name} did not start`);
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim();
}
