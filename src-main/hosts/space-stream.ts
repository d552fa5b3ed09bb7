// Sends a space to the groups worker, the same for both hosts: its bytes in slices, so that sending never blocks
// the thread that answers everything else. Addresses: /library/<id>/space/<lens>.

import type { LensId, LibraryId, PhotoSpace } from '../../src-shared/contract.ts';
import { spaceParts } from '../../src-shared/learning/metric/space-bytes.ts';
import { failureOf } from '../failure.ts';

const paths = /^\/library\/([\w-]{1,128})\/space\/([1-9]\d{0,9})$/;
const SLICE = 256 * 1024;

/** Its response headers: a space is read again each time. */
export const spaceHeaders = { 'content-type': 'application/octet-stream', 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' } as const;

/** Which space `pathname` names; `null` if none. */
export function readSpacePath(pathname: string): { readonly library: LibraryId; readonly lensId: LensId } | null {
  const [, library, digits] = paths.exec(pathname) ?? [];
  const lensId = Number(digits);
  if (library === undefined || !(lensId <= 0xffff_ffff)) return null;
  return { library: library as LibraryId, lensId: lensId as LensId }; // the pattern's, and a positive 32-bit row number
}

export interface SpaceStream {
  readonly bytes: number;
  /** Views of the space's own memory, which may be shared; where shared memory is refused, the caller copies each. */
  readonly slices: Iterable<Uint8Array, undefined>;
}

/** The response for a space that could not be provided; the worker that asked passes it to its page. */
export function spaceFailure(error: unknown): { readonly status: number; readonly body: string; readonly type: string } {
  const failure = failureOf(error);
  return { status: failure.code === 'no-library' ? 404 : 500, body: JSON.stringify(failure), type: 'application/json; charset=utf-8' };
}

export function streamSpace(space: PhotoSpace): SpaceStream {
  const parts = spaceParts(space);
  return { bytes: parts.reduce((sum, { byteLength }) => sum + byteLength, 0), slices: sliced(parts) };
}

function* sliced(parts: readonly Uint8Array[]): Iterable<Uint8Array, undefined> {
  for (const part of parts) for (let at = 0; at < part.length; at += SLICE) yield part.subarray(at, at + SLICE);
}
