// A group as it is shown. Its covers are chosen when they are first looked at: of tens of thousands of groups a screen shows a few.
import type { PhotoId, SavedGroup } from '../../contract.ts';
import type { Portraits } from './covers.ts';

/** Covers of a group, at most. */
export const COVERS = 4;

export interface Group extends SavedGroup {
  /** `cover` first, then up to three photos unlike it. */
  readonly covers: Uint32Array;
  /** The same if they were chosen before, for these photos; else `null`. */
  readonly known: Uint32Array | null;
  /** Rows of its photos in the space, in their order: the same object while the group is the same. */
  readonly rows: Uint32Array;
}

/** What covers are chosen by: the portraits of a space, and its photos. */
export interface Drawing {
  readonly portraits: Portraits;
  readonly ids: Uint32Array;
}

export class ArrangedGroup implements Group {
  readonly id: SavedGroup['id'];
  readonly name: string | null;
  /** Taken over from the group that it was, or the first of its covers; `null` until they are chosen. */
  cover: PhotoId | null;
  readonly photos: Uint32Array;
  readonly rows: Uint32Array;
  readonly #drawing: Drawing;
  #covers: Uint32Array | null = null;

  constructor({ id, name, cover, photos }: SavedGroup, rows: Uint32Array, drawing: Drawing) {
    [this.id, this.name, this.cover, this.photos, this.rows] = [id, name, cover, photos, rows];
    this.#drawing = drawing;
  }

  get covers(): Uint32Array {
    return this.known ?? this.#take(this.#drawing.portraits.draw(this.rows, this.#first, COVERS));
  }

  get known(): Uint32Array | null {
    if (this.#covers) return this.#covers;
    const drawn = this.#drawing.portraits.known(this.rows, this.#first);
    return drawn && this.#take(drawn);
  }

  /** The row of its cover. */
  get #first(): number | undefined {
    return this.cover === null ? undefined : this.rows[this.photos.indexOf(this.cover)];
  }

  #take(rows: readonly number[]): Uint32Array {
    this.#covers = Uint32Array.from(rows, (row) => this.#drawing.ids[row]!);
    this.cover = this.#covers[0] as PhotoId; // taken from ids
    return this.#covers;
  }
}
