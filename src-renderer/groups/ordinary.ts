// Which photos serve as examples: well lit, sharp and full of contrast, from groups of a few. The page looks at their thumbnails.

import type { PhotoId } from '../../src-shared/contract.ts';
import { qualityOf } from '../../src-shared/learning/copies/quality.ts';
import type { Picture } from '../../src-shared/learning/copies/picture.ts';
import type { GroupTable } from '../../src-shared/desk/group-table.ts';

/** Photos of a group that shows what a group is. */
const [FEWEST, MOST] = [2, 6];
/** Groups that are looked at. */
const LOOKED = 16;
/** The middle of what is light and dark, and a contrast that is plenty, of 255; a sharpness that is (learning/copies/quality). */
const [MIDDLE, CONTRAST, SHARPNESS] = [125, 45, 0.15];
/** Worse than that is dark, blurred or blank. */
export const GOOD_ENOUGH = 0.4;

/** How well a picture serves, 0 to 1. */
export function clarityOf(picture: Pick<Picture, 'width' | 'height' | 'light'>): number {
  const { light } = picture;
  let [sum, squares] = [0, 0];
  for (const value of light) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / light.length;
  const contrast = Math.sqrt(Math.max(0, squares / light.length - mean ** 2));
  const { sharpness, clipped } = qualityOf(picture);
  const lit = Math.max(0, 1 - Math.abs(mean - MIDDLE) / MIDDLE);
  return lit * Math.min(1, contrast / CONTRAST) * Math.min(1, sharpness / SHARPNESS) * (1 - clipped);
}

/** Covers of groups of a few photos, or of the first groups where there are none. */
export function exampleCovers(table: Pick<GroupTable, 'count' | 'sizeAt' | 'coversAt'>): readonly PhotoId[] {
  const places = Array.from({ length: table.count }, (_, place) => place);
  const few = places.filter((place) => table.sizeAt(place) >= FEWEST && table.sizeAt(place) <= MOST);
  return (few.length > 0 ? few : places).slice(0, LOOKED).flatMap((place) => table.coversAt(place).slice(0, 1));
}

/** The first that is good enough, or the best; `null` of none. @param clarity of a photo; one that it rejects for counts as 0, as it cannot be seen */
export async function clearest(photos: readonly PhotoId[], clarity: (photo: PhotoId) => Promise<number>, enough = 1): Promise<PhotoId | null> {
  let best: { readonly photo: PhotoId; readonly value: number } | null = null;
  for (const photo of photos) {
    const value = await clarity(photo).catch(() => 0); // a photo that cannot be looked at is a bad example, and nothing to tell the user
    if (best === null || value > best.value) best = { photo, value };
    if (value >= enough) break;
  }
  return best?.photo ?? null;
}
