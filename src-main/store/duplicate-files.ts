// The files that may be duplicates: of photos with several files, and of photos that were compared with others. With what speaks for keeping each. Raw files that have
// their picture beside them are not among them: filing/raws says where they go.
import type { PhotoId } from '../../src-shared/contract.ts';
import { areBeside } from '../../src-shared/photo.ts';
import { preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';

/** A present file, in a folder that is there. */
export interface DuplicateFileRow {
  readonly id: number;
  readonly photo: PhotoId;
  readonly content: string;
  readonly folder: string;
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: number;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly takenAt: number | null;
  readonly camera: string | null;
  readonly latitude: number | null;
  readonly sharpness: number | null;
  readonly clipped: number | null;
  /** How many raw files go with it. */
  readonly raws: number;
  /** Whether it is the raw file of a picture that is there elsewhere: no duplicate of that. */
  readonly rawOfPicture: boolean;
}

type Row = Omit<DuplicateFileRow, 'raws' | 'rawOfPicture'> & { readonly isRaw: 0 | 1 };

const statements = preparedOnce((db) => ({
  files: db.prepare<[], Row>(
    `SELECT f.id, f.photo_id AS photo, f.content_hash AS content, d.path AS folder, f.path, f.size AS bytes, f.modified_ms AS modifiedAt,
       c.width, c.height, c.format, c.taken_at AS takenAt, c.camera, c.latitude, p.sharpness, p.clipped, c.apart_id IS NOT NULL AND c.format = 'raw' AS isRaw
     FROM files f JOIN folders d ON d.id = f.folder_id AND d.problem IS NULL JOIN contents c ON c.hash = f.content_hash LEFT JOIN fingerprints p ON p.photo_id = f.photo_id
     WHERE f.missing_since IS NULL AND f.photo_id IN (
       SELECT photo_id FROM files WHERE photo_id IS NOT NULL AND missing_since IS NULL GROUP BY photo_id HAVING count(*) > 1
       UNION SELECT first FROM likenesses UNION SELECT second FROM likenesses)
     ORDER BY f.id`
  )
}));

export function readDuplicateFiles(store: Store): DuplicateFileRow[] {
  const rows = read(store, () => statements(store).files.all());
  const raws = Map.groupBy(rows.filter(({ isRaw }) => isRaw === 1), ({ photo }) => photo);
  const pictured = new Set(rows.filter(({ isRaw }) => isRaw === 0).map(({ photo }) => photo));
  const goesAlong = new Set<Row>();
  const files = rows.flatMap(({ isRaw, ...row }) => {
    const along = isRaw === 1 ? [] : (raws.get(row.photo) ?? []).filter((raw) => areBeside(raw, row));
    for (const raw of along) goesAlong.add(raw);
    return [{ ...row, raws: along.length, rawOfPicture: isRaw === 1 && pictured.has(row.photo) }];
  });
  return files.filter((_, at) => !goesAlong.has(rows[at]!)); // as many
}
