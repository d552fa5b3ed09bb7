// Lenses: named metrics, each with its own judgments.

import type { LensId } from '../ids.ts';
import type { LibraryState } from './libraries.ts';

export interface Lens {
  readonly id: LensId;
  /** `null` for the first lens until the user names it. */
  readonly name: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Requests about lenses. */
export interface LensRequests {
  'lenses.list': { input: null; output: readonly Lens[] };
  /** Refuses (`bad-request`) a name that is empty or taken, as do `duplicate` and `rename`. */
  'lenses.create': { input: { readonly name: string }; output: Lens };
  /** A new lens with the judgments in force, groups and names of another. */
  'lenses.duplicate': { input: { readonly lensId: LensId; readonly name: string }; output: Lens };
  'lenses.rename': { input: { readonly lensId: LensId; readonly name: string }; output: Lens };
  /** Deletes it until it is restored; refuses the only one. If it was the current lens, another takes its place. */
  'lenses.delete': { input: { readonly lensId: LensId }; output: null };
  'lenses.restore': { input: { readonly lensId: LensId }; output: Lens };
  /** Makes this the current lens: `LibraryState.lensId`. */
  'lenses.choose': { input: { readonly lensId: LensId }; output: LibraryState };
}
