// Which photos are one, by way of others (union-find with path compression: Tarjan 1975).
import type { PhotoId } from '../../contract.ts';

export class Joined {
  readonly #parent = new Map<PhotoId, PhotoId>();

  /** The lowest id of those that `id` is joined with. */
  root(id: PhotoId): PhotoId {
    let top = id;
    for (let next = this.#parent.get(top); next !== undefined; next = this.#parent.get(top)) top = next;
    for (let at = id; at !== top; ) {
      const next = this.#parent.get(at)!;
      this.#parent.set(at, top);
      at = next;
    }
    return top;
  }

  joins(a: PhotoId, b: PhotoId): boolean {
    return this.root(a) === this.root(b);
  }

  join(a: PhotoId, b: PhotoId): void {
    const [first, second] = [this.root(a), this.root(b)];
    if (first !== second) this.#parent.set(first < second ? second : first, first < second ? first : second);
  }
}
