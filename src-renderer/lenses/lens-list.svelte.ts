// The lenses of the open library as the menu shows them: reads, creates, renames, deletes and switches them. What a lens
// shows is up to the open library.

import type { Lens, LensId, LibraryBridge } from '../../src-shared/contract.ts';
import { t } from '../messages/messages.svelte.ts';

export class LensList {
  #all = $state.raw<readonly Lens[]>([]);
  readonly #bridge: LibraryBridge;
  readonly #stop: () => void;

  constructor(bridge: LibraryBridge) {
    this.#bridge = bridge;
    this.#stop = bridge.on('lenses.changed', (lenses) => (this.#all = lenses));
  }

  /** Oldest first; empty until read. */
  get all(): readonly Lens[] {
    return this.#all;
  }

  async read(): Promise<void> {
    this.#all = await this.#bridge.request('lenses.list', null);
  }

  /** Creates a lens and switches to it. */
  async create(name: string): Promise<void> {
    await this.choose((await this.#bridge.request('lenses.create', { name })).id);
  }

  /** Copies a lens and switches to the copy. */
  async duplicate(lensId: LensId, name: string): Promise<void> {
    await this.choose((await this.#bridge.request('lenses.duplicate', { lensId, name })).id);
  }

  async rename(lensId: LensId, name: string): Promise<void> {
    await this.#bridge.request('lenses.rename', { lensId, name });
  }

  async delete(lensId: LensId): Promise<void> {
    await this.#bridge.request('lenses.delete', { lensId });
  }

  /** Restores a deleted lens and switches to it. */
  async restore(lensId: LensId): Promise<void> {
    await this.choose((await this.#bridge.request('lenses.restore', { lensId })).id);
  }

  async choose(lensId: LensId): Promise<void> {
    await this.#bridge.request('lenses.choose', { lensId });
  }

  close(): void {
    this.#stop();
  }
}

/** A lens's name on the screen. */
export function nameOf(lens: Lens | undefined): string {
  return lens?.name ?? t('lens.unnamed');
}
