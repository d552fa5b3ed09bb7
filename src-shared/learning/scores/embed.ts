// Embeddings of pictures that are scored, by any engine.
import { joinRows } from '../rows.ts';

interface Batch {
  readonly count: number;
  readonly pixels: Uint8Array;
  readonly large?: Uint8Array;
}

/** What embeds: an engine of compute, or a stand-in. */
export interface Embedder {
  /** Length of an embedding. */
  readonly dim: number;
  /** Number of batches computed concurrently. */
  readonly workers: number;
  /** Embeddings, count × dim, of pixels count × side × side × 3. */
  describe(batch: Batch): Promise<{ readonly embeddings: Float32Array }>;
}

/** The same, with what the pictures are besides. */
export interface Describer extends Embedder {
  describe(batch: Batch): Promise<DescribedRows>;
}

/** Row-major, as many rows each. */
export interface DescribedRows {
  readonly embeddings: Float32Array;
  readonly colour: Float32Array;
  readonly layout: Float32Array;
  readonly texture: Float32Array;
}

const atOnce = 16;

/**
 * Embeddings of `count` pictures, count × dim, row-major. A picture is made by `make` only when its batch is due. `pass` is awaited before
 * each batch, so that a pause or a stop need not wait for the end. Rejects with what `pass` and the engine reject with.
 */
export async function embedAll(engine: Embedder, count: number, make: (at: number) => Uint8Array, pass?: () => Promise<void>): Promise<Float32Array> {
  const all = new Float32Array(count * engine.dim);
  await eachBatch(engine, count, make, ({ embeddings }, from) => all.set(embeddings, from * engine.dim), pass);
  return all;
}

/** All descriptions of `count` pictures; the rest as `embedAll`. `large` makes the same pictures as an engine that needs more pixels wants them, one batch at a time. */
export async function describeAll(engine: Describer, count: number, make: (at: number) => Uint8Array, pass?: () => Promise<void>, large?: MakeLarge): Promise<DescribedRows> {
  const batches = new Map<number, DescribedRows>();
  await eachBatch<DescribedRows>(engine, count, make, (described, from) => batches.set(from, described), pass, large);
  const inOrder = [...batches].sort(([a], [b]) => a - b).map(([, batch]) => batch);
  const join = (name: keyof DescribedRows): Float32Array => {
    const all = new Float32Array(inOrder.reduce((sum, batch) => sum + batch[name].length, 0));
    inOrder.reduce((at, batch) => (all.set(batch[name], at), at + batch[name].length), 0);
    return all;
  };
  return { embeddings: join('embeddings'), colour: join('colour'), layout: join('layout'), texture: join('texture') };
}

type MakeLarge = (at: number) => Uint8Array | Promise<Uint8Array>;

interface Batched<Rows> {
  readonly workers: number;
  describe(batch: Batch): Promise<Rows>;
}

async function eachBatch<Rows>(engine: Batched<Rows>, count: number, make: (at: number) => Uint8Array, take: (rows: Rows, from: number) => void, pass: () => Promise<void> = async () => {}, large?: MakeLarge): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      await pass();
      const from = next;
      const to = (next = Math.min(count, from + atOnce));
      if (to === from) return; // another lane took the rest during the pause
      const rows = async (of: MakeLarge): Promise<Uint8Array> => joinRows(await Promise.all(Array.from({ length: to - from }, async (_, i) => of(from + i))));
      take(await engine.describe({ count: to - from, pixels: await rows(make), ...(large && { large: await rows(large) }) }), from);
    }
  };
  const stop = (error: unknown): never => {
    next = count;
    throw error;
  };
  // waits for all lanes, so that the engine is idle when the caller closes it
  const lanes = await Promise.allSettled(Array.from({ length: engine.workers }, () => lane().catch(stop)));
  for (const result of lanes) if (result.status === 'rejected') throw result.reason;
}
