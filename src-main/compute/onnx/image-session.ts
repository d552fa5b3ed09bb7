// The image model of a pack in ONNX Runtime: pixels to embeddings. A run blocks its thread, so sessions are for workers.
import type { InferenceSession } from 'onnxruntime-node';
import type { Channels, ImageTower } from '../../../src-shared/packs/pack.ts';
import { normaliseRows } from '../../../src-shared/learning/encoder/normalise.ts';
import type { Port } from './check-tower.ts';
import { ModelFault } from './model-fault.ts';
import { loadRuntime } from './runtime.ts';

export interface ImageSession {
  /** Embeds pictures, count × side × side × 3 bytes, RGB: count × dimensions, each row of length 1. Blocks. Rejects as the runtime does, and with a `ModelFault` for an output of another size. */
  embed(pixels: Uint8Array): Promise<Float32Array<ArrayBuffer>>;
  release(): Promise<void>;
}

/** Computed at a time: more need more memory and are no faster. */
const MOST = 8;

/** @param model path of its file, which was checked @param threads that compute one picture */
export async function openImageSession(model: string, tower: ImageTower, port: Port, threads: number): Promise<ImageSession> {
  const session = await openModel(model, threads);
  const { Tensor } = loadRuntime();
  const { side, dimensions, layout } = tower;
  const size = side * side * 3;
  const atOnce = port.atOnce ?? MOST;
  return {
    async embed(pixels) {
      if (pixels.length === 0 || pixels.length % size !== 0) throw new RangeError(`pixels: expected a multiple of ${side}×${side}×3 = ${size} values, got ${pixels.length}`);
      const count = pixels.length / size;
      const rows = new Float32Array(count * dimensions);
      for (let first = 0; first < count; first += atOnce) {
        const some = Math.min(atOnce, count - first);
        const numbers = toNumbers(pixels.subarray(first * size, (first + some) * size), tower);
        const fed = new Tensor('float32', numbers, layout === 'NCHW' ? [some, 3, side, side] : [some, side, side, 3]);
        const { [port.output]: out } = await session.run({ [port.input]: fed }, [port.output]);
        if (!out || out.type !== 'float32') throw new ModelFault(`its output ${port.output} is ${out?.type ?? 'missing'}, expected float32`);
        rows.set(pool(out.data as Float32Array, out.dims, some, tower), first * dimensions); // as its type says
        out.dispose();
      }
      return normaliseRows(rows, dimensions);
    },
    release: () => session.release()
  };
}

/** Opens a model file that was checked, on the processor. */
export async function openModel(model: string, threads: number): Promise<InferenceSession> {
  return loadRuntime().InferenceSession.create(model, {
    executionProviders: ['cpu'], intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 4
  });
}

/** Bytes as the model takes them: (byte / 255 − mean) / deviation by channel, in the model's layout. */
export function toNumbers(pixels: Uint8Array, { side, mean, deviation, layout }: Pick<ImageTower, 'side' | 'mean' | 'deviation' | 'layout'>): Float32Array<ArrayBuffer> {
  const tables = [0, 1, 2].map((channel) => Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - at(mean, channel)) / at(deviation, channel))) as [Float32Array, Float32Array, Float32Array]; // three
  const numbers = new Float32Array(pixels.length);
  const area = side * side;
  for (let channel = 0; channel < 3; channel++) {
    const table = tables[channel]!;
    const [step, start] = layout === 'NCHW' ? [1, channel * area] : [3, channel];
    for (let first = 0; first < pixels.length; first += area * 3) {
      for (let pixel = 0, to = first + start; pixel < area; pixel++, to += step) numbers[to] = table[pixels[first + pixel * 3 + channel]!]!;
    }
  }
  return numbers;
}

/** count × dimensions from the model's output. @throws {ModelFault} for an output of another size */
export function pool(values: Float32Array, sides: readonly number[], count: number, { pooling, skip, dimensions }: Pick<ImageTower, 'pooling' | 'skip' | 'dimensions'>): Float32Array {
  const tokens = values.length / (count * dimensions);
  const wrong = (expected: string): ModelFault => new ModelFault(`its output has the sides ${sides.join(' × ')}, expected ${expected} (pooling ${pooling})`);
  if (pooling === 'none') {
    if (tokens !== 1 || sides[0] !== count) throw wrong(`${count} × ${dimensions}`);
    return values;
  }
  const least = pooling === 'patch mean' ? skip + 1 : 1;
  if (sides.length !== 3 || sides[0] !== count || sides[2] !== dimensions || tokens < least) throw wrong(`${count} × at least ${least} tokens × ${dimensions}`);
  const rows = new Float32Array(count * dimensions);
  const [from, to] = pooling === 'class token' ? [0, 1] : [skip, tokens];
  for (let row = 0; row < count; row++) {
    for (let token = from; token < to; token++) {
      const start = (row * tokens + token) * dimensions;
      for (let i = 0; i < dimensions; i++) rows[row * dimensions + i]! += values[start + i]! / (to - from);
    }
  }
  return rows;
}

function at(channels: Channels, channel: number): number {
  return channels[channel] ?? NaN;
}
