// The worker thread that makes maps. How far it is, and whether it is to stop, are in memory shared with whoever asked, because a worker
// answers a request once.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { makeMap, type Mapped, type MapOrder } from './made-map.ts';

export interface MapRequest extends MapOrder {
  /** Two 32-bit numbers: how far it is in thousandths, and whether it is cancelled. */
  readonly control: SharedArrayBuffer;
}

/** `null`: cancelled. */
export type MapReply = (Mapped & { readonly seconds: number }) | null;

const side = await openWorkerSide();

side.serve(async ({ control, ...order }: MapRequest): Promise<MapReply> => {
  const shared = new Int32Array(control);
  const started = performance.now();
  const making = makeMap(order, order.method === 'autoencoder' && !order.placing ? await startAutoencoder() : null);
  for (;;) {
    const { done, value } = making.next();
    if (done) return { ...value, seconds: (performance.now() - started) / 1000 };
    Atomics.store(shared, 0, Math.round(1000 * value));
    if (Atomics.load(shared, 1) !== 0) return null;
    await nextTurn();
  }
}, (reply) => (reply ? [reply.positions.buffer as ArrayBuffer, reply.certainty.buffer as ArrayBuffer] : [])); // made here, in plain memory

/** Loaded with its tensors only where it is wanted. */
async function startAutoencoder() {
  const [{ autoencoder }, { startBackend }] = await Promise.all([import('../../../src-shared/learning/projections/autoencoder.ts'), import('../../compute/start-backend.ts')]);
  await startBackend('wasm');
  return autoencoder;
}
