// A session of questions that has begun, with the real groups desk and a fake bridge.

import { Review } from '../../../src-renderer/review/review.svelte.ts';
import { Kindred } from '../../../src-renderer/state/kindred.svelte.ts';
import type { OpenLibrary } from '../../../src-renderer/state/open-library.svelte.ts';
import { FakeBridge, forgetful } from '../fake-bridge.ts';

export async function until(done: () => boolean): Promise<void> {
  for (let turn = 0; !done(); turn++) {
    if (turn > 500) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export async function madeReview(bridge = new FakeBridge({ photos: 60, calibrated: true })): Promise<{ bridge: FakeBridge; kindred: Kindred; library: OpenLibrary; review: Review }> {
  const kindred = new Kindred(bridge, { ...forgetful, openPort: () => bridge.port() });
  await kindred.start();
  const library = kindred.library!;
  await until(() => library.groups.status === 'ready');
  const review = new Review(kindred, library);
  await review.start();
  return { bridge, kindred, library, review };
}
