// Takes over what other libraries know about photos that this one holds too: the judgments in force of every lens, names and covers
// of groups, and the user's marks and albums. The others keep everything; here the judgments of each lens are one step, so a single undo removes them.
import type { GroupId, LensId, MarkTable, PhotoId, SavedGroup, SavedGrouping } from '../../../src-shared/contract.ts';
import { fromSavedColumns, toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { openStore, type Store } from '../../store/database.ts';
import { findPhoto, identityOf, readLedger, readSaid, withPictures } from '../../store/judgments.ts';
import { type Library, listLibraries, storedAt } from '../../store/libraries.ts';
import { readGrouping } from '../../store/groups.ts';
import { fromPayload } from '../../store/statement.ts';
import { type JudgmentLine, writeLines } from '../judging/judgment-lines.ts';
import { Lenses } from '../judging/lenses.ts';
import { bringAlbums } from './bring-albums.ts';
import { bringMarks, joinMarks } from './bring-marks.ts';

export interface Brought {
  /** Judgments now in force here. */
  readonly answers: number;
  /** Groups that got a name. */
  readonly names: number;
  /** Photos that got the user's mark from there. */
  readonly marks: MarkTable;
  /** Albums that are new, or got photos. */
  readonly albums: number;
  /** Judgments skipped because they contradict ones already taken over from another library. */
  readonly contradictions: number;
  /** Lenses whose judgments changed, and those whose groups did. */
  readonly lenses: readonly LensId[];
  readonly groups: readonly { readonly lensId: LensId; readonly revision: number }[];
  /** The libraries that contributed. */
  readonly from: readonly Library[];
}

/** From the libraries with those ids, or from all others (`null`); last opened first. */
export function bringAlong(dataFolder: string, { id, lenses, store }: { readonly id: string; readonly lenses: Lenses; readonly store: Store }, from: readonly string[] | null): Brought {
  const changed = new Set<LensId>();
  const groups = new Map<LensId, number>();
  const marks: MarkTable[] = [];
  const total = { answers: 0, names: 0, albums: 0, contradictions: 0, from: [] as Library[] };
  for (const library of listLibraries(dataFolder)) {
    if (library.id === id || (from !== null && !from.includes(library.id))) continue;
    const other = open(dataFolder, library);
    if (other === null) continue;
    try {
      const report = lenses.import(writeLines(linesFor(store, other)), null);
      let names = 0;
      for (const { id: theirs, name } of new Lenses(other).all) {
        const brought = groupsFor(store, other, theirs);
        if (brought.groups.length === 0) continue;
        const ours = lenses.all.find((lens) => lens.name === name) ?? (name === null ? lenses.all[0] : undefined) ?? lenses.create(name ?? '');
        const { grouping, named } = joinGroups(fromSavedColumns(readGrouping(store, ours.id)), brought);
        if (grouping === null) continue;
        const revision = lenses.saveGrouping(ours.id, toSavedColumns(grouping));
        if (revision !== null) groups.set(ours.id, revision);
        names += named;
      }
      for (const lens of report.changed) changed.add(lens);
      total.answers += report.added;
      total.contradictions += report.contradictions.length;
      total.names += names;
      const marked = bringMarks(store, other);
      marks.push(marked);
      const albums = bringAlbums(store, other);
      total.albums += albums;
      if (report.added + names + marked.ids.length + albums > 0) total.from.push(library);
    } finally {
      other.close();
    }
  }
  return { ...total, marks: joinMarks(marks), lenses: [...changed], groups: Array.from(groups, ([lensId, revision]) => ({ lensId, revision })) };
}

/** `null`, and reported, if it cannot be opened: it can be taken over another time. */
function open(dataFolder: string, { id }: Library): Store | null {
  try {
    return openStore(storedAt(dataFolder, id), { readOnly: true });
  } catch (error) {
    console.error(`Nothing was taken over from the library ${id}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** The judgments of all lenses that concern photos known here. */
function* linesFor(here: Store, other: Store): Generator<JudgmentLine> {
  for (const { id, name } of new Lenses(other).all) {
    for (const said of readSaid(other, id, readLedger(other, id))) {
      const payload = withPictures(other, said.payload);
      if (fromPayload(said.kind, payload, (identity) => findPhoto(here, identity)) !== null) yield { ...said, lens: name, payload };
    }
  }
}

/** A lens's groups in the other library, reduced to photos known here, with their ids here. */
function groupsFor(here: Store, other: Store, lens: LensId): SavedGrouping {
  const { height, groups } = fromSavedColumns(readGrouping(other, lens));
  const idHere = (id: number): PhotoId | undefined => findPhoto(here, identityOf(other, id as PhotoId)); // saved groups hold ids of photos
  return {
    height,
    groups: groups.flatMap(({ id, name, cover, photos }) => {
      const known = [...new Set(Array.from(photos, idHere).filter((photo) => photo !== undefined))];
      const [first] = known;
      return first === undefined ? [] : [{ id, name, cover: (cover === null ? undefined : idHere(cover)) ?? first, photos: Uint32Array.from(known) }];
    })
  };
}

/** A name goes to the unnamed group that shares the most photos with its own; `null` if nothing changes. */
function joinGroups(ours: SavedGrouping, theirs: SavedGrouping): { readonly grouping: SavedGrouping | null; readonly named: number } {
  const nothing = ours.groups.length === 0;
  const groups: SavedGroup[] = [...ours.groups];
  let free = groups.reduce((most, { id }) => Math.max(most, id + 1), 0);
  let named = 0;
  for (const group of theirs.groups) {
    if (!nothing && group.name === null) continue;
    const theirPhotos = new Set(group.photos);
    // a photo that is alone here is no counterpart of a group
    const counts = ({ name, photos }: SavedGroup): boolean => photos.length > 1 || name !== null || group.photos.length === 1;
    const shared = groups.map((own) => (!counts(own) ? 0 : own.photos.reduce((count, photo) => count + (theirPhotos.has(photo) ? 1 : 0), 0)));
    const most = nothing ? 0 : Math.max(0, ...shared);
    const at = shared.indexOf(most);
    const known = most === 0 ? undefined : groups[at];
    if (known === undefined) groups.push({ ...group, id: free++ as GroupId }); // counting up from those in use
    else if (known.name === null) groups[at] = { ...known, name: group.name, cover: group.cover !== null && known.photos.includes(group.cover) ? group.cover : known.cover };
    else continue;
    if (group.name !== null) named++;
  }
  if (groups.length === ours.groups.length && named === 0) return { grouping: null, named };
  return { grouping: { height: nothing ? theirs.height : ours.height, groups }, named };
}
