// The albums of the open library as the screens see and change them. Every change is shown at once, and is a step that can be taken back.

import type { Album, AlbumChange, AlbumId, AlbumPhotos, AlbumRule } from '../../src-shared/albums/album.ts';
import type { LibraryBridge, PhotoId } from '../../src-shared/contract.ts';
import { AlbumList, type AlbumListOptions } from './album-list.svelte.ts';
import type { Step, Steps } from './steps.svelte.ts';
import type { Used } from './used.ts';

export interface AlbumsOptions extends AlbumListOptions {
  readonly steps: Steps;
  /** Where those last used are kept. */
  readonly used?: Pick<Used, 'albums' | 'keep'>;
}

/** What a change of an album came to. */
export interface AlbumStep extends Step {
  readonly album: Album;
  /** Photos that were added, or removed. */
  readonly changed: number;
}

export class Albums {
  readonly list: AlbumList;
  /** Those that photos were added to, the last one first; some may be gone. */
  #used = $state.raw<readonly AlbumId[]>([]);
  readonly #bridge: LibraryBridge;
  readonly #steps: Steps;
  readonly #kept: AlbumsOptions['used'];

  constructor({ steps, used, ...options }: AlbumsOptions) {
    this.#kept = used;
    this.#used = used?.albums ?? [];
    this.#bridge = options.bridge;
    this.#steps = steps;
    this.list = new AlbumList(options);
  }

  /** In their order; `null` until read. */
  get all(): readonly Album[] | null { return this.list.all; }

  of(id: AlbumId): Album | undefined { return this.list.of(id); }

  /** Those that photos can be added to: the last used first, then the newest. */
  get recent(): readonly Album[] {
    const rank = ({ id }: Album): number => (this.#used.includes(id) ? this.#used.indexOf(id) : this.#used.length);
    return (this.all ?? []).filter(({ rule }) => rule === null).toSorted((a, b) => rank(a) - rank(b) || b.madeAt - a.madeAt || b.id - a.id);
  }

  /** The one that photos were added to last; `null` if none was, or it is gone. */
  get lastUsed(): Album | null {
    return this.#used.map((id) => this.of(id)).find((album) => album !== undefined) ?? null;
  }

  create(name: string, { rule = null, photos = [] }: { readonly rule?: AlbumRule | null; readonly photos?: readonly number[] } = {}): Promise<AlbumStep | null> {
    return this.#do(async () => {
      const album = await this.list.write(this.#bridge.request('albums.create', { name, rule, photos: Uint32Array.from(photos) }));
      this.list.draw((all) => [...all, album]);
      if (rule === null) this.#use(album.id);
      return { album, changed: photos.length, undo: () => this.#delete(album.id), redo: () => this.#restore(album.id) };
    });
  }

  /** `null` where the album is like that already. */
  change(id: AlbumId, change: AlbumChange): Promise<AlbumStep | null> {
    return this.#do(async () => {
      const before = this.of(id);
      if (!before || isLike(before, change)) return null;
      await this.#change(id, change);
      return { album: this.of(id) ?? before, changed: 0, undo: () => this.#change(id, wayBack(before, change)), redo: () => this.#change(id, change) };
    });
  }

