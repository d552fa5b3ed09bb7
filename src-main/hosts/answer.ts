// Answers one request from the renderer: validates it, calls its handler, and turns anything thrown into a failure.
// Used by both hosts, so a request means the same in a window and in a browser.

import type { AppRequestName, Failure, LibraryId, LibraryRequestName } from '../../src-shared/contract.ts';
import { CodedError, failureOf } from '../failure.ts';
import type { App } from './host.ts';
import { isAppRequest, isLibraryRequest, readInput, readLibraryId } from './requests.ts';

type Handling = Pick<App, 'handlers' | 'libraryHandlers'>;

/** What is sent back: never an exception. */
export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };

/** Answers request `name` with `input`, about `library` if it concerns one: all three are untrusted. Never rejects. */
export async function answer(app: Handling, name: unknown, input: unknown, library: unknown = null): Promise<Answer> {
  try {
    return { ok: true, value: await handle(app, name, input, library) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

async function handle(app: Handling, name: unknown, input: unknown, library: unknown): Promise<unknown> {
  if (isAppRequest(name) && library === null) return ofApp(app, name, input);
  if (isLibraryRequest(name)) return ofLibrary(app, name, readLibraryId(library), input);
  throw new CodedError('bad-request', `expected the name of a request, got ${typeof name === 'string' ? JSON.stringify(name) : typeof name}`);
}

function ofApp<N extends AppRequestName>({ handlers }: Handling, name: N, input: unknown): Promise<unknown> {
  return handlers[name](readInput(name, input));
}

function ofLibrary<N extends LibraryRequestName>({ libraryHandlers }: Handling, name: N, library: LibraryId, input: unknown): Promise<unknown> {
  return libraryHandlers[name](library, readInput(name, input));
}
