// Details and nearest neighbours of the open photo. Replies that come too late are dropped.

import type { LensId, LibraryBridge, Neighbour, PhotoDetails, PhotoId } from '../../src-shared/contract.ts';

export class OpenPhoto {
  #details = $state.raw<PhotoDetails | null>(null);
  #detailsFailed = $state(false);
  #neighbours = $state.raw<readonly Neighbour[] | null>(null);
  readonly #bridge: Pick<LibraryBridge, 'request'>;
  readonly #lensId: LensId;
  readonly #waitMs: number;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(bridge: Pick<LibraryBridge, 'request'>, lensId: LensId, waitMs = 90) {
    this.#bridge = bridge;
    this.#lensId = lensId;
    this.#waitMs = waitMs;
  }

  /** `null` until read. */
  get details(): PhotoDetails | null {
    return this.#details;
  }

  get detailsFailed(): boolean {
    return this.#detailsFailed;
  }

  /** `null` until read; empty if there are none yet. */
  get neighbours(): readonly Neighbour[] | null {
    return this.#neighbours;
  }

  /** Loads a photo's details and neighbours, once the user has stopped browsing past it. */
  show(id: PhotoId): void {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    this.#timer = setTimeout(() => void this.#read(id, turn), this.#waitMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn++;
  }

  async #read(id: PhotoId, turn: number): Promise<void> {
    const details = this.#bridge.request('photo.details', { id }).then(
      (read) => turn === this.#turn && this.#take(read),
      () => turn === this.#turn && this.#take(null)
    );
    // without a space there are no neighbours: the strip says so
    const neighbours = this.#bridge.request('photo.neighbours', { lensId: this.#lensId, id, count: 24 }).catch(() => []);
    await details;
    const nearest = await neighbours;
    if (turn === this.#turn) this.#neighbours = nearest;
  }

  #take(details: PhotoDetails | null): void {
    this.#details = details;
    this.#detailsFailed = details === null;
  }
}
