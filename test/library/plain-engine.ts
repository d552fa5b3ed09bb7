// An engine for tests that computes in this thread, at once: means of 4×4 cells stand for the embedding, so that equal
// pictures have equal embeddings and different ones do not.

import type { Engine } from '../../src-main/compute/engine.ts';
import { fingerprint, FINGERPRINT_BYTES, packFingerprint } from '../../src-shared/learning/copies/fingerprint.ts';

const SIDE = 128;

/** @param prints real fingerprints, by which copies are found */
export function plainEngine({ version = 'plain', beforeBatch = () => {}, prints = false }: { version?: string; beforeBatch?: () => void | Promise<void>; prints?: boolean } = {}): Engine & { batches: number } {
  return {
    backend: 'cpu', encoderVersion: version, dim: 48, workers: 1, batches: 0,
    async describe({ count, pixels }) {
      this.batches++;
      await beforeBatch();
      const embeddings = new Float32Array(count * 48);
      for (let photo = 0; photo < count; photo++) {
        for (let i = 0; i < SIDE * SIDE * 3; i++) {
          const [x, y, c] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE), i % 3];
          const cell = (y >> 5) * 4 + (x >> 5);
          embeddings[photo * 48 + cell * 3 + c]! += pixels[photo * SIDE * SIDE * 3 + i]! / 255 / 1024;
        }
      }
      const fingerprints = new Uint8Array(count * FINGERPRINT_BYTES);
      const size = pixels.length / count;
      if (prints) for (let photo = 0; photo < count; photo++) fingerprints.set(packFingerprint(fingerprint(pixels.subarray(photo * size, (photo + 1) * size), SIDE)), photo * FINGERPRINT_BYTES);
      return { embeddings, colour: embeddings.slice(), layout: embeddings.slice(), texture: embeddings.slice(), fingerprints };
    },
    close: () => Promise.resolve()
  };
}
