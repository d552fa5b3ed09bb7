// The photos most like one or several images, nearest first: what fills the screen that "More like this", a dropped image or a part of a photo
// opens. Replies that come too late are dropped.

import type { ImageSource, LensId, LibraryBridge, SeenImage, WordsLook } from '../../src-shared/contract.ts';
import type { Filter } from '../../src-shared/finding/filter.ts';
import { failureOf } from './failure.ts';
import { type LikeItem, whatOf } from './like-item.ts';

/** How many are asked for: some screens full, nearest first, and cheap at any size of library. */
const MOST = 240;

export class Alike {
  #items = $state.raw<readonly LikeItem[]>([]);
  #ids = $state.raw<Uint32Array>(new Uint32Array());
  #reading = $state(false);
  #outdated = $state(false);
  #looking = $state(0);
  #asked = 0;
  #space = $state(0);
  readonly #bridge: Pick<LibraryBridge, 'request'>;
  readonly #lensId: () => LensId;

  constructor(bridge: Pick<LibraryBridge, 'request'>, lensId: () => LensId) {
    this.#bridge = bridge;
    this.#lensId = lensId;
  }

  /** Photos like them, and they themselves where they are photos. */
  get ids(): Uint32Array { return this.#ids; }
  get reading(): boolean { return this.#reading; }
  /** The images were looked at by an encoder that is no longer in use. */
  get outdated(): boolean { return this.#outdated; }
  /** Images that are being looked at. */
  get looking(): number { return this.#looking; }

  /** Another number whenever the lens has learned, and ranks otherwise. */
  get space(): number { return this.#space; }
  outdate(): void { this.#space++; }

  /** Finds what is like any of these, of the photos that the filter leaves; one photo leads its list. Rejects where there is no space yet. */
  async read(items: readonly LikeItem[], filter: Filter | null): Promise<void> {
    const asked = ++this.#asked;
    if (items !== this.#items) this.#ids = new Uint32Array();
    this.#items = items;
    this.#outdated = false;
    this.#reading = items.length > 0;
    if (items.length === 0) return;
    try {
      const { ids } = await this.#bridge.request('photos.like', { lensId: this.#lensId(), like: items.map(whatOf), filter, count: MOST });
      if (asked === this.#asked) this.#ids = led(ids, items);
    } catch (error) {
      if (asked !== this.#asked) return;
      if (failureOf(error).code !== 'bad-request') throw error;
      this.#outdated = true;
      this.#ids = new Uint32Array();
    } finally {
      if (asked === this.#asked) this.#reading = false;
    }
  }

  /** What words mean to the encoder in use. */
  async understand(words: string): Promise<WordsLook> {
    this.#looking++;
    try {
      return await this.#bridge.request('alike.words', { words });
    } finally {
      this.#looking--;
    }
  }

  /** What an image looks like, or why it cannot be read. */
  async see(source: ImageSource): Promise<SeenImage> {
    this.#looking++;
    try {
      return await this.#bridge.request('alike.see', source);
    } finally {
      this.#looking--;
    }
  }
}

/** One photo stands first even where others are as near. */
function led(ids: Uint32Array, items: readonly LikeItem[]): Uint32Array {
  const [only] = items;
  if (items.length !== 1 || only?.kind !== 'photo' || !ids.includes(only.photo)) return ids;
  return Uint32Array.from([only.photo, ...ids.filter((id) => id !== only.photo)]);
}
