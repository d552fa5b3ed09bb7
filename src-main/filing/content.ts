// What a file holds, as its SHA-256: whether it is still what was indexed, and whether a copy is one.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { PlanKind, PlanStep } from '../../src-shared/filing/plan.ts';
import { type Disk, lookAt } from './disk.ts';
import { refuse } from './refusal.ts';

/** Bytes read and hashed at a time: some milliseconds, between which other work goes on. */
const PIECE = 2_000_000;

/** @returns lower-case hex; of the file that a link leads to */
export async function hashOf(disk: Disk, path: string): Promise<string> {
  const handle = await disk.open(path, 'r');
  try {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafeSlow(PIECE);
    for (;;) {
      const { bytesRead } = await handle.read(piece, 0, PIECE, null);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(piece.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** The path of a step's file (absolute). */
export function sourceOf({ from }: Pick<PlanStep, 'from'>): string {
  return join(from.folder, from.path);
}

/**
 * Checks that the file of a step still holds what was indexed: its size, then every byte. When it was last modified does not matter.
 * @throws {CodedError} `vanished`, `is-link`, `changed`
 */
export async function checkSource(disk: Disk, step: Pick<PlanStep, 'from' | 'bytes' | 'hash'>, kind: PlanKind): Promise<void> {
  const path = sourceOf(step);
  const found = await lookAt(disk, path);
  if (found === null) throw refuse('vanished', `${path} is no longer there. Index the folder again.`);
  // moving a link would leave the photo where it is
  if (found.isLink && kind !== 'copy' && kind !== 'symlink') throw refuse('is-link', `${path} is a link to a file elsewhere. Choose that file instead.`);
  if (found.isLink ? (await hashOf(disk, path)) !== step.hash : !(await isStill(disk, path, step))) {
    throw refuse('changed', `${path} was changed since it was indexed. Index the folder again, look at it, then choose it again.`);
  }
}

/** Whether a regular file with that content is at `path`. */
export async function isStill(disk: Disk, path: string, { bytes, hash }: Pick<PlanStep, 'bytes' | 'hash'>): Promise<boolean> {
  const found = await lookAt(disk, path);
  return found?.isFile === true && found.size === bytes && (await hashOf(disk, path)) === hash;
}
