// The schemas of ids, and of what the user says of photos.

import * as z from 'zod';
import type { GroupId, JudgmentId, LensId, PhotoId } from '../../src-shared/contract.ts';

// row ids are positive 32-bit numbers; the brand means they were checked
export const id = z.int().min(1).max(0xffff_ffff);
export const photoId = id.transform((value) => value as PhotoId);
export const lensId = id.transform((value) => value as LensId);
export const judgmentId = z.int().min(1).transform((value) => value as JudgmentId);
export const groupId = z.int().min(0).max(0xffff_ffff).transform((value) => value as GroupId);
const pair = z.tuple([photoId, photoId]);
const photos = z.array(photoId).max(1_000_000);

export const statement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('similar'), photos: pair }),
  z.strictObject({ kind: z.literal('different'), photos: pair }),
  z.strictObject({ kind: z.literal('degree'), photos: pair, degree: z.number().min(0).max(1) }),
  z.strictObject({ kind: z.literal('closer'), photos: z.tuple([photoId, photoId, photoId]) }),
  z.strictObject({ kind: z.literal('together'), photos: photos.min(2) }),
  z.strictObject({ kind: z.literal('apart'), photos: photos.min(1), others: photos.min(1) })
]);

export const origin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('asked'), probability: z.number().min(0).max(1) }),
  z.strictObject({ kind: z.literal('volunteered'), height: z.number().min(0).nullable() })
]);
