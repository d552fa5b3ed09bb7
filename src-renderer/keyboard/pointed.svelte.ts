// The photo that marks go to where keys have other meanings, in Review and in an open set of duplicates: whichever was chosen last, the one that the
// pointer is over or the one that the keys are at. It is ringed while Alt is held.

import type { PhotoId } from '../../src-shared/contract.ts';

class Pointed {
  /** The photo that the keys are at; `null` where none is. */
  byKeys = $state.raw<PhotoId | null>(null);
  /** The photo to be ringed. */
  ringed = $state.raw<PhotoId | null>(null);
  #pointing = false;

  /** The pointer moved, or a key did. */
  note(by: 'pointer' | 'key'): void {
    this.#pointing = by === 'pointer';
  }

  /** `null` where neither the pointer nor the keys are at one. */
  photo(): PhotoId | null {
    const under = document.querySelector<HTMLElement>('[data-testid=review-photo]:hover, [data-testid=sheet-photo]:hover');
    const hovered = under ? (Number(under.dataset.photoId) as PhotoId) : null; // both have the id of their photo
    return this.#pointing ? (hovered ?? this.byKeys) : (this.byKeys ?? hovered);
  }

  ring(on: boolean): void {
    this.ringed = on ? this.photo() : null;
  }
}

/** One pointer, one keyboard. */
export const pointed = new Pointed();
