// Which facts a photo has when its files differ in metadata. The present files decide, regardless of the order they
// were read in: a picture comes before the raw file of the same shot, a whole one before one that ends early, then the one with the most of time, place and camera, then the earliest capture time, then the smallest
// hash. Size and look are taken from the first; time, place, camera, optics and mark each from the first file that has it.
import type { PhotoId } from '../../src-shared/contract.ts';
import { preparedOnce, read } from './access.ts';
import type { Content, ContentFacts } from './contents.ts';
import type { Store } from './database.ts';
import { writeFileMark } from './marks.ts';

/** Rows as they are. */
type Columns = Omit<ContentFacts, 'takenFrom' | 'takenDay' | 'takenOffset' | 'incomplete' | 'optics'> & { readonly takenOffset: number | null; readonly optics: string | null; readonly takenFrom: string | null; readonly takenDay: 0 | 1; readonly incomplete: 0 | 1 };
type Present = Columns & Pick<Content, 'hash' | 'look'>;
type Shown = Columns & { readonly id: PhotoId; readonly shown: string };

const statements = preparedOnce((db) => ({
  present: db.prepare<[PhotoId], Present>(
    `SELECT hash, look, width, height, format, bytes, taken_at AS takenAt, taken_from AS takenFrom, taken_day AS takenDay, taken_offset AS takenOffset, incomplete, latitude, longitude, camera, optics, mark FROM contents c
     WHERE photo_id = ? AND EXISTS (SELECT 1 FROM files f WHERE f.photo_id = c.photo_id AND f.content_hash = c.hash AND f.missing_since IS NULL)
     ORDER BY c.apart_id IS NOT NULL, c.format = 'raw', incomplete, (taken_at IS NOT NULL) + (latitude IS NOT NULL) + (camera IS NOT NULL) DESC, taken_at IS NULL, taken_day, taken_at, hash`
  ),
  show: db.prepare<[Shown]>(
    `UPDATE photos SET shown = @shown, width = @width, height = @height, format = @format, bytes = @bytes, taken_at = @takenAt,
       taken_from = @takenFrom, taken_day = @takenDay, taken_offset = @takenOffset, incomplete = @incomplete,
       latitude = @latitude, longitude = @longitude, camera = @camera, optics = @optics
     WHERE id = @id`
  )
}));

/** Updates photos to the facts of their present files; one without files keeps its facts. Call it after their files came, changed or went. */
export function showPresent(store: Store, ids: Iterable<PhotoId>): void {
  for (const id of new Set(ids)) {
    const contents = read(store, () => statements(store).present.all(id));
    const [first] = contents;
    if (first === undefined) continue;
    const placed = contents.find(({ latitude }) => latitude !== null) ?? first;
    const { width, height, format, bytes } = first;
    const dated = contents.find(({ takenAt, takenDay }) => takenAt !== null && takenDay === 0) ?? contents.find(({ takenAt }) => takenAt !== null) ?? first;
    statements(store).show.run({
      id, shown: first.hash, width, height, format, bytes, incomplete: first.incomplete,
      takenAt: dated.takenAt, takenFrom: dated.takenFrom, takenDay: dated.takenDay, takenOffset: dated.takenOffset,
      latitude: placed.latitude, longitude: placed.longitude,
      camera: contents.find(({ camera }) => camera !== null)?.camera ?? null,
      optics: contents.find(({ optics }) => optics)?.optics ?? first.optics
    });
    writeFileMark(store, id, contents.find(({ mark }) => mark)?.mark ?? 0);
  }
}
