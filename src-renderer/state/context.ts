// How components reach the app's state.

import { createContext } from 'svelte';
import type { Kindred } from './kindred.svelte.ts';
import type { OpenLibrary } from './open-library.svelte.ts';

export const [useKindred, provideKindred] = createContext<Kindred>();

/** The library of the screens that are only there while one is open. */
export const [useLibrary, provideLibrary] = createContext<OpenLibrary>();
