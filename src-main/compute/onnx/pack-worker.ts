// A process that runs the models of one pack: checks their files, opens them, and embeds what it is given. What a model from outside does wrong
// (it crashes, hangs, takes all memory) ends this process, and its pool reports why.
import { readFile, stat } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { embedLooks } from '../../../src-shared/learning/encoder/looks.ts';
import { describeWith, type Described } from '../../../src-shared/learning/work/photos.ts';
import type { ImageTower } from '../../../src-shared/packs/pack.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { checkImageTower } from './check-tower.ts';
import { type ImageSession, openImageSession } from './image-session.ts';
import { guardMemory, memoryFor } from './memory-guard.ts';
import { readModel } from './read-model.ts';

/** What it starts with. */
export interface PackWorkerData {
  /** Path of the image model. */
  readonly model: string;
  readonly image: ImageTower;
  readonly threads: number;
  /** Bytes that the process may take; by the size of the model if left out. */
  readonly memory?: number;
}

export interface PackRequest {
  readonly count: number;
  /** count × 128 × 128 × 3, and the same pictures with the pack's own side. */
  readonly pixels: Uint8Array;
  readonly large: Uint8Array;
}

const side = await openWorkerSide();
const { model, image, threads, memory } = side.data as PackWorkerData; // only started by pack-pool.ts
await guardMemory(memory ?? memoryFor((await stat(model)).size));
/** Opened with the first request, so that a limit of time applies to it. */
let session: Promise<ImageSession> | null = null;

side.serve(async ({ count, pixels, large }: PackRequest): Promise<Described> => {
  const opened = await (session ??= open());
  const embed = embedLooks((pictures) => opened.embed(pictures), image.looks ?? 1, image.side);
  return describeWith(() => embed(large))({ count, pixels });
}, ({ embeddings, colour, layout, texture, fingerprints }) => [embeddings, colour, layout, texture, fingerprints].map(({ buffer }) => buffer));

async function open(): Promise<ImageSession> {
  const port = checkImageTower(readModel(await readFile(model)), image);
  await turn(); // the file's bytes are let go before the runtime reads it
  return openImageSession(model, image, port, threads);
}
