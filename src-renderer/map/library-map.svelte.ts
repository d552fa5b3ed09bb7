// The map of the current lens as this page knows it: read, made where it is not there or not of the photos as they are now, and kept up to
// date by events.

import type { LensId, LibraryBridge } from '../../src-shared/contract.ts';
import type { MapFacts, MapMethod, MapProgress, PhotoMap } from '../../src-shared/mapping/map.ts';

export interface LibraryMapOptions {
  readonly bridge: Pick<LibraryBridge, 'request' | 'on'>;
  readonly lensId: LensId;
  readonly method: MapMethod;
  readonly onFailure: (error: unknown) => void;
}

export class LibraryMap {
  #map = $state.raw<PhotoMap | null>(null);
  #facts = $state.raw<MapFacts | null>(null);
  #progress = $state.raw<MapProgress | null>(null);
  #method = $state<MapMethod>('umap');
  #read = $state(false);
  #lens = $state<LensId>() as LensId; // set first thing below
  readonly #options: LibraryMapOptions;
  readonly #stops: (() => void)[];
  #closed = false;
  #starting: Promise<void> = Promise.resolve();
  /** Not started again by itself once it was cancelled or failed. */
  #given = false;

  constructor(options: LibraryMapOptions) {
    this.#options = options;
    this.#lens = options.lensId;
    this.#method = options.method;
    const { bridge } = options;
    this.#stops = [
      bridge.on('map.progress', (progress) => {
        if (!this.#isOurs(progress)) return;
        this.#progress = progress;
        if (progress.phase === 'cancelled' || progress.phase === 'failed') this.#given = true;
      }),
      bridge.on('map.changed', (changed) => {
        if (this.#isOurs(changed)) void this.#take();
      }),
      bridge.on('space.changed', ({ lensId }) => {
        if (lensId === this.#lens) void this.#take();
      }),
      bridge.on('photos.changed', () => void this.#readFacts())
    ];
  }

  /** Whether the map is by the method that was chosen last. */
  get isWanted(): boolean { return this.#map?.method === this.#method; }
  /** The last one that was made, by whichever method is shown until that of `method` is there. */
  get map(): PhotoMap | null { return this.#map; }
  get facts(): MapFacts | null { return this.#facts; }
  get method(): MapMethod { return this.#method; }
  /** Whether the server was asked once. */
  get known(): boolean { return this.#read; }
  get running(): boolean { return this.#progress?.phase === 'running'; }
  get share(): number { return this.#progress?.share ?? 0; }
  /** Why there is no map: `null` where nothing went wrong. */
  get ended(): 'cancelled' | 'failed' | null {
    const phase = this.#progress?.phase;
    return phase === 'cancelled' || phase === 'failed' ? phase : null;
  }

  async open(): Promise<void> {
    await Promise.all([this.#readFacts(), this.#take()]);
  }

  /** Another method, or lens. */
  async use(method: MapMethod, lensId: LensId): Promise<void> {
    if (method === this.#method && lensId === this.#lens) return;
    this.#method = method;
    this.#lens = lensId;
    this.#progress = null;
    this.#given = false;
    await this.#take();
  }

  /** Makes it again, after it was cancelled or failed. */
  async start(): Promise<void> {
    this.#given = false;
    this.#progress = null;
    const asked = { lensId: this.#lens, method: this.#method };
    // one after the other: the last to arrive is the one that is made
    this.#starting = this.#starting.then(() => this.#attempt(async () => {
      if (this.#closed || !this.#isOurs(asked)) return;
      const progress = await this.#options.bridge.request('map.start', asked);
      if (this.#isOurs(asked) && this.#progress?.phase !== 'done') this.#progress = progress;
    }));
    await this.#starting;
  }

  async cancel(): Promise<void> {
    await this.#attempt(() => this.#options.bridge.request('map.cancel', null));
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
  }

  #isOurs({ lensId, method }: { readonly lensId: LensId; readonly method: MapMethod }): boolean {
    return lensId === this.#lens && method === this.#method;
  }

  async #take(): Promise<void> {
    await this.#attempt(async () => {
      const asked = { lensId: this.#lens, method: this.#method };
      const { map, current, progress } = await this.#options.bridge.request('map.read', asked);
      if (this.#closed || !this.#isOurs(asked)) return;
      if (map) this.#map = map;
      if (progress) this.#progress = progress;
      this.#read = true;
      if (!current && !progress && !this.#given) await this.start();
    });
  }

  async #readFacts(): Promise<void> {
    await this.#attempt(async () => {
      this.#facts = await this.#options.bridge.request('map.facts', null);
    });
  }

  async #attempt(what: () => Promise<unknown>): Promise<void> {
    try {
      await what();
    } catch (error) {
      if (!this.#closed) this.#options.onFailure(error);
    }
  }
}
