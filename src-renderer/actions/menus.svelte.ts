// The one context menu: what it is about and where it is, while it is open. Whoever knows what lies under the pointer opens it.

import type { Target } from './target.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export class Menus {
  #asked = $state.raw<{ readonly target: Target; readonly at: Point } | null>(null);

  get asked(): { readonly target: Target; readonly at: Point } | null { return this.#asked; }

  /** Opens it for a target, at a point of the window (CSS pixels). */
  open(target: Target, at: Point): void { this.#asked = { target, at }; }
  close(): void { this.#asked = null; }
}
