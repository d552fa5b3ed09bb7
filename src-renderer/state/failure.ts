// What an error of the bridge says went wrong.

import type { Failure } from '../../src-shared/contract.ts';

/** The failure an error carries across the bridge; its own words where it carries none. */
export function failureOf(error: unknown): Failure {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && 'message' in cause) return cause as Failure; // the contract of `Bridge.request`
  return { name: error instanceof Error ? error.name : 'Error', code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}
