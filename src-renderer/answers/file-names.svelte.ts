// Where the photos of many answers are: file and folder, read some photos at a time, so that neither side is busy for long. Whoever shows
// them is told whenever twice as many are known, and at the end: what is made of all of them is made anew a few times, not for each slice.

import type { LibraryBridge, PhotoFile, PhotoId } from '../../src-shared/contract.ts';

/** Photos asked about at once. */
const SLICE = 500;

export class FileNames {
  /** Grows in place: a copy for each slice takes seconds for 100,000 photos. */
  readonly #files = new Map<PhotoId, PhotoFile | null>();
  /** How many are shown to be known. */
  #told = $state(0);
  readonly #bridge: Pick<LibraryBridge, 'request'>;
  #reading: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(bridge: Pick<LibraryBridge, 'request'>) {
    this.#bridge = bridge;
  }

  /** Changes whenever more is known. */
  get known(): number {
    return this.#told;
  }

  /** `undefined` until it is read; `null` for a photo that is not here now. */
  of(photo: PhotoId): PhotoFile | null | undefined {
    return this.#told === 0 ? undefined : this.#files.get(photo); // who asks depends on what was told
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
    try {
      for (let at = 0; at < unknown.length && !this.#closed; at += SLICE) {
        const ids = unknown.slice(at, at + SLICE);
        const files = await this.#bridge.request('photos.files', { ids });
        ids.forEach((id, place) => this.#files.set(id, files[place] ?? null));
        if (this.#files.size >= 2 * this.#told) this.#told = this.#files.size;
      }
    } finally {
      this.#told = this.#files.size; // also if reading the rest failed
    }
  }
}
