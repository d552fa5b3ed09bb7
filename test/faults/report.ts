// What the tests of this folder broke, and how often: counted for docs/faults.md, which scripts/faults.mjs writes.
import { appendFileSync } from 'node:fs';

/** @param kind of fault @param where it happened @param times that nothing was lost by it */
export function report(kind: string, where: string, times: number): void {
  if (process.env.KINDRED_FAULTS_REPORT) appendFileSync(process.env.KINDRED_FAULTS_REPORT, `${JSON.stringify({ kind, where, times })}\n`);
}
