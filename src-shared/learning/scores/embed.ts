// Embeddings of pictures that are scored, by any engine.
import { joinRows } from '../rows.ts';

/** What embeds: an engine of compute, or a stand-in. */
export interface Embedder {
  /** Length of an embedding. */
  readonly dim: number;
  /** Number of batches computed concurrently. */
  readonly workers: number;
  /** Embeddings, count × dim, of pixels count × side × side × 3. */
  describe(batch: { readonly count: number; readonly pixels: Uint8Array }): Promise<{ readonly embeddings: Float32Array }>;
}

const atOnce = 16;

/**
 * Embeddings of `count` pictures, count × dim, row-major. A picture is made by `make` only when its batch is due. `pass` is awaited before
 * each batch, so that a pause or a stop need not wait for the end. Rejects with what `pass` and the engine reject with.
 */
export async function embedAll(engine: Embedder, count: number, make: (at: number) => Uint8Array, pass: () => Promise<void> = async () => {}): Promise<Float32Array> {
  const all = new Float32Array(count * engine.dim);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      await pass();
      const from = next;
      const to = (next = Math.min(count, from + atOnce));
      if (to === from) return; // another lane took the rest during the pause
      const { embeddings } = await engine.describe({ count: to - from, pixels: joinRows(Array.from({ length: to - from }, (_, i) => make(from + i))) });
      all.set(embeddings, from * engine.dim);
    }
  };
  const stop = (error: unknown): never => {
    next = count;
    throw error;
  };
  // waits for all lanes, so that the engine is idle when the caller closes it
  const lanes = await Promise.allSettled(Array.from({ length: engine.workers }, () => lane().catch(stop)));
  for (const result of lanes) if (result.status === 'rejected') throw result.reason;
  return all;
}
