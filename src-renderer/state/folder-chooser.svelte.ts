// Asks the user for a folder, wherever one is wanted: by the system's own dialog, or by one that the page draws.

import type { Bridge } from '../../src-shared/contract.ts';

/** What the folder is wanted for. */
export type Wanted = 'locate' | 'add' | 'export' | 'import' | 'move';

export class FolderChooser {
  /** What a drawn dialog is up for. */
  #wanted = $state<Wanted | null>(null);
  #answer: ((folder: string | null) => void) | null = null;
  readonly #bridge: Pick<Bridge, 'request'>;
  readonly #hasDialog: () => boolean;

  constructor(bridge: Pick<Bridge, 'request'>, hasDialog: () => boolean) {
    this.#bridge = bridge;
    this.#hasDialog = hasDialog;
  }

  get wanted(): Wanted | null { return this.#wanted; }

  /** The chosen folder; `null` where the user thought better of it. Rejects where the system's dialog cannot be shown. */
  async ask(wanted: Wanted): Promise<string | null> {
    if (this.#hasDialog()) return this.#bridge.request('folders.choose', null);
    this.take(null);
    this.#wanted = wanted;
    return new Promise((answer) => (this.#answer = answer));
  }

  /** Answers the drawn dialog. */
  take(folder: string | null): void {
    this.#wanted = null;
    this.#answer?.(folder);
    this.#answer = null;
  }
}
