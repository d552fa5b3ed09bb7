// The schemas of images that are searched by, with limits on all that comes from outside.

import * as z from 'zod';
import { type ImageSource, type LikeWhat, MOST_IMAGE_BYTES, MOST_IMAGES, type Region, SMALLEST_PART } from '../../src-shared/contract/alike.ts';
import type { PhotoId } from '../../src-shared/ids.ts';

/** More than any encoder or feature group has. */
const MOST_VALUES = 8192;
const photo = z.int().min(1).max(0xffff_ffff).transform((value) => value as PhotoId);
const share = z.number().min(0).max(1);
const side = z.number().min(SMALLEST_PART).max(1);
const region: z.ZodType<Region> = z.strictObject({ left: share, top: share, width: side, height: side })
  .refine(({ left, top, width, height }) => left + width <= 1 + 1e-6 && top + height <= 1 + 1e-6, 'expected a part within the picture');
const values = z.instanceof(Float32Array).refine((all) => all.length >= 1 && all.length <= MOST_VALUES, `expected 1 to ${MOST_VALUES} values`).refine((all) => all.every(Number.isFinite), 'expected finite values');
const bytes = z.instanceof(Uint8Array).refine(({ length }) => length >= 1 && length <= MOST_IMAGE_BYTES, `expected 1 to ${MOST_IMAGE_BYTES} bytes`);

export const imageSource: z.ZodType<ImageSource> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bytes'), bytes }),
  z.strictObject({ kind: z.literal('part'), photo, region })
]);

const encoder = z.string().min(1).max(1000);

export const likeWhat: z.ZodType<readonly LikeWhat[]> = z.array(z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('words'), look: z.strictObject({ encoder, embedding: values }) }),
  z.strictObject({ kind: z.literal('photo'), photo }),
  z.strictObject({ kind: z.literal('image'), look: z.strictObject({ encoder, embedding: values, colour: values, layout: values, texture: values }) })
])).min(1).max(MOST_IMAGES).refine((all) => all.length === 1 || all.every(({ kind }) => kind !== 'words'), 'expected words alone');
