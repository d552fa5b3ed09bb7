// How groups and photos are shown: in which order, how large, with which titles. Kept in the settings, for each library; and what orders and titles
// need to know of each photo, read in bulk.

import type { LensId, LibraryBridge } from '../../src-shared/contract.ts';
import { LARGEST, SMALLEST, type GroupSort, type PhotoSort, type TitleScheme, USUAL_VIEW, type View } from '../../src-shared/finding/view.ts';
import { orderOf } from './order-of.ts';
import { PhotoFacts } from './photo-facts.ts';
import type { Photos } from './photos.ts';

export interface ShowingOptions {
  readonly bridge: Pick<LibraryBridge, 'request' | 'on'>;
  readonly lensId: () => LensId;
  readonly onFailure: (error: unknown) => void;
  /** As it was kept. */
  readonly view?: View | undefined;
  readonly onView?: (view: View) => Promise<unknown>;
}

export class Showing {
  #kept = $state.raw<View>(USUAL_VIEW);
  #facts = $state.raw<PhotoFacts | null>(null);
  #certainty = $state.raw<ReadonlyMap<number, number> | null>(null);
  readonly #options: ShowingOptions;
  readonly #stops: readonly (() => void)[];
  #reading: Promise<void> | null = null;
  #readAgain = false;
  #keeping: Promise<void> | null = null;
  #closed = false;

  constructor(options: ShowingOptions) {
    this.#options = options;
    if (options.view) this.#kept = options.view;
    this.#stops = [options.bridge.on('finding.changed', ({ photos }) => {
      if (photos && this.#facts) void this.read();
      if (this.#kept.groups === 'certainty') void this.readCertainty();
    }), options.bridge.on('albums.changed', () => { if (this.#facts) void this.read(); })];
  }

  get groups(): GroupSort { return this.#kept.groups; }
  get photos(): PhotoSort { return this.#kept.photos; }
  get titles(): TitleScheme { return this.#kept.titles; }
  get size(): number { return this.#kept.size; }
  get dense(): boolean { return this.#kept.dense; }
  /** `null` until read. */
  get facts(): PhotoFacts | null { return this.#facts; }

  change(changes: Partial<View>): void {
    this.#kept = { ...this.#kept, ...changes };
    void (this.#keeping ??= this.#keep().finally(() => (this.#keeping = null)));
    if (changes.groups === 'certainty') void this.readCertainty();
  }

  resize(size: number): void {
    this.change({ size: Math.min(LARGEST, Math.max(SMALLEST, size)) });
  }

  /** How likely a photo is alike its nearest one in its group, 0 to 1; NaN where unknown. */
  certaintyOf(id: number): number {
    return this.#certainty?.get(id) ?? NaN;
  }

  /** Photos that are given newest first, in the order wished for. */
  sorted(ids: Uint32Array, photos: Photos): Uint32Array {
    const facts = this.#facts;
    switch (this.#kept.photos) {
      case 'newest': return ids;
      case 'oldest': return photos.oldestFirst(ids);
      case 'name': return facts ? by(ids, (id) => facts.rankOf(id)) : ids;
      case 'pixels': return by(ids, (id) => -(photos.sizeOf(id).width * photos.sizeOf(id).height));
    }
  }

  /** Reads what titles need; asked again meanwhile, once more after that. */
  read(): Promise<void> {
    this.#readAgain = true;
    this.#reading ??= this.#readAll().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async readCertainty(): Promise<void> {
    try {
      const { ids, certainty } = await this.#options.bridge.request('photos.certainty', { lensId: this.#options.lensId() });
      this.#certainty = new Map(Array.from(ids, (id, at) => [id, certainty[at]!]));
    } catch (error) {
      if (!this.#closed) this.#options.onFailure(error);
    }
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
  }

  /** The newest view, once what is being written is: a slider changes it many times a second. */
  async #keep(): Promise<void> {
    for (let kept: View | null = null; kept !== this.#kept; ) {
      kept = this.#kept;
      await this.#options.onView?.(kept);
    }
  }

  async #readAll(): Promise<void> {
    try {
      while (this.#readAgain) {
        this.#readAgain = false;
        this.#facts = new PhotoFacts(await this.#options.bridge.request('photos.columns', null));
      }
      if (this.#kept.groups === 'certainty') await this.readCertainty();
    } catch (error) {
      if (!this.#closed) this.#options.onFailure(error);
    }
  }
}

function by(ids: Uint32Array, of: (id: number) => number): Uint32Array {
  const order = orderOf(Float64Array.from(ids, of));
  return Uint32Array.from(order, (at) => ids[at]!);
}
