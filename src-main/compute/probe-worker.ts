// Starts one backend and says on what, in a process that may crash or hang while nobody waits for it but backends.ts.
import { startBackend } from './start-backend.ts';
import type { Backend, Started } from './backend.ts';
import { openWorkerSide } from '../workers/worker-side.ts';

const side = await openWorkerSide();
const { backend, software } = side.data as { readonly backend: Backend; readonly software: boolean }; // backends.ts is the only one to start this file
const started = await startBackend(backend, { software });
side.serve(async (): Promise<Started> => started);
