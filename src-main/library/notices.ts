// Notices of an open library to its user: what was damaged and repaired automatically, and what could not be.
import type { LibraryNotice } from '../../src-shared/contract.ts';

export class Notices {
  #all: readonly LibraryNotice[] = [];
  /** Called after each change; earlier notices are in `all`. */
  onChange: () => void = () => {};

  get all(): readonly LibraryNotice[] {
    return this.#all;
  }

  /** Replaces an earlier one of its kind. */
  add(notice: LibraryNotice): void {
    this.#all = [...this.#all.filter(({ kind }) => kind !== notice.kind), notice];
    this.onChange();
  }

  remove(kind: LibraryNotice['kind']): void {
    if (!this.#all.some((notice) => notice.kind === kind)) return;
    this.#all = this.#all.filter((notice) => notice.kind !== kind);
    this.onChange();
  }
}
