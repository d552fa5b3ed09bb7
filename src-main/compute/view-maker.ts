// Draws random views of photos in a thread: see view-worker.ts.
import type { ViewOptions } from '../../src-shared/learning/views/two-views.ts';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import type { ViewRequest } from './view-worker.ts';

export interface ViewMaker {
  /** `count` views of a photo (from × from × 3, RGB, 0..255): count × side × side × 3. The same for the same seed. Rejects with a `WorkerFailure`. */
  draw(pixels: Uint8Array, from: number, count: number, options: ViewOptions): Promise<Uint8Array>;
  close(): Promise<void>;
}

const DEADLINE_MS = 120_000;

/** The thread starts with the first photo. */
export function openViewMaker(): ViewMaker {
  const pool = WorkerPool.lazy<Uint8Array>(workerFile('view-worker', import.meta.url), {}, 1);
  return {
    draw: (pixels, from, count, options) => pool.run({ message: { pixels, from, count, options } satisfies ViewRequest, deadlineMs: DEADLINE_MS }),
    close: () => pool.close()
  };
}
