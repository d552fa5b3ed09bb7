// Which kernels this thread computes with: WebAssembly's vectors, or plain loops where there are none. Their results differ in the last bits alone.
import { COMPILED } from './compiled.ts';
import type { Kernels } from './kernels.ts';
import { Loops } from './loops.ts';
import { Vectors } from './vectors.ts';

/** Kernels with room for arrays of so many doubles in all, which are let go with them; an array of floats or integers takes half as many, rounded up. */
export function kernelsWith(room: number): Kernels {
  compiled ??= compile();
  return compiled && 8 * room < MOST ? new Vectors(compiled, room) : new Loops();
}

/** Bytes that WebAssembly can address. */
const MOST = 2 ** 32;

/** Compiled once a thread; `null` where that cannot be. */
let compiled: WebAssembly.Module | null | undefined;

function compile(): WebAssembly.Module | null {
  // the policy of our own page (hosts/page) lets nothing be compiled, and would report that it was tried
  if (typeof WebAssembly === 'undefined' || 'location' in globalThis) return null;
  const bytes = Uint8Array.from(atob(COMPILED), (character) => character.charCodeAt(0));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null; // not valid where there are no vectors
}
