// The questions that were skipped under a lens: read once, then kept here and stored with the library.

import type { LensId, LibraryBridge, PhotoId } from '../../src-shared/contract.ts';
import { keyOf } from '../../src-shared/learning/questions/ask.ts';
import type { Asked } from './statement.ts';

export class Skipped {
  readonly #bridge: Pick<LibraryBridge, 'request'>;
  readonly #lensId: LensId;
  readonly #keys = new Set<string>();
  #known = false;
  /** Stored one after the other, so that the last word counts. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(bridge: Pick<LibraryBridge, 'request'>, lensId: LensId) {
    this.#bridge = bridge;
    this.#lensId = lensId;
  }

  /** As `keyOf` names them. */
  get keys(): readonly string[] {
    return [...this.#keys];
  }

  /** Reads those of earlier sessions; again only if that failed. */
  async read(): Promise<void> {
    if (this.#known) return;
    for (const key of await this.#bridge.request('questions.skipped', { lensId: this.#lensId })) this.#keys.add(key);
    this.#known = true;
  }

  /** Holds at once; resolves when it is stored. */
  async add(asked: Asked): Promise<void> {
    const photos = photosOf(asked);
    this.#keys.add(keyOf(photos));
    await this.#store(photos, true);
  }

  /** The same. A question that was not skipped is left alone. */
  async remove(asked: Asked): Promise<void> {
    const photos = photosOf(asked);
    if (this.#keys.delete(keyOf(photos))) await this.#store(photos, false);
  }

  async #store(photos: readonly PhotoId[], skipped: boolean): Promise<void> {
    const stored = this.#turn.then(() => this.#bridge.request('questions.skip', { lensId: this.#lensId, photos: [...photos], skipped }));
    this.#turn = stored.catch(() => {}); // who asked is told
    await stored;
  }
}

/** What a question is skipped by: those on a sheet change with every fit, so by those that stand for its groups. */
function photosOf(asked: Asked): readonly PhotoId[] {
  return asked.kind === 'sheet' ? asked.standing : asked.photos;
}
