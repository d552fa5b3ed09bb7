// Gives components access to the gestures on the groups of the open library.

import { createContext } from 'svelte';
import type { Gestures } from './gestures.svelte.ts';

export const [useGestures, provideGestures] = createContext<Gestures>();
