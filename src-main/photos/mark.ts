// The rating and the label that other programs left in a file: XMP (xmp:Rating with −1 for rejected, xmp:Label; ISO 16684-1) and
// EXIF's Rating (0x4746). A packet that cannot be read is no mark.
import { NO_MARK, packMark } from '../../src-shared/marks/packed.ts';
import { labelOfWord, ratingOf } from '../../src-shared/marks/written.ts';
import type { Packet } from './xmp.ts';

/** The packed mark of a file; 0 if it has none. XMP, which programs keep up to date, comes before EXIF. @param packet the file's @param rating EXIF's */
export function markOf(packet: Packet | null, rating: unknown): number {
  const fields = packet?.fields;
  return packMark({ ...NO_MARK, ...(ratingOf(fields?.['xmp:Rating']) ?? ratingOf(rating)), label: labelOfWord(fields?.['xmp:Label'] ?? undefined) });
}
