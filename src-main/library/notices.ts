// What an open library has to tell its user beside its photos: what was damaged and mended by itself, and what could not be.
import type { LibraryNotice } from '../../src-shared/contract.ts';

export class Notices {
  #all: readonly LibraryNotice[] = [];
  /** Called after each change; what was noticed before is in `all`. */
  onChange: () => void = () => {};

  get all(): readonly LibraryNotice[] {
    return this.#all;
  }

  /** In the place of an earlier one of its kind. */
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
