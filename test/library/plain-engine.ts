// An engine for tests that computes in this thread, at once: means of 4×4 cells stand for the embedding, so that equal
// pictures have equal embeddings and different ones do not.

import type { Engine } from '../../src-main/compute/engine.ts';
import { FINGERPRINT_BYTES } from '../../src-shared/learning/copies/fingerprint.ts';

const SIDE = 128;

export function plainEngine({ version = 'plain', beforeBatch = () => {} }: { version?: string; beforeBatch?: () => void | Promise<void> } = {}): Engine & { batches: number } {
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
      return { embeddings, colour: embeddings.slice(), layout: embeddings.slice(), texture: embeddings.slice(), fingerprints: new Uint8Array(count * FINGERPRINT_BYTES) };
    },
    close: () => Promise.resolve()
  };
}
