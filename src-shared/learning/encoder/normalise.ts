// Embeddings of length 1, whatever computed them. No tensors.

/** Scales each row of `dim` values to length 1, in place; a row of zeros stays. */
export function normaliseRows<Rows extends Float32Array>(rows: Rows, dim: number): Rows {
  for (let start = 0; start < rows.length; start += dim) {
    let squares = 0;
    for (let i = start; i < start + dim; i++) squares += rows[i]! * rows[i]!;
    const length = Math.sqrt(squares);
    if (length > 1e-12) for (let i = start; i < start + dim; i++) rows[i]! /= length;
  }
  return rows;
}
