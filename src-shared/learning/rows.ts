// Equally long rows in one array, as batches of pixels are passed on.

/** Concatenates rows of equal length. Empty if there are none. */
export function joinRows(rows: readonly Uint8Array[]): Uint8Array {
  const size = rows[0]?.length ?? 0;
  const all = new Uint8Array(size * rows.length);
  rows.forEach((row, at) => all.set(row, at * size));
  return all;
}
