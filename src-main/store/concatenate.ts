/** Typed arrays end to end; `make` makes one of a length. */
export function concatenate<A extends Uint16Array | Uint32Array | Float32Array | Float64Array>(parts: readonly A[], make: (length: number) => A): A {
  const whole = make(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
