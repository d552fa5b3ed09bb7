// ONNX Runtime, loaded when it is needed first.
import { createRequire } from 'node:module';
import type { InferenceSession, Tensor } from 'onnxruntime-node';

export interface Runtime {
  readonly InferenceSession: typeof InferenceSession;
  readonly Tensor: typeof Tensor;
  readonly listSupportedBackends: () => readonly { readonly name: string; readonly bundled: boolean }[];
}

/**
 * Loads native code. Throws if it cannot be loaded. Versions from 1.29 on write an identity of this computer and send how they are used to their maker,
 * unless told not to before they start: so an older one is pinned, and whichever loads is told.
 */
export function loadRuntime(): Runtime {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  try {
    return createRequire(import.meta.url)('onnxruntime-node') as Runtime; // its own types
  } catch (error) {
    throw new Error(`ONNX Runtime did not load: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`, { cause: error });
  }
}
