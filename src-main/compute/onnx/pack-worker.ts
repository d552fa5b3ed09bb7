// A process that runs the models of one pack: checks their files, opens them, and embeds what it is given; an adapter that was trained on it changes
// the embeddings. What a model from outside does wrong (it crashes, hangs, takes all memory) ends this process, and its pool reports why.
import { readFile, stat } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { adaptRows } from '../../../src-shared/learning/adapter/adapt.ts';
import { parseAdapter } from '../../../src-shared/learning/adapter/file.ts';
import { embedLooks } from '../../../src-shared/learning/encoder/looks.ts';
import { fromHalf, toHalf } from '../../../src-shared/learning/encoder/half.ts';
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
  /** The file of an adapter. */
  readonly adapter?: Uint8Array;
  /** Bytes that the process may take; by the size of the model if left out. */
  readonly memory?: number;
}

export type PackRequest =
  /** count × 128 × 128 × 3, and the same pictures with the pack's own side. */
  | { readonly kind: 'describe'; readonly count: number; readonly pixels: Uint8Array; readonly large: Uint8Array }
  /** Embeddings as the model gives them. */
  | { readonly kind: 'embed'; readonly large: Uint8Array }
  /** Such embeddings through the adapter. */
  | { readonly kind: 'adapt'; readonly rows: Float32Array };

/** The answer to each kind of request. */
export interface PackAnswers {
  readonly describe: Described;
  readonly embed: Float32Array<ArrayBuffer>;
  readonly adapt: Float32Array<ArrayBuffer>;
}

export type PackAnswer = PackAnswers[keyof PackAnswers];

const side = await openWorkerSide();
const { model, image, threads, memory, adapter: file } = side.data as PackWorkerData; // only started by pack-pool.ts
await guardMemory(memory ?? memoryFor((await stat(model)).size));
const adapter = file && parseAdapter(file);
/** Opened with the first request that needs it, so that a limit of time applies to it. */
let session: Promise<ImageSession> | null = null;

side.serve(async (request: PackRequest): Promise<PackAnswer> => {
  if (request.kind === 'adapt') return adapt(request.rows).embeddings;
  const opened = await (session ??= open());
  const raw = await embedLooks((pictures) => opened.embed(pictures), image.looks ?? 1, image.side)(request.large);
  if (request.kind === 'embed') return raw;
  if (!adapter) return describeWith(async () => raw)(request);
  const adapted = adapt(raw);
  return { ...(await describeWith(async () => adapted.embeddings)(request)), raw: adapted.raw };
}, (answer) => ('fingerprints' in answer ? [answer.embeddings, answer.colour, answer.layout, answer.texture, answer.fingerprints, ...(answer.raw ? [answer.raw] : [])] : [answer]).map(({ buffer }) => buffer));

/** Rounded as they are stored: an embedding is the same whether the photo is looked at now, or was before. */
function adapt(rows: Float32Array): { readonly raw: Float32Array<ArrayBuffer>; readonly embeddings: Float32Array<ArrayBuffer> } {
  if (!adapter) throw new TypeError('expected an adapter, got none');
  const raw = new Float32Array(fromHalf(toHalf(rows)));
  return { raw, embeddings: adaptRows(raw, adapter) };
}

async function open(): Promise<ImageSession> {
  const port = checkImageTower(readModel(await readFile(model)), image);
  await turn(); // the file's bytes are let go before the runtime reads it
  return openImageSession(model, image, port, threads);
}
