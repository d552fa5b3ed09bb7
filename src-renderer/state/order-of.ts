// The order of times, by the engine's own sort of plain numbers: it calls no script, so that a hundred thousand photos take the page's thread
// milliseconds instead of a tenth of a second or more. For that a time and its place are packed into one whole number.

/** Places in `times` (milliseconds), the earliest first, those of one millisecond as they stand, the unknown (NaN) last. */
export function orderOf(times: Float64Array): Uint32Array {
  const { length } = times;
  let [first, last] = [Infinity, -Infinity];
  for (let at = 0; at < length; at++) {
    const time = times[at]!;
    if (time < first) first = time;
    if (time > last) last = time;
  }

  // the lower bits are the place, the others the time since the first; one is left for the unknown, and thousands of years fit
  const placeBits = Math.ceil(Math.log2(length + 1));
  const step = Math.max(1, (last - first) / 2 ** (63 - placeBits));
  const packed = new BigUint64Array(length);
  const halves = new Uint32Array(packed.buffer); // the low half first, as on every system Kindred runs on
  const inLow = 2 ** (32 - placeBits);
  for (let at = 0; at < length; at++) {
    const time = times[at]!;
    const since = Number.isNaN(time) ? 2 ** (64 - placeBits) - inLow : Math.round((time - first) / step);
    halves[2 * at] = (since % inLow) * 2 ** placeBits + at;
    halves[2 * at + 1] = Math.floor(since / inLow);
  }
  packed.sort();

  const order = new Uint32Array(length);
  for (let at = 0; at < length; at++) order[at] = halves[2 * at]! % 2 ** placeBits;
  return order;
}
