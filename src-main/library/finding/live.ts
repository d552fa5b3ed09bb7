// What photos are found by that changes from one moment to the next: marks, albums, groups, judgments. By row of the index, read again when it
// changed.
import type { LensId, PhotoSpace } from '../../../src-shared/contract.ts';
import { folded } from '../../../src-shared/finding/filter.ts';
import type { AlbumId } from '../../../src-shared/ids.ts';
import { fromSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { probabilityAt } from '../../../src-shared/learning/metric/calibration.ts';
import { bare } from '../../../src-shared/marks/packed.ts';
import type { Store } from '../../store/database.ts';
import { readAlbumMembers } from '../../store/finding.ts';
import { readGrouping } from '../../store/groups.ts';
import { readJudgmentLog } from '../../store/judgments.ts';
import { readLenses } from '../../store/lenses.ts';
import { readMarks } from '../../store/marks.ts';
import type { PhotoIndex } from './photo-index.ts';

export const LIVE_PARTS = ['marks', 'albums', 'groups', 'judged'] as const;
export type LivePart = (typeof LIVE_PARTS)[number];

/** Photos with something in common that has a name. */
export interface Named {
  /** Folded. */
  readonly name: string;
  /** Ascending. */
  readonly rows: readonly number[];
}

export interface Live {
  /** Packed, by row. */
  readonly marks: Uint16Array;
  readonly albums: ReadonlyMap<AlbumId, Named>;
  /** By row: photos in its group; 1 for one alone. */
  readonly groupSizes: Uint32Array;
  /** By row: a number for its group, from 1; 0 for none. */
  readonly groupOf: Uint32Array;
  /** Those that the user named. */
  readonly groupNames: readonly Named[];
  readonly judged: Uint8Array;
}

/** Reads the parts that are `stale`, and takes the others from `before`. @param lensId whose groups and judgments */
export async function readLive(store: Store, index: PhotoIndex, lensId: LensId, before: Live | null, stale: ReadonlySet<LivePart>): Promise<Live> {
  const isKnown = readLenses(store).some(({ id }) => id === lensId);
  const kept = <P extends LivePart>(part: P): Live | null => (stale.has(part) ? null : before);
  const groups = kept('groups') ?? readGroups(store, index, isKnown ? lensId : null);
  return {
    marks: kept('marks')?.marks ?? await marksOf(store, index), albums: kept('albums')?.albums ?? albumsOf(store, index),
    groupSizes: groups.groupSizes, groupOf: groups.groupOf, groupNames: groups.groupNames, judged: kept('judged')?.judged ?? judgedOf(store, index, isKnown ? lensId : null)
  };
}

async function marksOf(store: Store, { ids, rowOf }: PhotoIndex): Promise<Uint16Array> {
  const marks = new Uint16Array(ids.length);
  const table = await readMarks(store);
  table.ids.forEach((id, at) => {
    const row = rowOf[id] ?? -1;
    if (row >= 0) marks[row] = bare(table.marks[at]!);
  });
  return marks;
}

function albumsOf(store: Store, index: PhotoIndex): ReadonlyMap<AlbumId, Named> {
  return new Map(readAlbumMembers(store).map(({ id, name, photos }) => [id, { name: folded(name), rows: rowsOf(index, photos) }]));
}

function readGroups(store: Store, index: PhotoIndex, lensId: LensId | null): Pick<Live, 'groupSizes' | 'groupOf' | 'groupNames'> {
  const groupSizes = new Uint32Array(index.ids.length).fill(1);
  const groupOf = new Uint32Array(index.ids.length);
  const groupNames: Named[] = [];
  const { groups } = lensId === null ? { groups: [] } : fromSavedColumns(readGrouping(store, lensId));
  groups.forEach(({ name, photos }, at) => {
    const rows = rowsOf(index, photos);
    for (const row of rows) {
      groupSizes[row] = rows.length;
      groupOf[row] = at + 1;
    }
    if (name !== null) groupNames.push({ name: folded(name), rows });
  });
  return { groupSizes, groupOf, groupNames };
}

function judgedOf(store: Store, { ids, rowOf }: PhotoIndex, lensId: LensId | null): Uint8Array {
  const judged = new Uint8Array(ids.length);
  for (const { statement } of lensId === null ? [] : readJudgmentLog(store, lensId).judgments) {
    for (const id of [...statement.photos, ...('others' in statement ? statement.others : [])]) {
      const row = rowOf[id] ?? -1;
      if (row >= 0) judged[row] = 1;
    }
  }
  return judged;
}

function rowsOf({ rowOf }: PhotoIndex, photos: Iterable<number>): number[] {
  const rows: number[] = [];
  for (const id of photos) {
    const row = rowOf[id] ?? -1;
    if (row >= 0) rows.push(row);
  }
  return rows.sort((a, b) => a - b);
}

/** How likely each photo is alike its nearest one in its group, 0 to 1, by row; NaN for photos alone, or where nothing is known of that. */
export function certainties({ ids, rowOf }: PhotoIndex, { groupOf }: Pick<Live, 'groupOf'>, space: PhotoSpace): Float32Array {
  const found = new Float32Array(ids.length).fill(NaN);
  const { k, neighbours, distances, metric } = space;
  if (!metric) return found;
  for (let at = 0; at < space.ids.length; at++) {
    const row = rowOf[space.ids[at]!] ?? -1;
    const group = row < 0 ? 0 : groupOf[row]!;
    if (group === 0) continue;
    let distance = distances[at * k + k - 1] ?? NaN; // one that is not among them is at least as far
    for (let place = at * k; place < at * k + k; place++) {
      const other = rowOf[space.ids[neighbours[place]!] ?? -1] ?? -1;
      if (other < 0 || other === row || groupOf[other] !== group) continue;
      distance = distances[place]!;
      break;
    }
    found[row] = probabilityAt(distance, metric.calibration);
  }
  return found;
}
