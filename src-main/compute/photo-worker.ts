// One worker of an engine: describes the batches it is sent, one after the other. engine.ts and worker-pool.ts are its hosts.
// Node runs this file as it is in development and tests; the build makes it an entry of its own (electron.vite.config.ts).
import { embedPixels, uploadTensors } from '../../src-shared/learning/encoder/embed.ts';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { describeColour } from '../../src-shared/learning/features/colour.ts';
import { describeLayout } from '../../src-shared/learning/features/layout.ts';
import { toLab } from '../../src-shared/learning/features/lab.ts';
import { describeTexture } from '../../src-shared/learning/features/texture.ts';
import type { Backend, Described, PixelBatch } from './engine.ts';
import { startBackend } from './start-backend.ts';
import { openWorkerSide } from './worker-side.ts';

/** What a worker starts with. */
export interface PhotoWorkerData {
  readonly backend: Backend;
  /** The bytes of the weights file. */
  readonly weights: Uint8Array;
}

const side = await openWorkerSide();
const data = side.data as PhotoWorkerData; // pool-engine.ts is the only one to start this file
await startBackend(data.backend);
const weights = parseWeights(data.weights);
const tensors = uploadTensors(weights);
side.serve(describe, (answer) => Object.values(answer).map(({ buffer }) => buffer));

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
