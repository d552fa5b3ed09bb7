// A thread that draws random views of photos for encoders from outside: the same variations as in training (learning/views), as bytes again.
import * as tf from '@tensorflow/tfjs-core';
import { toUnit } from '../../src-shared/learning/encoder/embed.ts';
import { drawViews, type ViewOptions } from '../../src-shared/learning/views/two-views.ts';
import { openWorkerSide } from '../workers/worker-side.ts';
import { startBackend } from './start-backend.ts';

export interface ViewRequest {
  /** One photo, from × from × 3, RGB, 0..255. */
  readonly pixels: Uint8Array;
  readonly from: number;
  readonly count: number;
  readonly options: ViewOptions;
}

const side = await openWorkerSide();
await startBackend('wasm');

side.serve(async ({ pixels, from, count, options }: ViewRequest): Promise<Uint8Array<ArrayBuffer>> => {
  const views = tf.tidy(() => {
    const drawn = drawViews(tf.tensor4d(toUnit(pixels), [1, from, from, 3], 'float32'), count, options);
    return tf.cast(tf.round(tf.mul(tf.add(tf.clipByValue(drawn, -1, 1), 1), 127.5)), 'int32');
  });
  try {
    return Uint8Array.from(await views.data());
  } finally {
    views.dispose();
  }
}, ({ buffer }) => [buffer]);
