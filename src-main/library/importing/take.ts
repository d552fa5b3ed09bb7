// Takes over what was chosen of a look: albums, marks and, if the user says so, groups of a lens. What contradicts earlier answers is left out and told.
import type { JudgmentId, MarkTable, PhotoId } from '../../../src-shared/contract.ts';
import type { Choice, FoundSet, Taken } from '../../../src-shared/exchange/import.ts';
import { folded } from '../../../src-shared/exchange/keywords.ts';
import { isSaid, packMark } from '../../../src-shared/marks/packed.ts';
import type { AlbumId } from '../../../src-shared/albums/album.ts';
import { CodedError } from '../../failure.ts';
import { write } from '../../store/access.ts';
import { addAlbum, LONGEST_ALBUM_NAME, readAlbumPhotos, readAlbums, visibleName, writeAlbumPhotos } from '../../store/albums.ts';
import type { Store } from '../../store/database.ts';
import { identityOf, type Said } from '../../store/judgments.ts';
import { readLens } from '../../store/lenses.ts';
import { UNKNOWN_ORIGIN } from '../../store/log-rows.ts';
import { readMarks, writeMarks } from '../../store/marks.ts';
import { toPayload } from '../../store/statement.ts';
import type { Judge } from '../judging/judge.ts';
import type { Looked } from './look.ts';

interface Chosen extends Pick<FoundSet, 'kind' | 'name' | 'path'> {
  readonly photos: readonly PhotoId[];
}

/**
 * @param judge of the lens that was chosen
 * @throws {CodedError} `bad-request` for sets that the look did not find
 */
export async function takeOver(store: Store, looked: Looked, { sets, marks, lensId }: Choice, judge: Judge | null, now = Date.now()): Promise<Taken> {
  const chosen = sets.map((at): Chosen => {
    const [set, photos] = [looked.found.sets[at], looked.photos[at]];
    if (set === undefined || photos === undefined) throw new CodedError('bad-request', `There is no set ${at} in what was found. Look again.`);
    return { ...set, photos };
  });
  const users = marks ? await readMarks(store) : null; // some may have been given since the look
  const groups = judge === null || lensId === null ? null : { lensId, ...sayTogether(store, judge, speaking(chosen, readLens(store, lensId).name), now) };
  return write(store, () => ({ ...makeAlbums(store, chosen, now), marks: users === null ? null : giveMarks(store, looked, users, now), groups }));
}

/** An album of that name that is there gets the photos it lacks. */
function makeAlbums(store: Store, chosen: readonly Pick<Chosen, 'name' | 'photos'>[], now: number): Pick<Taken, 'made' | 'filled'> {
  const known = new Map(readAlbums(store).filter(({ rule }) => rule === null).map(({ id, name }) => [folded(name), id]));
  const made: AlbumId[] = [];
  const filled = new Map<AlbumId, Uint32Array>();
  for (const { name, photos } of chosen) {
    const short = albumNameOf(name);
    const there = known.get(folded(short));
    const id = there ?? addAlbum(store, short, null, now);
    if (there === undefined) {
      made.push(id);
      known.set(folded(short), id);
    }
    const before = readAlbumPhotos(store, id);
    writeAlbumPhotos(store, id, new Set([...before, ...photos]));
    if (there !== undefined && !made.includes(id) && !filled.has(id)) filled.set(id, before);
  }
  return { made, filled: [...filled].map(([id, before]) => ({ id, before })) };
}

/** A name of another program as an album can have it: one that is not must not keep the others from being made. */
function albumNameOf(name: string): string {
  return visibleName(visibleName(name).slice(0, LONGEST_ALBUM_NAME).replace(/[\ud800-\udbff]$/, '')) || '?';
}

function giveMarks(store: Store, { marks, found }: Looked, users: MarkTable, now: number): Taken['marks'] {
  const said = new Set(users.ids.filter((_, at) => isSaid(users.marks[at] ?? 0)));
  const free = [...marks].filter(([id]) => !said.has(id));
  const earlier: { readonly ids: Uint32Array; readonly marks: Uint16Array }[] = [];
  for (const [packed, photos] of Map.groupBy(free, ([, mark]) => packMark(mark))) {
    earlier.push(writeMarks(store, photos.map(([id]) => id), () => packed, now).earlier);
  }
  return {
    left: found.marks.left + marks.size - free.length,
    earlier: { ids: Uint32Array.from(earlier.flatMap(({ ids }) => [...ids])), marks: Uint16Array.from(earlier.flatMap((table) => [...table.marks])) }
  };
}

/**
 * The sets that are said to be groups. Where Kindred wrote groups, only they are, those of a lens of that name if there are some: its albums say
 * nothing about likeness, and would join groups that they share photos with.
 */
function speaking(chosen: readonly Chosen[], lens: string | null): readonly Chosen[] {
  const groups = chosen.filter(({ kind }) => kind === 'group');
  const ofLens = groups.filter(({ path }) => folded(path) === folded(lens ?? ''));
  return ofLens.length > 0 ? ofLens : groups.length > 0 ? groups : chosen;
}

/** Each set is one group, and nothing is said of photos that are in none. */
function sayTogether(store: Store, judge: Judge, chosen: readonly Chosen[], now: number): Omit<NonNullable<Taken['groups']>, 'lensId'> {
  const several = chosen.filter(({ photos }) => photos.length > 1);
  const said = several.map(({ photos }): Said => ({ kind: 'together', payload: toPayload({ kind: 'together', photos }, (id) => identityOf(store, id)), origin: UNKNOWN_ORIGIN, madeAt: now }));
  const outcomes = judge.takeOver(said, now);
  const recorded = outcomes.filter(({ status }) => status === 'recorded').length;
  return {
    said: recorded, known: outcomes.filter(({ status }) => status === 'already-known').length,
    contradicting: several.filter((_, at) => outcomes[at]?.status === 'contradiction').map(({ name }) => name),
    step: recorded > 0 ? ((judge.log.undoable?.id ?? null) as JudgmentId | null) : null // ids of steps are ids of judgments
  };
}
