// Passes events from the app to every window or page that listens. Has no transport: the hosts have their own.

import type { AppEventName, AppEvents, Emit, LibraryEmit, LibraryEventName, LibraryEvents, LibraryId } from '../../src-shared/contract.ts';

type AppEvent = { [E in AppEventName]: { readonly name: E; readonly payload: AppEvents[E]; readonly library: null } }[AppEventName];
type LibraryEvent = { [E in LibraryEventName]: { readonly name: E; readonly payload: LibraryEvents[E]; readonly library: LibraryId } }[LibraryEventName];
/** Any event: name, payload, and its library (`null`: the app). */
export type Event = AppEvent | LibraryEvent;

export interface EventHub {
  readonly emit: Emit;
  /** The emitter for one library's events. */
  readonly of: (library: LibraryId) => LibraryEmit;
  /** Returns the function that stops listening. */
  listen(listener: (event: Event) => void): () => void;
}

/** A hub; listeners are called synchronously, in the order they were added. */
export function createEventHub(): EventHub {
  const listeners = new Set<(event: Event) => void>();
  const send = (event: Event): void => {
    for (const listener of [...listeners]) listener(event);
  };
  // the signatures of Emit and LibraryEmit pair name and payload; TypeScript loses that pairing in the union
  return {
    emit: (name, payload) => send({ name, payload, library: null } as Event),
    of: (library) => (name, payload) => send({ name, payload, library } as Event),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    }
  };
}
