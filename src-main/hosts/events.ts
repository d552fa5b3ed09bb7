// Carries events from the app to every window or page that listens. No transport: the hosts bring their own.

import type { Emit, EventName, Events } from '../../src-shared/contract.ts';

/** Any event, name and payload together. */
export type Event = { [E in EventName]: { readonly name: E; readonly payload: Events[E] } }[EventName];

export interface EventHub {
  readonly emit: Emit;
  /** Returns the function that stops listening. */
  listen(listener: (event: Event) => void): () => void;
}

/** A hub; listeners are called at once, in the order in which they came. */
export function createEventHub(): EventHub {
  const listeners = new Set<(event: Event) => void>();
  return {
    emit(name, payload) {
      // the signature of Emit pairs name and payload, which TypeScript does not carry into the union
      const event = { name, payload } as Event;
      for (const listener of [...listeners]) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    }
  };
}
