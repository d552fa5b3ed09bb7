// What was last used in a library, as this browser or window keeps it: where exports went, and the albums that photos were added to. Only a
// convenience: whoever asks ignores what is gone by then.

import type { AlbumId } from '../../src-shared/albums/album.ts';
import type { LibraryId } from '../../src-shared/contract.ts';

interface Kept {
  readonly exportFolder?: string;
  /** The last one first. */
  readonly albums?: readonly AlbumId[];
}

/** Albums that are kept. */
const MOST_ALBUMS = 8;

export class Used {
  readonly #key: string;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;

  constructor(library: LibraryId, storage: Pick<Storage, 'getItem' | 'setItem'> | undefined = globalThis.localStorage) {
    this.#key = `kindred-used-${library}`;
    this.#storage = storage;
  }

  get exportFolder(): string | null {
    return this.#read().exportFolder ?? null;
  }

  get albums(): readonly AlbumId[] {
    return this.#read().albums ?? [];
  }

  keep(changed: Kept): void {
    const { albums, ...rest } = { ...this.#read(), ...changed };
    this.#storage?.setItem(this.#key, JSON.stringify({ ...rest, ...(albums && { albums: albums.slice(0, MOST_ALBUMS) }) }));
  }

  /** What is not as it was written counts as nothing. */
  #read(): Kept {
    const text = this.#storage?.getItem(this.#key) ?? '';
    if (!text.startsWith('{')) return {};
    try {
      const { exportFolder, albums } = JSON.parse(text) as Record<string, unknown>;
      return { ...(typeof exportFolder === 'string' && { exportFolder }), ...(Array.isArray(albums) && { albums: albums.filter((id) => Number.isInteger(id)) as AlbumId[] }) };
    } catch (error) {
      if (error instanceof SyntaxError) return {};
      throw error;
    }
  }
}
