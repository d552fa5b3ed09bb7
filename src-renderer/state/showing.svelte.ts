// How groups and photos are shown: in which order, how large, with which titles. Kept by the browser for every library; and what orders and titles
// need to know of each photo, read in bulk.

import type { LensId, LibraryBridge } from '../../src-shared/contract.ts';
import { orderOf } from './order-of.ts';
import { PhotoFacts } from './photo-facts.ts';
import type { Photos } from './photos.ts';

export const GROUP_SORTS = ['kept', 'size', 'newest', 'oldest', 'certainty', 'name'] as const;
export const PHOTO_SORTS = ['newest', 'oldest', 'name', 'pixels'] as const;
/** What groups without a name of the user's are called by. */
export const TITLE_SCHEMES = ['all', 'folder', 'date', 'place'] as const;
export type GroupSort = (typeof GROUP_SORTS)[number];
export type PhotoSort = (typeof PHOTO_SORTS)[number];
export type TitleScheme = (typeof TITLE_SCHEMES)[number];

interface Kept {
  readonly groups: GroupSort;
  readonly photos: PhotoSort;
  readonly titles: TitleScheme;
  /** How large pictures are, as a factor. */
  readonly size: number;
  /** Little space between them. */
  readonly dense: boolean;
}

const usual: Kept = { groups: 'kept', photos: 'newest', titles: 'all', size: 1, dense: false };
const key = 'kindred-view';
export const [SMALLEST, LARGEST] = [0.5, 2];

export interface ShowingOptions {
  readonly bridge: Pick<LibraryBridge, 'request' | 'on'>;
  readonly lensId: () => LensId;
  readonly onFailure: (error: unknown) => void;
  readonly kept?: Pick<Storage, 'getItem' | 'setItem'> | undefined;
}

export class Showing {
  #kept = $state.raw<Kept>(usual);
  #facts = $state.raw<PhotoFacts | null>(null);
  #certainty = $state.raw<ReadonlyMap<number, number> | null>(null);
  readonly #options: ShowingOptions;
  readonly #stop: () => void;
  #reading: Promise<void> | null = null;
  #closed = false;

  constructor(options: ShowingOptions) {
    this.#options = { kept: globalThis.localStorage, ...options };
    this.#kept = read(this.#options.kept?.getItem(key) ?? null);
    this.#stop = options.bridge.on('finding.changed', ({ photos }) => {
      if (photos && this.#facts) void this.read();
      if (this.#kept.groups === 'certainty') void this.readCertainty();
    });
  }

  get groups(): GroupSort { return this.#kept.groups; }
  get photos(): PhotoSort { return this.#kept.photos; }
  get titles(): TitleScheme { return this.#kept.titles; }
  get size(): number { return this.#kept.size; }
  get dense(): boolean { return this.#kept.dense; }
  /** `null` until read. */
  get facts(): PhotoFacts | null { return this.#facts; }

  change(changes: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...changes };
    this.#options.kept?.setItem(key, JSON.stringify(this.#kept));
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

  /** Reads what titles need; asked again meanwhile, it is the same reading. */
  read(): Promise<void> {
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
    this.#stop();
  }

  async #readAll(): Promise<void> {
    try {
      this.#facts = new PhotoFacts(await this.#options.bridge.request('photos.columns', null));
      if (this.#kept.groups === 'certainty') await this.readCertainty();
    } catch (error) {
      if (!this.#closed) this.#options.onFailure(error);
    }
  }
}

/** What was kept, as far as it is still known. */
function read(text: string | null): Kept {
  let kept: Partial<Record<keyof Kept, unknown>> = {};
  try {
    kept = (JSON.parse(text ?? '{}') ?? {}) as typeof kept; // each part is checked below
  } catch {
    return usual; // written by something else: it is written anew with the next change
  }
  const one = <T extends string>(of: readonly T[], value: unknown, otherwise: T): T => of.find((each) => each === value) ?? otherwise;
  const size = Number(kept.size ?? 1);
  return {
    groups: one(GROUP_SORTS, kept.groups, usual.groups), photos: one(PHOTO_SORTS, kept.photos, usual.photos), titles: one(TITLE_SCHEMES, kept.titles, usual.titles),
    size: size >= SMALLEST && size <= LARGEST ? size : 1, dense: kept.dense === true
  };
}

function by(ids: Uint32Array, of: (id: number) => number): Uint32Array {
  const order = orderOf(Float64Array.from(ids, of));
  return Uint32Array.from(order, (at) => ids[at]!);
}
