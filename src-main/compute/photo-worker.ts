// One thread of the WebAssembly engine: describes the batches it is sent, one after the other. worker-pool.ts is its host.
// Node runs this file as it is in development and tests; the build makes it an entry of its own (electron.vite.config.ts).
import { parentPort, workerData } from 'node:worker_threads';
import { embedPixels, uploadTensors } from '../../src-shared/learning/encoder/embed.ts';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { describeColour } from '../../src-shared/learning/features/colour.ts';
import { describeLayout } from '../../src-shared/learning/features/layout.ts';
import { toLab } from '../../src-shared/learning/features/lab.ts';
import { describeTexture } from '../../src-shared/learning/features/texture.ts';
import type { Described, PixelBatch } from './engine.ts';
import { startWasm } from './wasm-backend.ts';
import type { WorkerReply } from './worker-pool.ts';

/** What the engine passes as `workerData`: the bytes of the weights file. */
export interface PhotoWorkerData {
  readonly weights: Uint8Array;
}

const port = parentPort;
if (!port) throw new Error('photo-worker.ts runs in a worker thread only');
await startWasm();
const weights = parseWeights((workerData as PhotoWorkerData).weights); // wasm-engine.ts is the only one to start this file
const tensors = uploadTensors(weights);

port.on('message', (batch: PixelBatch) => {
  describe(batch).then(
    (answer) => reply({ answer }, Object.values(answer).map(({ buffer }) => buffer)),
    (error: unknown) => reply({ error: error instanceof Error ? error : new Error(String(error)) })
  );
});
reply({ ready: true });

function reply(message: WorkerReply<Described>, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

async function describe({ count, pixels }: PixelBatch): Promise<Record<keyof Described, Float32Array<ArrayBuffer>>> {
  const embeddings = await embedPixels(pixels, tensors, weights);
  const size = pixels.length / count;
  const photos = Array.from({ length: count }, (_, i) => pixels.subarray(i * size, (i + 1) * size));
  const rows = photos.map((photo) => {
    const lab = toLab(photo);
    return { colour: describeColour(photo, lab), layout: describeLayout(photo, lab), texture: describeTexture(photo, lab) };
  });
  return {
    embeddings,
    colour: join(rows.map(({ colour }) => colour)),
    layout: join(rows.map(({ layout }) => layout)),
    texture: join(rows.map(({ texture }) => texture))
  };
}

function join(rows: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const width = rows[0]?.length ?? 0;
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(row, i * width));
  return out;
}
