// An encoder in ONNX Runtime. A run blocks its thread, so sessions are for workers; each computes on one thread, because several sessions
// beside each other are faster than one with several threads. choose-provider.ts decides where it may run besides the processor.
import { normaliseRows } from '../../../src-shared/learning/encoder/normalise.ts';
import type { EncoderWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { INPUT, OUTPUT, toOnnx } from './model.ts';
import { loadRuntime } from './runtime.ts';

/** What runs a model besides the processor: ONNX Runtime's own names. */
export type Provider = 'dml' | 'coreml';

export interface EncoderSession {
  /** Embeds photos, count × side × side × 3 bytes: count × dim, each row of length 1. Blocks. Rejects if the provider fails. */
  embed(pixels: Uint8Array): Promise<Float32Array<ArrayBuffer>>;
  /** Frees its memory. */
  release(): Promise<void>;
}

/** Photos computed at a time: more need more memory and are no faster. */
const MOST = 16;

/** Opens a session on the processor or a provider. Rejects with a `TypeError` for weights that cannot be used, and if it does not start. */
export async function openSession(weights: EncoderWeights, provider: Provider | null = null): Promise<EncoderSession> {
  const { input, dim } = weights;
  const { InferenceSession, Tensor } = loadRuntime();
  const session = await InferenceSession.create(toOnnx(weights), {
    executionProviders: [provider ?? 'cpu'], // one that is not there would be passed over in silence if another followed
    intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3,
    enableMemPattern: provider !== 'dml' // DirectML refuses it
  });
  const size = input * input * 3;
  return {
    async embed(pixels) {
      if (pixels.length === 0 || pixels.length % size !== 0) throw new RangeError(`pixels: expected a multiple of ${input}×${input}×3 = ${size} values, got ${pixels.length}`);
      const count = pixels.length / size;
      const rows = new Float32Array(count * dim);
      for (let first = 0; first < count; first += MOST) {
        const last = Math.min(count, first + MOST);
        // into memory of ours: Electron refuses what a library allocates
        const out = new Tensor('float32', rows.subarray(first * dim, last * dim), [last - first, dim]);
        await session.run({ [INPUT]: new Tensor('uint8', pixels.subarray(first * size, last * size), [last - first, input, input, 3]) }, { [OUTPUT]: out });
      }
      return normaliseRows(rows, dim);
    },
    release: () => session.release()
  };
}

/** The providers that this system's ONNX Runtime brings along, best first. */
export function offeredProviders(): readonly Provider[] {
  const there = new Set(loadRuntime().listSupportedBackends().filter(({ bundled }) => bundled).map(({ name }) => name));
  return (['dml', 'coreml'] as const).filter((name) => there.has(name));
}
