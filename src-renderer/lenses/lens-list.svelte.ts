// The lenses of the open library as the menu shows them: reads, makes, names, removes and changes them. What is seen through
// a lens is the open library's.

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

  /** Makes a lens and looks through it. */
  async create(name: string): Promise<void> {
    await this.choose((await this.#bridge.request('lenses.create', { name })).id);
  }

  /** A copy of a lens, which is looked through then. */
  async duplicate(lensId: LensId, name: string): Promise<void> {
    await this.choose((await this.#bridge.request('lenses.duplicate', { lensId, name })).id);
  }

  async rename(lensId: LensId, name: string): Promise<void> {
    await this.#bridge.request('lenses.rename', { lensId, name });
  }

  async delete(lensId: LensId): Promise<void> {
    await this.#bridge.request('lenses.delete', { lensId });
  }

  /** Brings a deleted lens back and looks through it again. */
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

/** What a lens is called on the screen. */
export function nameOf(lens: Lens | undefined): string {
  return lens?.name ?? t('lens.unnamed');
}
