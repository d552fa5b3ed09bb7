// The schemas of a filter, as pages send it and as smart albums keep it, and of how a library is shown.

import * as z from 'zod';
import type { Stars } from '../../src-shared/contract.ts';
import { FACTS, type Filter, LONGEST_TEXT, MEASURES, MOST_PARTS, SHAPES, TEXT_FIELDS } from '../../src-shared/finding/filter.ts';
import { GROUP_SORTS, LARGEST, PHOTO_SORTS, SMALLEST, TITLE_SCHEMES, type View } from '../../src-shared/finding/view.ts';
import type { AlbumId } from '../../src-shared/ids.ts';
import { FLAGS, LABELS, MOST_STARS } from '../../src-shared/marks/packed.ts';

/** Of one condition: a year's days, or the folders of a large tree. */
const MOST_OF_A_KIND = 1000;
const name = z.string().max(1000);
const names = z.array(name).max(MOST_OF_A_KIND);
const end = z.number().nullable();
const not = z.literal(true).exactOptional();

export const wish = z.strictObject({
  flags: z.array(z.enum([...FLAGS, 'none'])).max(3), stars: z.int().min(0).max(MOST_STARS).transform((value) => value as Stars), labels: z.array(z.enum(LABELS)).max(LABELS.length), favourite: z.boolean()
});

const part = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('date'), ranges: z.array(z.strictObject({ from: end, to: end })).max(MOST_OF_A_KIND), not }),
  z.strictObject({ kind: z.literal('months'), months: z.array(z.int().min(1).max(12)).max(12), not }),
  z.strictObject({ kind: z.literal('folder'), folders: z.array(z.strictObject({ folder: z.string().max(32_768), path: z.string().max(32_768) })).max(MOST_OF_A_KIND), not }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(LONGEST_TEXT), field: z.enum(TEXT_FIELDS).nullable(), not }),
  z.strictObject({ kind: z.literal('camera'), cameras: names, not }),
  z.strictObject({ kind: z.literal('optics'), optics: names, not }),
  z.strictObject({ kind: z.literal('format'), formats: names, not }),
  z.strictObject({ kind: z.literal('shape'), shapes: z.array(z.enum(SHAPES)).max(SHAPES.length), not }),
  z.strictObject({ kind: z.literal('measure'), measure: z.enum(MEASURES), range: z.strictObject({ least: end, most: end }), not }),
  z.strictObject({ kind: z.literal('box'), box: z.strictObject({ south: z.number().min(-90).max(90), west: z.number().min(-180).max(180), north: z.number().min(-90).max(90), east: z.number().min(-180).max(180) }), not }),
  z.strictObject({ kind: z.literal('town'), towns: names, not }),
  z.strictObject({ kind: z.literal('marks'), wish, not }),
  z.strictObject({ kind: z.literal('album'), albums: z.array(z.int().min(1).transform((value) => value as AlbumId)).max(MOST_OF_A_KIND), not }),
  z.strictObject({ kind: z.literal('fact'), fact: z.enum(FACTS), not })
]);

export const filter: z.ZodType<Filter> = z.strictObject({ parts: z.array(part).max(MOST_PARTS) });

export const view: z.ZodType<View> = z.strictObject({
  groups: z.enum(GROUP_SORTS), photos: z.enum(PHOTO_SORTS), titles: z.enum(TITLE_SCHEMES), size: z.number().min(SMALLEST).max(LARGEST), dense: z.boolean()
});
