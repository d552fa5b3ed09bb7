// The work of an engine's worker whose encoder runs on a backend of tfjs. Its host sets the backend first.
import { embedPixels, uploadTensors } from '../encoder/embed.ts';
import { embedLooks } from '../encoder/looks.ts';
import { parseWeights } from '../encoder/weights.ts';
import { type Described, describeWith, type PhotoWork, type PixelBatch } from './photos.ts';

export interface PhotoWorker {
  readonly describe: (batch: PixelBatch) => Promise<Described>;
  /** Frees the encoder's memory. */
  readonly close: () => void;
}

/** Throws a `TypeError` if the weights cannot be used. */
export function openPhotoWork(work: PhotoWork): PhotoWorker {
  const weights = parseWeights(work.weights);
  const tensors = uploadTensors(weights);
  return {
    describe: describeWith(embedLooks((pixels) => embedPixels(pixels, tensors, weights), weights.looks, weights.input)),
    close: () => Object.values(tensors).forEach((tensor) => tensor.dispose())
  };
}
