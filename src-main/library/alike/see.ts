// Looks at an image without adding it to a library: reads it in a process of its own, and has the engine describe it as it describes photos.
import type { ImageLook, Region } from '../../../src-shared/contract.ts';
import type { Engine } from '../../compute/engine.ts';
import { PhotoProblem } from '../../photos/problem.ts';
import { readPartApart } from '../../photos/readers.ts';
import { type ImageFrom, WHOLE } from '../../photos/read-part.ts';
import { thumbnailPixels } from '../../photos/thumbnail-pixels.ts';
import { fromHalf, toHalf } from '../../store/half.ts';

export interface Seen {
  readonly look: ImageLook;
  /** JPEG. */
  readonly thumbnail: Uint8Array;
}

/** @throws {PhotoProblem} if it cannot be read, or the encoder has no finite numbers for it */
export async function seeImage(engine: Engine, from: ImageFrom, region: Region = WHOLE): Promise<Seen> {
  const { thumbnail, pixels } = await readPartApart(from, region);
  const { embeddings, colour, layout, texture } = await engine.describe({ count: 1, pixels: new Uint8Array(pixels), ...(engine.side !== undefined && { large: await thumbnailPixels(thumbnail, engine.side) }) });
  // photos are stored in half precision: an image that is one of them is to lie where it does
  const [embedding, ...features] = [embeddings, colour, layout, texture].map((values) => fromHalf(toHalf(values))) as [Float32Array, Float32Array, Float32Array, Float32Array]; // four
  if (![embedding, ...features].every((values) => values.every(Number.isFinite))) throw new PhotoProblem('damaged', 'the encoder returns no finite numbers for this picture');
  const [colours, layouts, textures] = features; // three
  return { look: { encoder: engine.encoderVersion, embedding, colour: colours, layout: layouts, texture: textures }, thumbnail };
}
