// The albums of the open library and the photos of the one that is shown, as the main side has them: read again where it says that something changed.
// Changes nothing.

import type { Album, AlbumId, AlbumRule } from '../../src-shared/albums/album.ts';
import type { LibraryBridge } from '../../src-shared/contract.ts';

export interface AlbumListOptions {
  readonly bridge: LibraryBridge;
  readonly onFailure: (error: unknown) => void;
  /** The list was read. */
  readonly onRead?: () => void;
  /** How long events are gathered before the list is read again, in milliseconds. */
  readonly pauseMs?: number;
}

export class AlbumList {
  #all = $state.raw<readonly Album[] | null>(null);
  #shown = $state.raw<{ readonly id: AlbumId; readonly photos: Uint32Array | null } | null>(null);
  readonly #options: AlbumListOptions;
  readonly #stops: (() => void)[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reading: Promise<void> | null = null;
  #readAgain = false;
  /** Rises with every change that is sent or answered: what was read in between may be older. */
  #writes = 0;
  #closed = false;

  constructor(options: AlbumListOptions) {
    this.#options = options;
    const { bridge } = options;
    this.#stops = [
      bridge.on('albums.changed', () => this.#gather()),
      bridge.on('photos.changed', () => this.#gather()),
      bridge.on('marks.changed', () => this.#gatherFor('marks')),
      bridge.on('groups.changed', () => this.#gatherFor('group'))
    ];
  }

  /** In their order; `null` until read. */
  get all(): readonly Album[] | null { return this.#all; }

  of(id: AlbumId): Album | undefined {
    return this.#all?.find((album) => album.id === id);
  }

  /** The photos of an album in the order it shows them; `null` until read. */
  photosOf(id: AlbumId): Uint32Array | null {
    return this.#shown?.id === id ? this.#shown.photos : null;
  }

  /** Reads the photos of an album, and keeps them up to date until another one is shown. */
  async show(id: AlbumId): Promise<void> {
    if (this.#shown?.id !== id) this.#shown = { id, photos: null };
    await this.readShown();
  }

  /** Reads the list; asked again meanwhile, once more after that. */
  read(): Promise<void> {
    this.#readAgain = true;
    this.#reading ??= this.#readAll().finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** Reads the photos of the album that is shown, if one is; not of one that is gone, and once it is known which there are. */
  async readShown(): Promise<void> {
    const id = this.#shown?.id;
    if (id === undefined || !this.of(id)) return;
    const before = this.#writes;
    const photos = await this.#options.bridge.request('albums.photos', { id });
    if (this.#shown?.id === id && this.#writes === before) this.#shown = { id, photos }; // else whatever was changed reads them
  }

  /** Counts a request as a change that is on its way. */
  async write<T>(sent: Promise<T>): Promise<T> {
    this.#writes++;
    try {
      return await sent;
    } finally {
      this.#writes++;
    }
  }

  /** Draws a change before the list is read again. */
  draw(change: (all: readonly Album[]) => readonly Album[]): void {
    if (this.#all) this.#all = change(this.#all);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
  }

  #gather(): void {
    if (this.#all === null || this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.read().catch(this.#options.onFailure);
    }, this.#options.pauseMs ?? 250);
  }

  #gatherFor(kind: AlbumRule['kind']): void {
    if (this.#all?.some(({ rule }) => rule?.kind === kind)) this.#gather();
  }

  async #readAll(): Promise<void> {
    while (this.#readAgain && !this.#closed) {
      this.#readAgain = false;
      const before = this.#writes;
      const all = await this.#options.bridge.request('albums.list', null);
      if (this.#writes !== before) this.#readAgain = true;
      else {
        this.#all = all;
        this.#options.onRead?.();
        await this.readShown();
      }
    }
  }
}