  delete(id: AlbumId): Promise<AlbumStep | null> {
    return this.#do(async () => {
      const album = this.of(id);
      if (!album) return null;
      await this.#delete(id);
      return { album, changed: 0, undo: () => this.#restore(id), redo: () => this.#delete(id) };
    });
  }

  /** Puts an album before another one, or behind all (`null`). */
  move(id: AlbumId, before: AlbumId | null): Promise<AlbumStep | null> {
    return this.#do(async () => {
      const album = this.of(id);
      const earlier = (this.all ?? []).map((each) => each.id);
      const others = earlier.filter((each) => each !== id);
      const at = before === null ? others.length : others.indexOf(before);
      const now = [...others.slice(0, at), id, ...others.slice(at)];
      if (!album || at < 0 || isSame(now, earlier)) return null;
      await this.#arrange(now);
      return { album, changed: 0, undo: () => this.#arrange(earlier), redo: () => this.#arrange(now) };
    });
  }

  /** Adds photos behind the others; `null` where the album holds them all. */
  add(id: AlbumId, photos: readonly number[]): Promise<AlbumStep | null> {
    this.#use(id);
    return this.#refill(id, () => this.#bridge.request('albums.add', { id, photos: Uint32Array.from(photos), before: null }));
  }

  remove(id: AlbumId, photos: readonly number[]): Promise<AlbumStep | null> {
    return this.#refill(id, () => this.#bridge.request('albums.remove', { id, photos: Uint32Array.from(photos) }));
  }

  /** Puts photos of the album that is shown before another one of it, or behind all (`null`), in its own order. */
  place(id: AlbumId, photos: readonly PhotoId[], before: PhotoId | null): Promise<AlbumStep | null> {
    const put = (which: readonly number[], to: PhotoId | null) => this.#bridge.request('albums.add', { id, photos: Uint32Array.from(which), before: to });
    return this.#refill(id, async () => {
      const moving = new Set<number>(photos);
      const last = this.list.photosOf(id)?.findLast((photo) => !moving.has(photo));
      const [first] = photos;
      if (before !== null || last === undefined || first === undefined) return put(photos, before);
      // behind all: before the last one, then that one before them. `add` leaves held photos where they are, and a photo that is not there now must keep its place
      const moved = await put(photos, last as PhotoId); // ids of photos
      return { before: moved.before, now: (await put([last], first)).now };
    });
  }

  #do(act: () => Promise<Omit<AlbumStep, 'undone' | 'redone'> | null>): Promise<AlbumStep | null> {
    return this.#steps.do(async () => {
      const done = await act();
      return done && { ...done, undone: 'albums.undone', redone: 'albums.redone' };
    });
  }

  #refill(id: AlbumId, act: () => Promise<AlbumPhotos>): Promise<AlbumStep | null> {
    return this.#do(async () => {
      const album = this.of(id);
      const { before, now } = await this.#refilled(act());
      if (!album || isSame(before, now)) return null;
      const fill = (photos: Uint32Array) => this.#refilled(this.#bridge.request('albums.fill', { id, photos }));
      return { album, changed: Math.abs(now.length - before.length), undo: () => fill(before), redo: () => fill(now) };
    });
  }

  async #refilled(sent: Promise<AlbumPhotos>): Promise<AlbumPhotos> {
    const changed = await this.list.write(sent);
    await this.list.readShown();
    return changed;
  }

  async #change(id: AlbumId, change: AlbumChange): Promise<void> {
    const album = await this.list.write(this.#bridge.request('albums.change', { id, change }));
    this.list.draw((all) => all.map((each) => (each.id === id ? album : each)));
    await this.list.readShown(); // by another rule or in another order
  }

  async #delete(id: AlbumId): Promise<void> {
    await this.list.write(this.#bridge.request('albums.delete', { id }));
    this.list.draw((all) => all.filter((each) => each.id !== id));
  }

  async #restore(id: AlbumId): Promise<void> {
    await this.list.write(this.#bridge.request('albums.restore', { id }));
    await this.list.read();
  }

  async #arrange(ids: readonly AlbumId[]): Promise<void> {
    await this.list.write(this.#bridge.request('albums.arrange', { ids }));
    const placeOf = ({ id }: Album): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    this.list.draw((all) => all.toSorted((a, b) => placeOf(a) - placeOf(b)));
  }

  #use(id: AlbumId): void {
    this.#used = [id, ...this.#used.filter((each) => each !== id)];
    this.#kept?.keep({ albums: this.#used });
  }
}

/** Whether an album is as a change would make it. */
function isLike(album: Album, change: AlbumChange): boolean {
  return JSON.stringify({ ...album, ...change }) === JSON.stringify(album);
}

/** The parts of an album that a change changes. */
function wayBack({ name, cover, sort, rule }: Album, change: AlbumChange): AlbumChange {
  return { ...(change.name !== undefined && { name }), ...(change.cover !== undefined && { cover }), ...(change.sort !== undefined && { sort }), ...(change.rule !== undefined && rule && { rule }) };
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((one, at) => one === b[at]);
}
