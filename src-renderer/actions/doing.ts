// What actions are done with, and how components reach it.

import { createContext } from 'svelte';
import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import type { Gestures } from '../gestures/gestures.svelte.ts';
import type { Kindred } from '../state/kindred.svelte.ts';
import type { OpenLibrary } from '../state/open-library.svelte.ts';
import type { Menus } from './menus.svelte.ts';

export interface Doing {
  readonly kindred: Kindred;
  readonly library: OpenLibrary;
  readonly gestures: Gestures;
  readonly menus: Menus;
  /** Opens the dialog that exports photos, or whole groups. */
  readonly exportPhotos: (photos: readonly PhotoId[]) => void;
  readonly exportGroups: (groups: readonly GroupId[]) => void;
}

export const [useDoing, provideDoing] = createContext<Doing>();
