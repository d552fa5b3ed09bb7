// A tree and the bonds it was linked under. See linkage.ts for how it is made.
import type { Bonds } from './bonds.ts';
import type { Tree } from './tree.ts';

/** A tree with the bonds it was linked under: what a later call needs to relink only what changed. */
export interface Linked {
  readonly tree: Tree;
  readonly bonds: Bonds;
}
