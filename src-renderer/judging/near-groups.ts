// The groups that photos may belong to, likeliest first: those of their nearest neighbours, then the largest.

import type { GroupId, LensId, LibraryBridge, PhotoId } from '../../src-shared/contract.ts';
import type { GroupTable } from '../../src-shared/desk/group-table.ts';

/** Up to `count` groups that contain none of `photos`. */
export async function nearGroups(bridge: Pick<LibraryBridge, 'request'>, lensId: LensId, table: GroupTable, photos: readonly PhotoId[], count = 24): Promise<GroupId[]> {
  const [first] = photos;
  if (first === undefined) return [];
  const own = new Set(photos.map((photo) => table.placeOfPhoto(photo)));
  const found = new Set<number>();
  const neighbours = await bridge.request('photo.neighbours', { lensId, id: first, count: 200 });
  for (const { id } of neighbours) {
    const place = table.placeOfPhoto(id);
    if (place >= 0 && !own.has(place)) found.add(place);
    if (found.size >= count) break;
  }
  for (let place = 0; place < table.count && found.size < count; place++) if (!own.has(place)) found.add(place);
  return [...found].map((place) => table.idAt(place));
}
