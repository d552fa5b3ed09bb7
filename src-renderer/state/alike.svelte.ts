// The photos most like one, nearest first: what fills the screen that "More like this" opens. Replies that come too late are dropped.

import type { LensId, LibraryBridge, PhotoId } from '../../src-shared/contract.ts';

/** How many are asked for: some screens full, nearest first, and cheap at any size of library. */
const MOST = 240;

export class Alike {
  #to = $state.raw<PhotoId | null>(null);
  #ids = $state.raw<Uint32Array>(new Uint32Array());
  #reading = $state(false);
  readonly #bridge: Pick<LibraryBridge, 'request'>;
  readonly #lensId: () => LensId;

  constructor(bridge: Pick<LibraryBridge, 'request'>, lensId: () => LensId) {
    this.#bridge = bridge;
    this.#lensId = lensId;
  }

  /** The photo itself, then those like it. */
  get ids(): Uint32Array { return this.#ids; }
  get reading(): boolean { return this.#reading; }

  /** Finds what is like a photo; rejects where there is no space yet. */
  async read(photo: PhotoId): Promise<void> {
    if (this.#to !== photo) this.#ids = new Uint32Array();
    this.#to = photo;
    this.#reading = true;
    try {
      const found = await this.#bridge.request('photo.neighbours', { lensId: this.#lensId(), id: photo, count: MOST });
      if (this.#to === photo) this.#ids = Uint32Array.from([photo, ...found.map(({ id }) => id)]);
    } finally {
      if (this.#to === photo) this.#reading = false;
    }
  }
}
