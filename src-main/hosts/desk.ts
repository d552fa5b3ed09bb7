// The schema of what a page asks of its desk.

import * as z from 'zod';
import type { GroupsRequest } from '../../src-shared/contract.ts';
import { groupId, judgmentId, lensId, origin, photoId, statement } from './judgments.ts';

const name = z.string().max(1000).nullable();
const height = z.number().min(0);
const judgments = z.array(z.strictObject({ id: judgmentId, lensId, statement, origin, madeAt: z.number() })).max(1_000_000);
const wish = { count: z.int().min(1).max(1000), skipped: z.array(z.string().max(1000)).max(1_000_000), among: z.instanceof(Uint32Array).nullable() };

export const groupsRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('start'), judgments }),
  z.strictObject({ kind: z.literal('judgments'), judgments }),
  z.strictObject({ kind: z.literal('height'), height }),
  z.strictObject({ kind: z.literal('rename'), group: groupId, name }),
  z.strictObject({ kind: z.literal('merge'), renamed: z.array(z.strictObject({ photo: photoId, name })).max(100_000), keepHeight: z.boolean() }),
  z.strictObject({ kind: z.literal('save'), stored: z.string().max(300).exactOptional() }),
  z.strictObject({ kind: z.literal('ask'), ...wish }),
  z.strictObject({ kind: z.literal('sheets'), ...wish }),
  z.strictObject({ kind: z.literal('explain'), photos: z.array(photoId).max(1_000_000) }),
  z.strictObject({ kind: z.literal('covers'), edition: z.int().min(0), places: z.instanceof(Uint32Array).refine(({ length }) => length <= 100_000, 'expected at most 100000 places') }),
  z.strictObject({ kind: z.enum(['space', 'learn', 'compare', 'accept', 'decline', 'revert', 'follow', 'changes', 'suggest', 'standing', 'distances']) })
]) satisfies z.ZodType<GroupsRequest>;
