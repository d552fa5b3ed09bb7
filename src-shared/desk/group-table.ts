// Groups as parallel columns, the way they come from the desk: thousands of groups cross in a few buffers, and nothing is
// made for a group until it is drawn.

import type { GroupColumns, GroupId, PhotoId } from '../contract.ts';
import { COVERS } from '../learning/groups/group.ts';

export class GroupTable {
  readonly #columns: GroupColumns;
  readonly #names: ReadonlyMap<number, string>;
  #placeOfId: Map<number, number> | null = null;
  #placeOfPhoto: Int32Array | null = null;

  constructor(columns: GroupColumns) {
    this.#columns = columns;
    this.#names = new Map(columns.names.map(({ group, name }) => [group, name]));
  }

  /** Groups of two or more. */
  get count(): number {
    return this.#columns.ids.length;
  }

  get singles(): Uint32Array {
    return this.#columns.singles;
  }

  /** Photos in all, the lone ones too. */
  get photos(): number {
    return this.#columns.photos.length + this.#columns.singles.length;
  }

  /** The photos of the group at its place; at the places after those of groups, each photo that is alone. */
  partAt(place: number): Uint32Array {
    return place < this.count ? this.photosAt(place) : this.singles.subarray(place - this.count, place - this.count + 1);
  }

  /** Place of the group with the same photos in the same order; -1 where there is none. */
  placeOfSame(other: GroupTable, place: number): number {
    const [{ photos, ends }, theirs] = [this.#columns, other.#columns];
    let from = theirs.ends[place - 1] ?? 0;
    const here = this.placeOfPhoto(theirs.photos[from] as PhotoId); // groups hold photo ids
    if (here < 0 || this.sizeAt(here) !== other.sizeAt(place)) return -1;
    for (let at = ends[here - 1] ?? 0; at < ends[here]!; at++, from++) if (photos[at] !== theirs.photos[from]) return -1;
    return here;
  }

  idAt(place: number): GroupId {
    return this.#columns.ids[place] as GroupId; // group ids by construction
  }

  nameAt(place: number): string | null {
    return this.#names.get(this.#columns.ids[place]!) ?? null;
  }

  sizeAt(place: number): number {
    const { ends } = this.#columns;
    return ends[place]! - (ends[place - 1] ?? 0);
  }

  photosAt(place: number): Uint32Array {
    const { ends, photos } = this.#columns;
    return photos.subarray(ends[place - 1] ?? 0, ends[place]);
  }

  /** Its covers; where they are not there yet its first photos stand for them. */
  coversAt(place: number): PhotoId[] {
    const covers = this.isDrawn(place) ? this.#columns.covers.subarray(place * COVERS, (place + 1) * COVERS) : this.photosAt(place).subarray(0, COVERS);
    return Array.from(covers).filter((id) => id !== 0) as PhotoId[]; // photo ids by construction
  }

  /** Whether its covers are there. */
  isDrawn(place: number): boolean {
    return this.#columns.covers[place * COVERS] !== 0;
  }

  /** The covers of groups came: four for each place. */
  draw(places: Uint32Array, covers: Uint32Array): void {
    places.forEach((place, at) => this.#columns.covers.set(covers.subarray(at * COVERS, (at + 1) * COVERS), place * COVERS));
  }

  /** Place of a group; -1 where it is not there (any more), or is one photo. */
  placeOf(group: GroupId): number {
    this.#placeOfId ??= new Map(Array.from(this.#columns.ids, (id, place) => [id, place]));
    return this.#placeOfId.get(group) ?? -1;
  }

  /** Place of the group that holds the photo; -1 where it is alone or unknown. */
  placeOfPhoto(photo: PhotoId): number {
    this.#placeOfPhoto ??= this.#placePhotos();
    return this.#placeOfPhoto[photo] ?? -1;
  }

  #placePhotos(): Int32Array {
    const { photos, ends } = this.#columns;
    let highest = 0;
    for (const photo of photos) if (photo > highest) highest = photo;
    const places = new Int32Array(highest + 1).fill(-1);
    for (let place = 0, at = 0; place < ends.length; place++) {
      for (; at < ends[place]!; at++) places[photos[at]!] = place;
    }
    return places;
  }
}

export const noGroups = new GroupTable({
  ids: new Uint32Array(), ends: new Uint32Array(), photos: new Uint32Array(), covers: new Uint32Array(), names: [], singles: new Uint32Array()
});
