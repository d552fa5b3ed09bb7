// One number by which encoders are compared, from the scores on photos that were held out. How they are measured is finding.ts's
// and order.ts's.

/** Mean of how well views find their photo and how well judged pairs rank, where enough are judged; 0 … 1, NaN without photos. */
export function overall({ mAP, auc }: { readonly mAP: number; readonly auc: number | null }): number {
  return auc === null ? mAP : (mAP + auc) / 2;
}
