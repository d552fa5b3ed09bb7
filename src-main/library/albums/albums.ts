// The albums of the open library: what each holds now, and every change, with the pages told of it.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Album, AlbumChange, AlbumId, AlbumPhotos, AlbumRule } from '../../../src-shared/albums/album.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { CodedError } from '../../failure.ts';
import { addAlbum, arrangeAlbums, changeAlbum, deleteAlbum, readAlbum, readAlbumPhotos, readAlbums, readAlbumsOf, restoreAlbum, type StoredAlbum, writeAlbumPhotos } from '../../store/albums.ts';
import { countHeld, countPresent, readOrderInSlices, readPresentInSlices } from '../../store/album-reading.ts';
import { appendPhotos, removePhotos } from '../../store/album-order.ts';
import type { Store } from '../../store/database.ts';
import { findStored } from '../finding/find-stored.ts';
import { byRule, type FindPhotos, RuleSource } from './by-rule.ts';

/** Photos added or removed per turn of the event loop. */
const SLICE = 2000;

export interface AlbumsOptions {
  readonly store: Store;
  readonly onChange: () => void;
  /** How smart albums find their photos by a filter; in the thread that asks, if left out. */
  readonly find?: FindPhotos;
}

export class Albums {
  readonly #store: Store;
  readonly #onChange: () => void;
  readonly #find: FindPhotos;

  constructor({ store, onChange, find = (filter, lensId) => findStored(store, filter, lensId) }: AlbumsOptions) {
    this.#find = find;
    this.#store = store;
    this.#onChange = onChange;
  }

  async list(): Promise<Album[]> {
    const albums: Album[] = [];
    const source = this.#source();
    for (const stored of readAlbums(this.#store)) albums.push(await this.#whole(stored, source)); // one after the other: each rule looks at many photos
    return albums;
  }

  /** The photos that are in the library now, in the order the album shows them. */
  async photos(id: AlbumId): Promise<Uint32Array> {
    return this.#present(readAlbum(this.#store, id));
  }

  /** The albums that hold a photo, smart ones by what they held last. */
  of(photo: PhotoId): AlbumId[] {
    return readAlbumsOf(this.#store, photo);
  }

  async create(name: string, rule: AlbumRule | null, photos: Uint32Array): Promise<Album> {
    const id = addAlbum(this.#store, name, rule, Date.now());
    if (rule === null) await this.#append(id, photos);
    const album = await this.#whole(readAlbum(this.#store, id));
    this.#onChange();
    return album;
  }

  async change(id: AlbumId, change: AlbumChange): Promise<Album> {
    changeAlbum(this.#store, id, change);
    const album = await this.#whole(readAlbum(this.#store, id));
    this.#onChange();
    return album;
  }

  arrange(ids: readonly AlbumId[]): void {
    arrangeAlbums(this.#store, ids);
    this.#onChange();
  }

  delete(id: AlbumId): void {
    deleteAlbum(this.#store, id, Date.now());
    this.#onChange();
  }

  restore(id: AlbumId): void {
    restoreAlbum(this.#store, id);
    this.#onChange();
  }

  /** Behind the others, or before one of them; photos that it holds already move there, unless they are to go behind: then they stay. */
  async add(id: AlbumId, photos: Uint32Array, before: PhotoId | null): Promise<AlbumPhotos> {
    if (before === null) return this.#addBehind(id, photos);
    return this.#rearrange(id, (now) => {
      const held = new Set(now);
      const moving = new Set(photos);
      if (!held.has(before)) return [...now.filter((photo) => !moving.has(photo)), ...photos];
      // before the first photo that stays where the place is itself among those that move
      const place = now.indexOf(before);
      const [first, last] = [now.subarray(0, place), now.subarray(place)].map((part) => part.filter((photo) => !moving.has(photo)));
      return [...first!, ...photos, ...last!]; // of the two parts
    });
  }

  async remove(id: AlbumId, photos: Uint32Array): Promise<AlbumPhotos> {
    this.#byHand(id);
    const before = readAlbumPhotos(this.#store, id);
    const going = new Set(photos);
    await this.#inSlices(photos, (slice) => removePhotos(this.#store, id, slice));
    this.#onChange();
    return { before, now: before.filter((photo) => !going.has(photo)) };
  }

  async fill(id: AlbumId, photos: Uint32Array): Promise<AlbumPhotos> {
    this.#byHand(id);
    const before = readAlbumPhotos(this.#store, id);
    const [held, wanted] = [new Set(before), new Set(photos)];
    await this.#append(id, photos.filter((photo) => !held.has(photo)));
    await this.#inSlices(before.filter((photo) => !wanted.has(photo)), (slice) => removePhotos(this.#store, id, slice));
    return { ...this.#rearrange(id, () => photos), before };
  }

  /** All of a large library would stop everything else for too long; what is there if the process is killed meanwhile is in order. */
  async #addBehind(id: AlbumId, photos: Uint32Array): Promise<AlbumPhotos> {
    this.#byHand(id);
    const before = readAlbumPhotos(this.#store, id);
    await this.#append(id, photos);
    this.#onChange();
    return { before, now: readAlbumPhotos(this.#store, id) };
  }

  #append(id: AlbumId, photos: Uint32Array): Promise<void> {
    return this.#inSlices(photos, (slice) => appendPhotos(this.#store, id, slice));
  }

  async #inSlices(photos: Uint32Array, work: (slice: Uint32Array) => void): Promise<void> {
    for (let at = 0; at < photos.length; at += SLICE) {
      if (at > 0) await nextTurn();
      if (!this.#store.db.open) throw new CodedError('no-library', 'The library was closed. Open it again.');
      work(photos.subarray(at, at + SLICE));
    }
  }

  #rearrange(id: AlbumId, change: (now: Uint32Array) => Iterable<number>): AlbumPhotos {
    this.#byHand(id);
    const changed = writeAlbumPhotos(this.#store, id, change(readAlbumPhotos(this.#store, id)));
    this.#onChange();
    return changed;
  }

  #source(): RuleSource {
    return new RuleSource(this.#store, this.#find);
  }

  #byHand(id: AlbumId): void {
    const { name, rule } = readAlbum(this.#store, id);
    if (rule !== null) throw new CodedError('bad-request', `What "${name}" holds follows from its rule. Change the rule, or create another album.`);
  }

  async #whole(stored: StoredAlbum, source = this.#source()): Promise<Album> {
    const { photos, first, holds } = stored.rule === null ? await countHeld(this.#store, stored) : await countPresent(this.#store, await this.#byRule(stored, stored.rule, source), stored);
    return { ...stored, photos, cover: holds ? stored.cover : first };
  }

  async #present(stored: StoredAlbum): Promise<Uint32Array> {
    const { id, rule, sort } = stored;
    return readPresentInSlices(this.#store, rule === null ? await readOrderInSlices(this.#store, id) : await this.#byRule(stored, rule, this.#source()), sort);
  }

  /** Also those that are not in the library now. */
  async #byRule({ id }: StoredAlbum, rule: AlbumRule, source: RuleSource): Promise<Uint32Array> {
    const last = await readOrderInSlices(this.#store, id);
    const photos = await byRule(source, rule, last);
    if (photos !== last && !this.#store.readOnly && !isSame(photos, last)) {
      // so that it lives on where its group is dissolved
      if (last.length === 0) await this.#append(id, photos);
      else writeAlbumPhotos(this.#store, id, photos);
    }
    return photos;
  }
}

function isSame(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
