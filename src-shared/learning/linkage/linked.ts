// A tree and what it was linked under. Making one is linkage.ts's.
import type { Bonds } from './bonds.ts';
import type { Tree } from './tree.ts';

/** A tree with the bonds it was linked under: what a later call needs to link again only what changed. */
export interface Linked {
  readonly tree: Tree;
  readonly bonds: Bonds;
}
