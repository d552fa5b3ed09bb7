// One session of questions per open library: it lasts while the library is open, however often Review is left.

import type { Kindred } from '../state/kindred.svelte.ts';
import type { OpenLibrary } from '../state/open-library.svelte.ts';
import { Review } from './review.svelte.ts';

const sessions = new WeakMap<OpenLibrary, Review>();

export function sessionOf(kindred: Kindred, library: OpenLibrary): Review {
  let review = sessions.get(library);
  if (!review) sessions.set(library, (review = new Review(kindred, library)));
  return review;
}
