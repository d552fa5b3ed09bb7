// Where the photos of many answers are: file and folder, read some photos at a time, so that neither side is busy for long.

import type { LibraryBridge, PhotoFile, PhotoId } from '../../src-shared/contract.ts';

/** Photos asked about at once. */
const SLICE = 500;

export class FileNames {
  #files = $state.raw<ReadonlyMap<PhotoId, PhotoFile | null>>(new Map());
  readonly #bridge: Pick<LibraryBridge, 'request'>;
  #reading: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(bridge: Pick<LibraryBridge, 'request'>) {
    this.#bridge = bridge;
  }

  /** Changes whenever more is known. */
  get known(): number {
    return this.#files.size;
  }

  /** `undefined` until it is read; `null` for a photo that is not here now. */
  of(photo: PhotoId): PhotoFile | null | undefined {
    return this.#files.get(photo);
  }

  /** Reads what is not known yet of these photos. */
  read(photos: Iterable<PhotoId>): Promise<void> {
    const wanted = new Set(photos);
    return (this.#reading = this.#reading.catch(() => {}).then(() => this.#readSlices([...wanted]))); // who asked is told
  }

  close(): void {
    this.#closed = true;
  }

  async #readSlices(wanted: readonly PhotoId[]): Promise<void> {
    const unknown = wanted.filter((photo) => !this.#files.has(photo));
    for (let at = 0; at < unknown.length && !this.#closed; at += SLICE) {
      const ids = unknown.slice(at, at + SLICE);
      const files = await this.#bridge.request('photos.files', { ids });
      this.#files = new Map([...this.#files, ...ids.map((id, place) => [id, files[place] ?? null] as const)]);
    }
  }
}
