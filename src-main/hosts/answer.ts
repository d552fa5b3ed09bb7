// Answers one request from the renderer: checks it, calls its handler, and makes a failure of whatever is thrown.
// Both hosts use it, so a request means the same in a window and in a browser.

import type { Failure, Handlers, RequestName } from '../../src-shared/contract.ts';
import { CodedError, failureOf } from '../failure.ts';
import { isRequestName, readInput } from './requests.ts';

/** What crosses back: never an exception. */
export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };

/** Answers request `name` with `input`, both as they came and not to be trusted. Never rejects. */
export async function answer(handlers: Handlers, name: unknown, input: unknown): Promise<Answer> {
  try {
    if (!isRequestName(name)) throw new CodedError('bad-request', `expected the name of a request, got ${typeof name === 'string' ? JSON.stringify(name) : typeof name}`);
    return { ok: true, value: await handle(handlers, name, input) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

function handle<N extends RequestName>(handlers: Handlers, name: N, input: unknown): Promise<unknown> {
  return handlers[name](readInput(name, input));
}
