// One number for comparing encoders, from scores on held-out photos. See finding.ts and order.ts for the
// scores.

/** Mean of how well views find their photo and, if enough pairs are judged, how well judged pairs rank; 0 … 1, NaN without photos. */
export function overall({ mAP, auc }: { readonly mAP: number; readonly auc: number | null }): number {
  return auc === null ? mAP : (mAP + auc) / 2;
}
