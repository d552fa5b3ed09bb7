// A library over a bridge without a process, as the tests of what is done in it open one: with what tells of it, and the failures that were told.

import { OpenLibrary } from '../../../src-renderer/state/open-library.svelte.ts';
import { Places } from '../../../src-renderer/state/places.svelte.ts';
import { Toasts } from '../../../src-renderer/state/toasts.svelte.ts';
import { FakeBridge, forgetful } from '../fake-bridge.ts';

/** Of 20 photos; to be closed by the test. */
export async function opened() {
  const bridge = new FakeBridge({ photos: 20 });
  const library = new OpenLibrary({
    bridge, state: bridge.library!, port: bridge.port(),
    onFailure: (error) => { throw error; }, always: () => false, onApplied: () => {}, onIndexed: () => {}, onLearned: () => {}, onTakenBack: () => {}, onChanged: () => {}, onFlushed: () => {}, onClosed: () => {}
  });
  await library.refresh();
  const failures: unknown[] = [];
  const kindred = {
    toasts: new Toasts(), places: new Places(forgetful.history),
    attempt: async <T>(asked: Promise<T> | undefined): Promise<T | undefined> => asked?.catch((error: unknown) => (failures.push(error), undefined))
  };
  return { bridge, library, kindred, failures };
}
