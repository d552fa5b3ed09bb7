// Albums without a library behind them, for the fake bridge: kept in order, changed as the real ones are.

import type { Album, AlbumChange, AlbumId, AlbumPhotos, AlbumRule } from '../../src-shared/albums/album.ts';
import type { PhotoId } from '../../src-shared/contract.ts';

export class MadeAlbums {
  all: Album[] = [];
  readonly photos = new Map<AlbumId, Uint32Array>();
  readonly #deleted = new Map<AlbumId, Album>();
  readonly #tell: () => void;
  #next = 1;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  create(name: string, rule: AlbumRule | null, photos: Uint32Array): Album {
    const id = this.#next++ as AlbumId; // counting up
    this.all = [...this.all, { id, name, rule, cover: null, photos: 0, sort: 'oldest', madeAt: 0 }];
    this.fill(id, photos);
    return this.of(id);
  }

  of(id: AlbumId): Album {
    const album = this.all.find((each) => each.id === id);
    if (!album) throw new Error(`expected album ${id}, got none`);
    return album;
  }

  change(id: AlbumId, change: AlbumChange): Album {
    this.all = this.all.map((album) => (album.id === id ? { ...album, ...change } : album));
    this.#tell();
    return this.of(id);
  }

  arrange(ids: readonly AlbumId[]): void {
    this.all = [...ids.map((id) => this.of(id)), ...this.all.filter(({ id }) => !ids.includes(id))];
    this.#tell();
  }

  delete(id: AlbumId): void {
    this.#deleted.set(id, this.of(id));
    this.all = this.all.filter((album) => album.id !== id);
    this.#tell();
  }

  restore(id: AlbumId): void {
    this.all = [...this.all, this.#deleted.get(id)!];
    this.#tell();
  }

  fill(id: AlbumId, photos: Uint32Array): AlbumPhotos {
    const before = this.photos.get(id) ?? new Uint32Array();
    const now = Uint32Array.from(new Set(photos));
    this.photos.set(id, now);
    this.change(id, {});
    this.all = this.all.map((album) => (album.id === id ? { ...album, photos: now.length, cover: (now[0] ?? null) as PhotoId | null } : album)); // ids of photos
    return { before, now };
  }

  add(id: AlbumId, photos: Uint32Array): AlbumPhotos {
    return this.fill(id, Uint32Array.from([...(this.photos.get(id) ?? []), ...photos]));
  }

  remove(id: AlbumId, photos: Uint32Array): AlbumPhotos {
    return this.fill(id, (this.photos.get(id) ?? new Uint32Array()).filter((photo) => !photos.includes(photo)));
  }

  holding(photo: PhotoId): AlbumId[] {
    return this.all.filter(({ id }) => this.photos.get(id)?.includes(photo)).map(({ id }) => id);
  }
}
