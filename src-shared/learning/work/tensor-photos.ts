// The work of an engine's worker whose encoder runs on a backend of tfjs. Its host sets the backend first.
import { embedPixels, uploadTensors } from '../encoder/embed.ts';
import { embedLooks } from '../encoder/looks.ts';
import { parseWeights } from '../encoder/weights.ts';
import { type Described, describeWith, type PhotoWork, type PixelBatch } from './photos.ts';

/** Throws a `TypeError` if the weights cannot be used. */
export function openPhotoWork(work: PhotoWork): (batch: PixelBatch) => Promise<Described> {
  const weights = parseWeights(work.weights);
  const tensors = uploadTensors(weights);
  return describeWith(embedLooks((pixels) => embedPixels(pixels, tensors, weights), weights.looks, weights.input));
}
