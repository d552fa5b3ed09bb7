// Starts one backend and reports its device, in a process that may crash or hang without harming backends.ts, which waits for it.
import { startBackend } from './start-backend.ts';
import type { Backend, Started } from './backend.ts';
import { openWorkerSide } from '../workers/worker-side.ts';

const side = await openWorkerSide();
const { backend, software } = side.data as { readonly backend: Backend; readonly software: boolean }; // only started by backends.ts
const started = await startBackend(backend, { software });
side.serve(async (): Promise<Started> => started);
