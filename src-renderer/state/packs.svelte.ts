// Encoders from outside, which all libraries share: those there are, and one being added, whose files the page sends.

import type { Bridge, PackState } from '../../src-shared/contract.ts';
import { MOST_PART_BYTES } from '../../src-shared/contract/packs.ts';

/** A pack on its way: how much of it was sent, 0 … 1, before it is tried. */
export interface Adding {
  readonly name: string;
  readonly share: number;
}

type PacksBridge = Pick<Bridge, 'request' | 'on'>;

export class Packs {
  readonly #bridge: PacksBridge;
  #all = $state.raw<readonly PackState[] | null>(null);
  #adding = $state.raw<Adding | null>(null);
  #stop: (() => Promise<unknown>) | null = null;
  #listening = false;

  constructor(bridge: PacksBridge) {
    this.#bridge = bridge;
  }

  /** By name; `null` until read. */
  get all(): readonly PackState[] | null {
    return this.#all;
  }

  get adding(): Adding | null {
    return this.#adding;
  }

  async read(): Promise<void> {
    if (!this.#listening) this.#bridge.on('packs.changed', (all) => (this.#all = all));
    this.#listening = true;
    this.#all = await this.#bridge.request('packs.list', null);
  }

  /**
   * Sends the files of a pack and has it added. Rejects with the failure of that; `null` if it was stopped, or another is on its way.
   * @param name as the user knows it
   */
  async add(name: string, files: readonly File[]): Promise<PackState | null> {
    if (this.#adding) return null;
    const upload = crypto.randomUUID();
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    const stopping = new AbortController();
    const cancel = (): Promise<unknown> => this.#bridge.request('packs.cancel', { upload });
    this.#stop = () => (stopping.abort(), cancel());
    this.#adding = { name, share: 0 };
    try {
      let sent = 0;
      for (const file of files) {
        // an empty file is sent, too
        for (let at = 0; at === 0 || at < file.size; at += MOST_PART_BYTES) {
          const part = new Uint8Array(await file.slice(at, at + MOST_PART_BYTES).arrayBuffer());
          if (stopping.signal.aborted) return null;
          await this.#bridge.request('packs.receive', { upload, file: file.name, bytes: part });
          sent += part.length;
          this.#adding = { name, share: bytes === 0 ? 1 : sent / bytes };
        }
      }
      return await this.#bridge.request('packs.add', { upload });
    } catch (error) {
      if (stopping.signal.aborted) return null;
      await cancel().catch(() => undefined); // the first failure is the one to tell
      throw error;
    } finally {
      if (stopping.signal.aborted) await cancel().catch(() => undefined); // a part may have arrived after it was stopped
      this.#stop = null;
      this.#adding = null;
    }
  }

  /** Stops adding. */
  async stop(): Promise<void> {
    await this.#stop?.();
  }

  async remove(id: string): Promise<void> {
    await this.#bridge.request('packs.remove', { id });
  }
}
