// Groups a stored library for the command line: the same code as a page's desk, on the same points and judgments.

import { heightAt, positionOf } from '../../../src-shared/learning/groups/granularity.ts';
import { Grouper } from '../../../src-shared/learning/groups/grouping.ts';
import { fromSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { lensSpace } from '../../../src-shared/learning/metric/lens-space.ts';
import { CodedError } from '../../failure.ts';
import { openStore, type Store } from '../../store/database.ts';
import { activeEncoderVersion } from '../../store/encoder-versions.ts';
import { readFolders } from '../../store/folders.ts';
import { readGrouping } from '../../store/groups.ts';
import { readJudgmentLog } from '../../store/judgments.ts';
import { DEFAULT_LENS } from '../../store/lenses.ts';
import { readFiles } from '../../store/photos.ts';
import { pathsFrom } from '../folders/path-from.ts';
import { FEATURES_VERSION } from './feature-table.ts';
import { keptSpace } from './current-space.ts';
import { makeSpace } from './space.ts';

export interface StoredGrouping {
  /** Slider position, 0 to 1. */
  readonly granularity: number;
  /** Biggest first; every path of each photo, below the folder that was asked about, and absolute elsewhere. */
  readonly groups: readonly { readonly id: number; readonly name: string | null; readonly photos: readonly string[] }[];
}

/**
 * The groups of the library stored in `folder`, with paths as seen from `base`: a folder of it, or one above or below.
 * @param granularity 0 to 1; `null` for where the user left the slider, or the default
 * @throws {CodedError} `no-library` where nothing is indexed; `CodedError`s of opening
 */
export async function groupStored(folder: string, granularity: number | null, base: string): Promise<StoredGrouping> {
  const store = openStore(folder, { readOnly: true });
  try {
    const grouping = await groupPhotos(store, granularity);
    const pathOf = pathsFrom(base);
    const folders = new Map(readFolders(store).map(({ id, path }) => [id, path]));
    const paths = new Map<number, string[]>();
    for (const { id, folder, path } of readFiles(store)) paths.set(id, [...(paths.get(id) ?? []), pathOf(folders.get(folder) ?? '', path)]);
    return {
      granularity: positionOf(grouping.scale, grouping.height),
      groups: grouping.groups.map(({ id, name, photos }) => ({ id, name, photos: Array.from(photos).flatMap((id) => paths.get(id) ?? []) }))
    };
  } finally {
    store.close();
  }
}

/**
 * The groups of an open store, biggest first, as the app shows them under the first lens.
 * @throws {CodedError} `no-library` where nothing is indexed
 */
export async function groupPhotos(store: Store, granularity: number | null = null): Promise<ReturnType<Grouper['group']>> {
  const encoder = activeEncoderVersion(store);
  if (!encoder) throw new CodedError('no-library', 'Nothing is indexed yet. Run: kindred index <folder>');
  const { judgments } = readJudgmentLog(store, DEFAULT_LENS);
  const versions = { encoder: encoder.id, features: FEATURES_VERSION };
  const space = lensSpace({ revision: 1, ...(keptSpace(store, versions) ?? (await makeSpace(store, versions))) }, judgments);
  const previous = fromSavedColumns(readGrouping(store, DEFAULT_LENS));
  const grouper = new Grouper();
  let grouping = grouper.group({ space, judgments, previous, height: previous.height });
  if (granularity !== null) grouping = grouper.group({ space, judgments, previous, height: heightAt(grouping.scale, granularity) });
  return grouping;
}
