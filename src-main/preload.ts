// Hands the page a typed `window.kindred` and nothing else. Bundled into one CommonJS file, as a sandboxed window requires.
//
// The bridge is made inside the page's world, for an error that crosses from here into it keeps its message alone and would lose
// the failure in its `cause`. Hence `install` is sent there as text: it may use its argument and nothing else of this file.

import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, EventName, Events } from '../src-shared/contract.ts';
import type { Answer } from './hosts/answer.ts';
import { eventChannel, requestChannel } from './hosts/desktop/channels.ts';

/** What crosses into the page's world: plain values only, and it never rejects because of a request. */
interface Wire {
  readonly ask: (name: string, input: unknown) => Promise<Answer>;
  readonly listen: (listener: (name: EventName, payload: unknown) => void) => () => void;
}

const wire: Wire = {
  ask: (name, input) => ipcRenderer.invoke(requestChannel, name, input) as Promise<Answer>, // what index.ts answers with
  listen(listener) {
    const pass = (_event: unknown, name: EventName, payload: unknown): void => listener(name, payload);
    ipcRenderer.on(eventChannel, pass);
    return () => void ipcRenderer.off(eventChannel, pass);
  }
};

function install({ ask, listen }: Wire): void {
  // ids are counted for each library, and pictures are kept by address: the address names the library
  let library = '';
  listen((name, payload) => {
    if (name === 'library.changed') library = (payload as Events['library.changed'])?.id ?? '';
  });
  const bridge: Bridge = {
    async request(name, input) {
      const answer = await ask(name, input);
      if (!answer.ok) throw new Error(answer.failure.message, { cause: answer.failure });
      if (name === 'library.open' || name === 'library.current') library = (answer.value as { id: string } | null)?.id ?? '';
      return answer.value as never; // index.ts answers with the output of `name`
    },
    on(event, listener) {
      return listen((name, payload) => {
        if (name === event) listener(payload as never); // the payload of `event`
      });
    },
    thumbnailUrl: (id) => `kindred://media/thumbnail/${id}?library=${library}`,
    photoUrl: (id) => `kindred://media/photo/${id}?library=${library}`
  };
  Object.defineProperty(globalThis, 'kindred', { value: Object.freeze(bridge) });
}

contextBridge.executeInMainWorld({ func: install, args: [wire] });
