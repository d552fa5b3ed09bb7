// Which photos are selected, in the order they were, and which one has the focus. The list they stand in is given with each step.

import type { PhotoId } from '../../src-shared/contract.ts';

export class Selection {
  /** In the order of selecting. */
  #photos = $state.raw<ReadonlySet<PhotoId>>(new Set());
  #focus = $state<PhotoId | null>(null);
  /** Where a range starts. */
  #anchor: PhotoId | null = null;

  get count(): number {
    return this.#photos.size;
  }

  get photos(): readonly PhotoId[] {
    return [...this.#photos];
  }

  get focus(): PhotoId | null {
    return this.#focus;
  }

  has(photo: PhotoId): boolean {
    return this.#photos.has(photo);
  }

  /** Moves the focus alone. */
  moveTo(photo: PhotoId): void {
    this.#focus = photo;
  }

  only(photo: PhotoId): void {
    this.#photos = new Set([photo]);
    this.#anchor = this.#focus = photo;
  }

  toggle(photo: PhotoId): void {
    const photos = new Set(this.#photos);
    if (!photos.delete(photo)) photos.add(photo);
    this.#photos = photos;
    this.#anchor = this.#focus = photo;
  }

  /** From where the last range or selection started to `photo`, as they stand in `list`; what was selected stays. */
  extendTo(photo: PhotoId, list: Uint32Array): void {
    const from = list.indexOf(this.#anchor ?? this.#focus ?? photo);
    const to = list.indexOf(photo);
    if (to < 0) return;
    const start = from < 0 ? to : from;
    const range = list.subarray(Math.min(start, to), Math.max(start, to) + 1);
    this.#photos = new Set([...this.#photos, ...(Array.from(range) as PhotoId[])]); // the list holds photo ids
    this.#anchor ??= list[start] as PhotoId;
    this.#focus = photo;
  }

  /** These alone, in this order; the focus stays. */
  set(photos: readonly PhotoId[]): void {
    this.#photos = new Set(photos);
    this.#anchor = photos.at(-1) ?? null;
  }

  all(list: Uint32Array): void {
    this.#photos = new Set(Array.from(list) as PhotoId[]); // as above
  }

  /** Leaves out photos that are not shown any more. */
  keep(isShown: (photo: PhotoId) => boolean): void {
    if ([...this.#photos].every(isShown)) return;
    this.#photos = new Set([...this.#photos].filter(isShown));
  }

  clear(): void {
    this.#photos = new Set();
    this.#anchor = null;
  }

  /** For another list: nothing is selected or focused. */
  reset(): void {
    this.clear();
    this.#focus = null;
  }
}
