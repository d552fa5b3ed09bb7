// Gives the page a typed `window.kindred` and nothing else. Bundled into one CommonJS file, as a sandboxed window requires.
//
// The bridge is created inside the page's world, because an error that crosses into it keeps only its message and would lose
// the failure in its `cause`. So `install` is sent there as text: it may use its argument and nothing else from this file.

import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge, EventName, LibraryId } from '../src-shared/contract.ts';
import type { Answer } from './hosts/answer.ts';
import { eventChannel, pageChannel, requestChannel } from './hosts/desktop/channels.ts';

/** What crosses into the page's world: plain values only; a failed request never rejects. `library` is `null` for the app itself. */
interface Wire {
  readonly page: string;
  readonly ask: (name: string, input: unknown, library: LibraryId | null) => Promise<Answer>;
  readonly pathOf: (file: File) => string;
  readonly listen: (listener: (name: EventName, payload: unknown, library: LibraryId | null) => void) => () => void;
}

type Listener = Parameters<Wire['listen']>[0];
const listeners = new Set<Listener>();
ipcRenderer.on(eventChannel, (_event: unknown, name: EventName, payload: unknown, library: LibraryId | null) => {
  for (const listener of [...listeners]) listener(name, payload, library);
});

const wire: Wire = {
  page: crypto.randomUUID(),
  ask: (name, input, library) => ipcRenderer.invoke(requestChannel, name, input, library) as Promise<Answer>, // what index.ts answers with
  pathOf: (file) => webUtils.getPathForFile(file),
  listen(listener) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }
};

function install({ page, ask, listen, pathOf }: Wire): void {
  const asked = async (name: string, input: unknown, library: LibraryId | null): Promise<never> => {
    const answer = await ask(name, input, library);
    if (!answer.ok) throw new Error(answer.failure.message, { cause: answer.failure });
    return answer.value as never; // index.ts answers with the output of `name`
  };
  const heard = (event: EventName, of: LibraryId | null, listener: (payload: never) => void): (() => void) =>
    listen((name, payload, library) => {
      if (name === event && library === of) listener(payload as never); // the payload of `event`
    });
  const bridge: Bridge = {
    page,
    pathOf: (file) => pathOf(file),
    request: (name, input) => asked(name, input, null),
    on: (event, listener) => heard(event, null, listener),
    of: (library) =>
      Object.freeze({
        request: (name: string, input: unknown) => asked(name, input, library),
        on: (event: EventName, listener: (payload: never) => void) => heard(event, library, listener),
        thumbnailUrl: (id: number) => `kindred://app/library/${library}/thumbnail/${id}`,
        photoUrl: (id: number) => `kindred://media/library/${library}/photo/${id}`
      })
  };
  Object.defineProperty(globalThis, 'kindred', { value: Object.freeze(bridge) });
}

contextBridge.executeInMainWorld({ func: install, args: [wire] });
ipcRenderer.send(pageChannel, wire.page);
