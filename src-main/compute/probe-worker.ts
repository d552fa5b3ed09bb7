// Starts one backend and reports its device, in a process that may crash or hang without harming backends.ts, which waits for it.
import type { Probed } from './backends.ts';
import type { Backend } from './backend.ts';
import { openWorkerSide } from '../workers/worker-side.ts';

const side = await openWorkerSide();
const { backend, software } = side.data as { readonly backend: Backend; readonly software: boolean }; // only started by backends.ts
const started = await start();
side.serve(async (): Promise<Probed> => started);

// each loads only what it needs
async function start(): Promise<Probed> {
  if (backend === 'native') return { device: null, tried: await (await import('./onnx/choose-provider.ts')).tryProviders() };
  return (await import('./start-backend.ts')).startBackend(backend, { software });
}
